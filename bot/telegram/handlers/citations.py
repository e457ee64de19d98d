"""Tapped citations: the passage in its surroundings, or the file. What a button needs lies in the database.

Works for every member of the chat, after a restart, and when the file was moved, has changed or is gone; it says which.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from bot.memory import StoredAnswer, StoredBriefing
from bot.quotes.citation import Quotation
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.api.taps import Tap
from bot.telegram.callbacks import CITED_FILE, NEAREST_FILE, TOLD_FILE, Callback
from bot.telegram.context import Context
from bot.telegram.source_lookup import SourceState, look_up, original_of
from bot.telegram.views.briefing import read_briefing
from bot.telegram.views.layout import one_line
from bot.telegram.views.quotation import opened
from bot.texts import Texts
from ingest.index.protocols import ArticleShelf

AnyTap = Tap[StoredAnswer] | Tap[StoredBriefing]


@dataclass(frozen=True, slots=True)
class QuotationMessage:
    """What a button stands for, where it was shown, and in which language the bot spoke there, if that is known."""

    quoted: Quotation
    chat_id: int
    topic: int | None
    language: str | None = None

    def texts(self, context: Context) -> Texts:
        """What the bot says around it."""
        return context.visitor.texts_about(self.language) if self.language else context.visitor.texts


class CitationCallbacks:
    """The handlers of the buttons under an answer or a briefing, and under an opened passage."""

    def __init__(self, articles_dir: Path, contents: ArticleShelf, sender: Sender, fields: str = "") -> None:
        self._folder, self._contents, self._sender, self._fields = articles_dir, contents, sender, fields

    async def on_citation(self, tap: Tap[StoredAnswer], context: Context) -> None:
        """Show a passage that an answer cites, in its surroundings."""
        await self._show(tap, _cited(tap), CITED_FILE, context)

    async def on_nearest(self, tap: Tap[StoredAnswer], context: Context) -> None:
        """Show a passage that was found, in its surroundings."""
        await self._show(tap, _nearest(tap), NEAREST_FILE, context)

    async def on_told(self, tap: Tap[StoredBriefing], context: Context) -> None:
        """Show a passage that a briefing cites, in its surroundings."""
        await self._show(tap, _told(tap), TOLD_FILE, context)

    async def on_cited_file(self, tap: Tap[StoredAnswer], context: Context) -> None:
        """Send the file of a passage that an answer cites."""
        await self._send_file(tap, _cited(tap), context)

    async def on_nearest_file(self, tap: Tap[StoredAnswer], context: Context) -> None:
        """Send the file of a passage that was found."""
        await self._send_file(tap, _nearest(tap), context)

    async def on_told_file(self, tap: Tap[StoredBriefing], context: Context) -> None:
        """Send the file of a passage that a briefing cites."""
        await self._send_file(tap, _told(tap), context)

    async def _show(self, tap: AnyTap, shown: QuotationMessage | None, file: Callback, context: Context) -> None:
        if shown is None:
            await tap.alert(context.visitor.texts.text("passage.forgotten"))
            return
        await tap.acknowledge()
        found = await asyncio.to_thread(look_up, shown.quoted, self._folder, self._contents)
        notice = "" if found.standing is SourceState.SAME else f"passage.{found.standing.value}"
        button = file.data(*tap.values) if found.file else None
        spot = Spot(shown.chat_id, shown.topic, tap.message.message_id)
        reply = opened(found.quoted, found.around, notice, button, shown.texts(context), found.later)
        await self._sender.send(context.bot, spot, reply)

    async def _send_file(self, tap: AnyTap, shown: QuotationMessage | None, context: Context) -> None:
        if shown is None:
            await tap.alert(context.visitor.texts.text("passage.forgotten"))
            return
        found = await asyncio.to_thread(look_up, shown.quoted, self._folder, self._contents)
        file, texts = await asyncio.to_thread(original_of, found, self._folder, self._fields), shown.texts(context)
        if file is None:
            await tap.alert(texts.text("passage.file_gone"))
            return
        await tap.acknowledge()
        spot = Spot(shown.chat_id, shown.topic, tap.message.message_id)
        await context.bot.send_document(
            spot.chat_id,
            file.content,
            filename=one_line(file.name),
            caption=texts.text("passage.file_changed") if file.changed else None,
            message_thread_id=spot.topic,
            reply_parameters=spot.reply_parameters,
        )


def _cited(tap: Tap[StoredAnswer]) -> QuotationMessage | None:
    """Give the citation that a button stands for; None if an edited answer no longer has it."""
    citations = tap.subject.answer.citations
    return _in_answer(tap, next((it for it in citations if it.number == tap.number), None))


def _nearest(tap: Tap[StoredAnswer]) -> QuotationMessage | None:
    """Give the passage that a button stands for; None if an edited answer no longer has it."""
    found = tap.subject.answer.passages
    return _in_answer(tap, found[tap.number - 1] if 0 < tap.number <= len(found) else None)


def _in_answer(tap: Tap[StoredAnswer], quoted: Quotation | None) -> QuotationMessage | None:
    stored = tap.subject
    return QuotationMessage(quoted, stored.chat_id, stored.topic, stored.answer.language) if quoted else None


def _told(tap: Tap[StoredBriefing]) -> QuotationMessage | None:
    """Give the citation that a button stands for; None if the briefing cannot be read any more."""
    place, briefing = tap.subject.place, read_briefing(tap.subject.content)
    citations = (it for entry in briefing.entries for it in entry.citations) if briefing else ()
    quoted = next((it for it in citations if it.number == tap.number), None)
    return QuotationMessage(quoted, place.chat_id, place.topic) if quoted else None
