"""Answer in, Reply out: the sentences with their numbers, a quotation for each citation, a button for each.

Pure. Whatever comes from a file, a model or a person is isolated and escaped by `bot.chat.layout`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup

from bot.answers.answer import NOT_SEARCHED, Answer, NearestPassage
from bot.chat.buttons import Tap, Wish
from bot.chat.condition_chips import chip_rows, newer_and_older, read_conditions
from bot.chat.layout import Block, Line, Page, Run, one_line
from bot.chat.paging import paginate
from bot.quotes.citation import Citation
from bot.texts import Texts, direction_of, isolate, shorten, visible
from bot.texts.direction import direction_mark

_OFFERED = 3
"""How many of the nearest passages an answer that abstains shows."""
_LABEL = 28
"""Characters of a name on a button, so that two stand side by side on a phone."""
_TITLE = 40
"""Characters of a title over an offered passage, so that the passage shows before its quotation is opened."""
_LEANT_ON = 120
"""Characters of an earlier question."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent: at least one Page, and the buttons under the last one, or the wish that it be replied to."""

    pages: tuple[Page, ...]
    keyboard: InlineKeyboardMarkup | ForceReply | None = None


def reply_to(answer: Answer, texts: Texts, answer_id: int, heading: Sequence[Block] = ()) -> Reply:
    """Lay out an answer that is stored under `answer_id`, below a heading if there is one."""
    watch: list[InlineKeyboardButton] = []
    blocks = [*heading, *_leaning(answer, texts), *read_conditions(answer, texts), *_sentences(answer)]
    blocks += [*newer_and_older(answer, texts), *_said_besides(answer, texts)]
    blocks += [_quotation(citation, texts) for citation in answer.citations]
    buttons = [
        _button(
            f"[{citation.number}]",
            citation.outlet or citation.title,
            Tap(Wish.CITATION, answer_id, citation.number),
            texts,
        )
        for citation in answer.citations
    ]
    if not answer.statements and (offered := offered_by(answer)):
        blocks.append(prose(texts.text("answer.nearest"), texts))
        numbered = list(enumerate(offered, 1))
        blocks += [_offer(number, passage, texts) for number, passage in numbered]
        buttons = [
            _button(f"{number}", passage.title, Tap(Wish.NEAREST, answer_id, number), texts)
            for number, passage in numbered
        ]
        watched = Tap(Wish.WATCH, answer_id, 0).data
        watch = [InlineKeyboardButton(f"🔔 {texts.text('watch.button')}", callback_data=watched)]
    chips = chip_rows(answer, answer_id, texts)
    return Reply(paginate(blocks), keyboard(buttons, *chips, watch, _thumbs(answer_id) if buttons else ()))


def offered_by(answer: Answer) -> tuple[NearestPassage, ...]:
    """Give the passages that an answer which abstains offers instead."""
    return () if NOT_SEARCHED.intersection(answer.notices) else answer.passages[:_OFFERED]


def prose(text: str, texts: Texts) -> Block:
    """Make a block of the bot's own words."""
    return Block(tuple(Line((Run(line),), texts.direction) for line in text.split("\n")))


def words(text: str, texts: Texts) -> Reply:
    """Make a reply of the bot's own words alone."""
    return Reply((Page((prose(text, texts),)),))


def keyboard(
    buttons: Sequence[InlineKeyboardButton], *below: Sequence[InlineKeyboardButton]
) -> InlineKeyboardMarkup | None:
    """Set buttons side by side, two in a row, and the rows `below` them that are not empty; None without any."""
    rows = [buttons[start : start + 2] for start in range(0, len(buttons), 2)]
    rows += [row for row in below if row]
    return InlineKeyboardMarkup(rows) if rows else None


def place(source: str, first_line: int, last_line: int, texts: Texts) -> Line:
    """Name a file and lines in it; the name can be copied, and is never taken for a link ("news.md")."""
    lines = texts.plural("citation.lines", last_line - first_line + 1, first=first_line, last=last_line)
    return Line((Run(source, "code", isolated=True), Run(f" · {lines}")), texts.direction)


def origin(outlet: str | None, language: str, published: date | None, texts: Texts) -> str:
    """Say who published something, in which language and when, as far as known, with dots between."""
    parts = [isolate(one_line(outlet)) if outlet else "", visible(texts.language_name(language))]
    return " · ".join(part for part in [*parts, texts.date(published) if published else ""] if part)


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


def _leaning(answer: Answer, texts: Texts) -> Iterator[Block]:
    """Say which earlier question this one was taken to lean on, or what it was read as: a mistake is to be seen."""
    if answer.rewritten:
        line = texts.text("answer.understood", question=isolate(shorten(answer.rewritten, _LEANT_ON)))
        yield Block((Line((Run(line, "i"),), texts.direction),))
    elif answer.follows:
        line = texts.text("answer.follows", question=isolate(shorten(answer.follows, _LEANT_ON)))
        yield Block((Line((Run(line, "i"),), texts.direction),))


def _sentences(answer: Answer) -> Iterator[Block]:
    for number, statement in enumerate(answer.statements, 1):
        text = " ".join(visible(statement.text).split())
        counter = [Run(f"{number}. ")] if len(answer.statements) > 1 else []
        marks = "".join(f"[{citation}]" for citation in statement.citations)
        yield Block((Line((*counter, Run(text, isolated=True), Run(f" {marks}")), direction_of(text)),))


def _said_besides(answer: Answer, texts: Texts) -> Iterator[Block]:
    if not answer.statements and not NOT_SEARCHED.intersection(answer.notices):
        yield prose(texts.text("answer.abstained"), texts)
    for each in answer.disagreements:
        one, other = ("".join(f"[{number}]" for number in side) for side in (each.one, each.other))
        line = texts.text(f"answer.differ_{each.kind.value}", one=one, other=other)
        yield Block((Line((Run(f"⚖️ {line}", "b"),), texts.direction),))
    for notice in answer.notices:
        yield Block((Line((Run(texts.text(f"notice.{notice.value}"), "i"),), texts.direction),))


def _quotation(citation: Citation, texts: Texts) -> Block:
    head = origin(citation.outlet, citation.language, citation.published, texts)
    first = Line((Run(f"[{citation.number}]", "b"), Run(f" {head}")), texts.direction)
    where = place(citation.source, citation.first_line, citation.last_line, texts)
    return Block((first, where, *foreign(citation.quote), *translated(citation.translation, texts)), quoted=True)


def _offer(number: int, passage: NearestPassage, texts: Texts) -> Block:
    title = Run(shorten(passage.title, _TITLE), "b", isolated=True)
    language = origin(None, passage.language, None, texts)
    first = Line((Run(f"{number}. "), title, Run(f" · {language}" if language else "")), texts.direction)
    where = place(passage.source, passage.first_line, passage.last_line, texts)
    return Block((first, *foreign(passage.text), where), quoted=True)


def _thumbs(answer_id: int) -> list[InlineKeyboardButton]:
    votes = (("👍", 1), ("👎", 0))
    return [InlineKeyboardButton(sign, callback_data=Tap(Wish.VOTE, answer_id, number).data) for sign, number in votes]


def _button(mark: str, name: str, tap: Tap, texts: Texts) -> InlineKeyboardButton:
    label = f"{mark} {isolate(shorten(name, _LABEL) or texts.text('citation.untitled'))}"
    return InlineKeyboardButton(direction_mark(label, texts.direction, otherwise=None) + label, callback_data=tap.data)
