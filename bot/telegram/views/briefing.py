"""Briefing in, Reply out: a heading, entries with their sentences, a quotation and buttons for each; one message.

Pure. What does not fit stands behind "more". Also the briefing as JSON, from which its buttons work for ever.
"""

import logging

from pydantic import TypeAdapter, ValidationError
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.briefings.briefing import Briefing, BriefingEntry
from bot.quotes.citation import Citation
from bot.telegram.callbacks import ASK_ABOUT, FOLLOW, MORE, TOLD
from bot.telegram.views.layout import Block, Line, Run, one_line
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import Reply, foreign, place, prose, source_line
from bot.texts import Texts, direction_of, isolate, shorten

_BRIEFING = TypeAdapter(Briefing)
_TITLE = 160
_FIRST_WORDS = 40
_SENTENCE = 600
_OUTLETS = 4

logger = logging.getLogger(__name__)


def stored_form(briefing: Briefing) -> str:
    """Give the briefing as JSON."""
    return _BRIEFING.dump_json(briefing).decode("utf-8")


def read_briefing(content: str) -> Briefing | None:
    """Give it back; None if it was written by a version that this one cannot read."""
    try:
        return _BRIEFING.validate_json(content)
    except ValidationError:
        logger.warning("A briefing in the database cannot be read by this version.")
        return None


def briefing_reply(briefing: Briefing, texts: Texts, briefing_id: int, first: int, most: int) -> Reply:
    """Lay out the entries from the 0-based `first` on, at most so many and only as many as fit one message."""
    shown = briefing.entries[first : first + most]
    while True:
        pages = paginate([_heading(briefing, texts), *_blocks(shown, first, texts)])
        if len(pages) == 1 or len(shown) <= 1:
            break
        shown = shown[:-1]
    rows = [_row(entry, first + number, briefing_id, texts) for number, entry in enumerate(shown, 1)]
    rest = first + len(shown)
    if rest < len(briefing.entries):
        label = f"{texts.text('brief.more')} ({texts.number(len(briefing.entries) - rest)})"
        rows.append([InlineKeyboardButton(label, callback_data=MORE.data(briefing_id, rest))])
    return Reply(pages[:1], InlineKeyboardMarkup(rows))


def nothing_new(subject: str, texts: Texts) -> str:
    """Say in one line that there is nothing."""
    return texts.text("brief.nothing_about", subject=subject) if subject else texts.text("brief.nothing")


def _heading(briefing: Briefing, texts: Texts) -> Block:
    subject = briefing.subject
    if subject:
        title = texts.text("brief.about", subject=subject)
    else:
        title = texts.text("brief.followed" if briefing.followed else "brief.title")
    return Block((Line((Run(title, "b"),), texts.direction),))


def _blocks(entries: tuple[BriefingEntry, ...], first: int, texts: Texts) -> list[Block]:
    blocks: list[Block] = []
    for number, entry in enumerate(entries, first + 1):
        blocks.append(Block(tuple(_lines(number, entry, texts))))
        worded = bool(entry.statements)  # else the quotations stand above already, and only their sources follow
        blocks += [
            Block(_source(citation, texts, worded=worded), quoted=worded, below=True) for citation in entry.citations
        ]
    return blocks or [prose(texts.text("brief.nothing"), texts)]


def _lines(number: int, entry: BriefingEntry, texts: Texts) -> list[Line]:
    # An article without a title is called by its first words, which are about to be quoted.
    own = not any(it.quote.startswith(entry.title.rstrip(" .…")) for it in entry.citations)
    title = Run(shorten(entry.title, _TITLE if own else _FIRST_WORDS), "b", isolated=True)
    lines = [Line((Run(f"{number}. "), title), direction_of(entry.title, default=texts.direction))]
    names = [isolate(one_line(name)) for name in entry.outlets[:_OUTLETS]]
    names += [texts.language_name(code) for code in entry.languages]
    # Of one text that many print the names alone would promise more than there is.
    names += [texts.plural("brief.voices", entry.voices)] if entry.voices < len(entry.outlets) else []
    known = " · ".join([*([texts.text("brief.update")] if entry.update else []), *(name for name in names if name)])
    lines += [Line((Run(known, "i"),), texts.direction)] if known else []
    for statement in entry.statements:
        marks = "".join(f"[{number}]" for number in statement.citations)
        lines.append(Line((Run(statement.text, isolated=True), Run(f" {marks}")), direction_of(statement.text)))
    for citation in () if entry.statements else entry.citations:
        said = Run(shorten(citation.quote, _SENTENCE), isolated=True)
        lines.append(Line((said, Run(f" [{citation.number}]")), direction_of(citation.quote)))
    if entry.differing:
        told = " / ".join(isolate(one_line(it)) for it in entry.differing)
        lines.append(Line((Run(f"{texts.text('brief.differs')}: {told}", "i"),), texts.direction))
    return lines


def _source(citation: Citation, texts: Texts, *, worded: bool) -> tuple[Line, ...]:
    head = source_line(citation, texts, number=citation.number, quote=citation.quote)
    where = place(citation.source, citation.first_line, citation.last_line, texts, citation.page)
    return (head, *foreign(citation.quote), where) if worded else (head,)


def _row(entry: BriefingEntry, number: int, briefing_id: int, texts: Texts) -> list[InlineKeyboardButton]:
    """Give the buttons of one entry: its citations, to follow it, to ask about it."""
    taps = [(f"[{it.number}]", TOLD.data(briefing_id, it.number)) for it in entry.citations[:3]]
    if entry.grows:
        taps.append((f"{number} 🔔 {texts.text('brief.follow')}", FOLLOW.data(briefing_id, number)))
    taps.append((f"{number} 💬 {texts.text('brief.ask')}", ASK_ABOUT.data(briefing_id, number)))
    return [InlineKeyboardButton(label, callback_data=data) for label, data in taps]
