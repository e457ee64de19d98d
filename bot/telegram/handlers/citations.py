"""A tapped button: the passage in its surroundings, or the file. What it needs lies in the database.

Works for every member of the chat, after a restart, and when the file was moved, has changed or is gone; it says which.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from telegram import CallbackQuery, Update

from bot.memory import Memory, StoredAnswer
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.api.taps import acknowledge
from bot.telegram.context import Context
from bot.telegram.source_lookup import ArticlesByHash, SourceState, look_up
from bot.telegram.views.briefing import read_briefing
from bot.telegram.views.callback_data import Action, Tap, read_tap
from bot.telegram.views.layout import one_line
from bot.telegram.views.quotation import Quoted, of_citation, of_passage, opened
from bot.texts import Texts

_FILE_OF = {Action.CITATION: Action.CITED_FILE, Action.NEAREST: Action.NEAREST_FILE, Action.TOLD: Action.TOLD_FILE}


@dataclass(frozen=True, slots=True)
class QuotationMessage:
    """What a button stands for, where it was shown, and in which language the bot spoke there, if that is known."""

    quoted: Quoted
    chat_id: int
    topic: int | None
    language: str | None = None


class CitationCallbacks:
    """The handler of the buttons under an answer and under an opened passage."""

    def __init__(self, articles_dir: Path, contents: ArticlesByHash, memory: Memory, sender: Sender) -> None:
        self._folder, self._contents = articles_dir, contents
        self._memory, self._sender = memory, sender

    async def on_tap(self, update: Update, context: Context) -> None:
        """Show what the button stands for, or say that it is no longer known."""
        query = update.callback_query
        tap = read_tap(query.data) if query else None
        if query is None or tap is None or query.message is None:
            return
        shown = await asyncio.to_thread(self._shown, tap)
        if shown is None or shown.chat_id != query.message.chat.id:
            await query.answer(context.visitor.texts.text("passage.forgotten"), show_alert=True)
            return
        visitor, quoted = context.visitor, shown.quoted
        texts = visitor.texts_about(shown.language) if shown.language else visitor.texts
        spot = Spot(shown.chat_id, shown.topic, query.message.message_id)
        if tap.action in _FILE_OF:
            await self._show(query, quoted, tap, spot, texts, context)
        else:
            await self._send_file(query, quoted, spot, texts, context)

    def _shown(self, tap: Tap) -> QuotationMessage | None:
        """Look up what the button stands for; None if an edited answer no longer has it."""
        if tap.action in {Action.TOLD, Action.TOLD_FILE}:
            told = self._memory.ledger.get(tap.answer_id)
            briefing = read_briefing(told.content) if told else None
            if told is None or briefing is None:
                return None
            citations = (it for entry in briefing.entries for it in entry.citations)
            found = next((of_citation(it) for it in citations if it.number == tap.number), None)
            return QuotationMessage(found, told.place.chat_id, told.place.topic) if found else None
        stored = self._memory.answers.get(tap.answer_id)
        quoted = _quoted(stored, tap) if stored else None
        return (
            QuotationMessage(quoted, stored.chat_id, stored.topic, stored.answer.language)
            if stored and quoted
            else None
        )

    async def _show(
        self, query: CallbackQuery, quoted: Quoted, tap: Tap, spot: Spot, texts: Texts, context: Context
    ) -> None:
        await acknowledge(query)
        found = await asyncio.to_thread(look_up, quoted, self._folder, self._contents)
        notice = "" if found.standing is SourceState.SAME else f"passage.{found.standing.value}"
        button = Tap(_FILE_OF[tap.action], tap.answer_id, tap.number) if found.file else None
        await self._sender.send(context.bot, spot, opened(found.quoted, found.around, notice, button, texts))

    async def _send_file(
        self, query: CallbackQuery, quoted: Quoted, spot: Spot, texts: Texts, context: Context
    ) -> None:
        found = await asyncio.to_thread(look_up, quoted, self._folder, self._contents)
        if found.file is None:
            await query.answer(texts.text("passage.file_gone"), show_alert=True)
            return
        await acknowledge(query)
        changed = found.standing in {SourceState.STANDS, SourceState.CHANGED}
        await context.bot.send_document(
            spot.chat_id,
            found.file.content,
            filename=one_line(PurePosixPath(found.quoted.source).name),
            caption=texts.text("passage.file_changed") if changed else None,
            message_thread_id=spot.topic,
            reply_parameters=spot.reply_parameters,
        )


def _quoted(stored: StoredAnswer, tap: Tap) -> Quoted | None:
    """Give what the button stands for; None if an edited answer no longer has it."""
    if tap.action in {Action.CITATION, Action.CITED_FILE}:
        return next((of_citation(c) for c in stored.answer.citations if c.number == tap.number), None)
    found = stored.answer.passages
    return of_passage(found[tap.number - 1]) if 0 < tap.number <= len(found) else None
