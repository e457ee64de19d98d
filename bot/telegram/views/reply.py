"""What replies are made of: the bot's own words, foreign words, source lines, places in files, rows of buttons.

Pure. Whatever comes from a file, a model or a person is isolated and escaped by `bot.telegram.views.layout`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup

from bot.telegram.callbacks import Callback
from bot.telegram.views.layout import Block, Line, Page, Run, one_line
from bot.telegram.views.pagination import paginate
from bot.texts import Sourced, Texts, direction_of, source_parts, visible
from ingest.index.stored import StoredArticle
from ingest.readers.file_kinds import is_extracted

_A_ROW = 8
"""Buttons that Telegram shows side by side (core.telegram.org/bots/features#inline-keyboards)."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent: at least one Page, and the buttons under the last one, or the wish that it be replied to."""

    pages: tuple[Page, ...]
    keyboard: InlineKeyboardMarkup | ForceReply | None = None


def prose(text: str, texts: Texts) -> Block:
    """Make a block of the bot's own words."""
    return Block(tuple(Line((Run(line),), texts.direction) for line in text.split("\n")))


def words(text: str, texts: Texts) -> Reply:
    """Make a reply of the bot's own words alone, in as many pages as it takes."""
    return Reply(paginate([prose(text, texts)]))


def keyboard(
    buttons: Sequence[InlineKeyboardButton], *below: Sequence[InlineKeyboardButton]
) -> InlineKeyboardMarkup | None:
    """Set buttons side by side, two in a row, and the rows `below` them that are not empty; None without any."""
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    rows += [row for row in below if row]
    return InlineKeyboardMarkup(rows) if rows else None


def place(source: str, first_line: int, last_line: int, texts: Texts, page: int | None = None) -> Line:
    """Name a file and where in it; the name can be copied, and is never taken for a link ("news.md").

    Where its text was extracted that is said, and its page if it has any: nobody sees the lines of that text.
    """
    if is_extracted(source):
        where = [texts.text("citation.page", page=page)] if page else []
        where.append(texts.text("citation.extracted"))
    else:
        where = [texts.plural("citation.lines", last_line - first_line + 1, first=first_line, last=last_line)]
    return Line((Run(source, "code", isolated=True), *(Run(f" · {words}") for words in where)), texts.direction)


def source_line(
    source: Sourced, texts: Texts, *, number: int | None = None, quote: str = "", language: str | None = None
) -> Line:
    """Name an article on one line, under its number if it has one; see `bot.texts.source_line`."""
    runs = [Run(f"[{number}] ", "b")] if number is not None else []
    for place_of, part in enumerate(source_parts(source, texts, quote, language)):
        runs += [Run(" · ")] if place_of else []
        runs.append(Run(part.text, link=part.link))
    return Line(tuple(runs), texts.direction)


def replaced_by(newer: StoredArticle | None, texts: Texts) -> tuple[Line, ...]:
    """Say in three lines that an article was replaced, and by which, in which file; no line where it was not."""
    if newer is None:
        return ()
    said, file = Run(texts.text("passage.later"), "b"), Run(newer.source, "code", isolated=True)
    return (Line((said,), texts.direction), source_line(newer, texts), Line((file,), texts.direction))


def numbers(callback: Callback, answer_id: int, wanted: Sequence[int]) -> list[list[InlineKeyboardButton]]:
    """Give buttons that are only numbers, in as few rows as Telegram shows."""
    row = [InlineKeyboardButton(f"[{number}]", callback_data=callback.data(answer_id, number)) for number in wanted]
    return [row[start : start + _A_ROW] for start in range(0, len(row), _A_ROW)]


def foreign(text: str) -> tuple[Line, ...]:
    """Set foreign words in lines that run their own way; empty lines go."""
    whole = direction_of(text)
    lines = [line.strip() for line in visible(text).split("\n")]
    return tuple(Line((Run(line),), direction_of(line, default=whole)) for line in lines if line)


def translated(translation: str | None, texts: Texts) -> tuple[Line, ...]:
    """Give a machine translation on one line that says what it is; no line without one."""
    if not translation:
        return ()
    return (Line((Run(texts.text("citation.translation", text=one_line(translation)), "i"),), texts.direction),)
