"""A draft as editors see it: what would be published, what is near to it, and what became of it. Pure.

Takes an ArticleDraft with its DraftReading and Nearby, gives a Reply. What comes from the file is foreign, and inert.
"""

from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.desk.draft import ArticleDraft, DraftState
from bot.desk.neighbours import Nearby, Twin
from bot.desk.reading import DraftReading, ManyReading
from bot.telegram.arguments.draft_arguments import FIELDS
from bot.telegram.callbacks import CHANGE, PUBLISH, REJECT, REPLACE, UNDO
from bot.telegram.views.layout import Block, Line, Run, one_line
from bot.telegram.views.many import many
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import Reply, foreign, prose, source_line, words
from bot.texts import Texts, direction_of, shorten
from ingest.readers.file_kinds import file_of
from ingest.report import Progress

_TITLE, _BEGINNING, _LABEL = 200, 400, 30
"""Characters that are shown."""


@dataclass(frozen=True, slots=True)
class Look:
    """What was found when a draft was looked at; `reason` says why it could not be read, where it could not."""

    reading: DraftReading | ManyReading | None
    nearby: Nearby
    reason: str = ""


def preview(draft: ArticleDraft, look: Look, texts: Texts) -> Reply:
    """Show a draft that is waiting, with what can be done with it."""
    reading = look.reading
    if reading is None:
        key = "desk.unreadable"
        buttons = [[_button(texts.text("desk.reject"), REJECT.data(draft.id))]]
        return Reply(words(texts.text(key, reason=look.reason), texts).pages, InlineKeyboardMarkup(buttons))
    heading = "desk.proposal" if draft.state is DraftState.PROPOSED else "desk.draft"
    blocks = [Block((Line((Run(texts.text(heading), "i"),), texts.direction),))]
    if isinstance(reading, ManyReading):
        blocks += [*many(reading, look.nearby, texts), prose(texts.text("desk.many_fixed"), texts)]
        return Reply(paginate(blocks)[:1], InlineKeyboardMarkup([_decisions(draft, texts)]))
    blocks += _article(reading, texts)
    blocks += [prose("\n".join(said), texts)] if (said := _left_out(draft, reading, texts)) else []
    blocks += _near(look.nearby, texts)
    blocks.append(prose(texts.text("desk.how", example=example(texts)), texts))
    return Reply(paginate(blocks)[:1], _choices(draft, look.nearby, texts))


def example(texts: Texts) -> str:
    """Give a line as editors may type it."""
    return f"{texts.text('desk.field.date')}: 2024-03-17"


def outcome(draft: ArticleDraft, texts: Texts, *, undoable: bool, progress: Progress | None = None) -> Reply:
    """Say what became of a draft that was decided on.

    Args:
        draft: It.
        texts: What the bot says.
        undoable: That can be taken back.
        progress: How far the ingestion is that is to bring it in; None where none is under way.
    """
    names = {"source": draft.source or draft.replaces, "reason": draft.reason}
    key = f"desk.{_state(draft)}"
    said = [texts.text(key, **names)]
    if draft.replaces and not draft.withdraws and draft.state in (DraftState.PUBLISHING, DraftState.PUBLISHED):
        said.append(texts.text("desk.replaces", source=draft.replaces))
    if draft.withdraws and draft.reason and draft.state is not DraftState.FAILED:
        said.append(texts.text("desk.because", reason=draft.reason))
    if progress and draft.state is DraftState.PUBLISHED and not draft.indexed:
        said.append(texts.text("desk.progress", files=progress.files, of=progress.of, passages=progress.passages))
    undo = [[_button(texts.text("desk.undo"), UNDO.data(draft.id))]] if undoable else []
    return Reply(words("\n".join(said), texts).pages, InlineKeyboardMarkup(undo) if undo else None)


def _state(draft: ArticleDraft) -> str:
    """Give the end of the key of what is said: withdrawals have words of their own, and so has what is not indexed."""
    if draft.state is DraftState.PUBLISHED:
        done = "withdrawn" if draft.withdraws else "published"
        return done if draft.indexed else f"{done}_soon"
    if draft.state is DraftState.PUBLISHING:
        return "withdrawn_soon" if draft.withdraws else "publishing"
    return str(draft.state.value)


def _article(reading: DraftReading, texts: Texts) -> list[Block]:
    article = reading.article
    title = shorten(article.title, _TITLE)
    day = texts.date(article.published) if article.published else texts.text("source.undated")
    language = texts.language_name(article.language) or texts.text("desk.no_language")
    facts = [one_line(article.outlet or ""), day, language, texts.plural("desk.words", reading.words)]
    runs = [Run(f" · {fact}" if place else fact) for place, fact in enumerate(filter(None, facts))]
    lines = [Line((Run(title, "b", isolated=True),), direction_of(title)), Line(tuple(runs), texts.direction)]
    if article.url:
        lines.append(Line((Run(shorten(article.url, _TITLE), "code", isolated=True),), texts.direction))
    beginning = foreign(shorten(reading.body, _BEGINNING))
    return [Block(tuple(lines)), Block(beginning, quoted=True)]


def _left_out(draft: ArticleDraft, reading: DraftReading, texts: Texts) -> list[str]:
    lines = sum(reading.left_out.values())
    said = [texts.plural("desk.left_out", lines)] if lines else []
    return [*said, *([texts.plural("desk.pictures", draft.pictures)] if draft.pictures else [])]


def _near(nearby: Nearby, texts: Texts) -> list[Block]:
    blocks = [
        Block(
            (
                Line((Run(texts.text("desk.twin", percent=round(100 * twin.share))),), texts.direction),
                source_line(twin.article, texts, number=number),
            )
        )
        for number, twin in enumerate(nearby.twins, 1)
    ]
    if nearby.story is not None:
        told = Line((Run(texts.text("desk.story")),), texts.direction)
        blocks.append(Block((told, source_line(nearby.story, texts))))
    return blocks


def _choices(draft: ArticleDraft, nearby: Nearby, texts: Texts) -> InlineKeyboardMarkup:
    instead = [
        [_button(_instead(twin, number, texts), REPLACE.data(draft.id, number))]
        for number, twin in enumerate(nearby.twins, 1)
        if file_of(twin.article.source) == twin.article.source
    ]
    change = [_button(f"✎ {texts.text(f'desk.field.{it}')}", CHANGE.data(draft.id, it)) for it in FIELDS]
    return InlineKeyboardMarkup([_decisions(draft, texts), *instead, change[:2], change[2:]])


def _decisions(draft: ArticleDraft, texts: Texts) -> list[InlineKeyboardButton]:
    return [
        _button(texts.text("desk.publish"), PUBLISH.data(draft.id)),
        _button(texts.text("desk.reject"), REJECT.data(draft.id)),
    ]


def _instead(twin: Twin, number: int, texts: Texts) -> str:
    return texts.text("desk.replace", title=f"[{number}] {shorten(twin.article.title, _LABEL)}")


def _button(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=data)
