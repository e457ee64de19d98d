"""A tapped button: the passage in its surroundings, or the file. What it needs lies in the database.

Works for every member of the chat, after a restart, and when the file has changed or is gone: then it says so.
"""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from telegram import CallbackQuery, Update
from telegram.error import BadRequest

from bot.chat.briefed import read_briefing
from bot.chat.buttons import Tap, Wish, read_tap
from bot.chat.delivery import Delivery, Spot
from bot.chat.formatting import offered_by
from bot.chat.surroundings import Quoted, find, from_article, of_citation, of_passage, opened
from bot.chat.visitors import Context
from bot.memory import Memory, StoredAnswer
from bot.texts import Texts
from ingest.article import Article
from ingest.errors import CorpusError
from ingest.readers import parse_article, read_bytes

_FILE_OF = {Wish.CITATION: Wish.CITED_FILE, Wish.NEAREST: Wish.NEAREST_FILE, Wish.TOLD: Wish.TOLD_FILE}

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class File:
    """A cited file as it is now: its bytes, and the article they hold."""

    content: bytes
    article: Article


@dataclass(frozen=True, slots=True)
class Shown:
    """What a button stands for, where it was shown, and in which language the bot spoke there, if that is known."""

    quoted: Quoted
    chat_id: int
    topic: int | None
    language: str | None = None


class Opening:
    """The handler of the buttons under an answer and under an opened passage."""

    def __init__(self, articles_dir: Path, memory: Memory, delivery: Delivery) -> None:
        self._folder, self._memory, self._delivery = articles_dir, memory, delivery

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
        if tap.wish in _FILE_OF:
            await self._show(query, quoted, tap, spot, texts, context)
        else:
            await self._send_file(query, quoted, spot, texts, context)

    def _shown(self, tap: Tap) -> Shown | None:
        """Look up what the button stands for; None if an edited answer no longer has it."""
        if tap.wish in {Wish.TOLD, Wish.TOLD_FILE}:
            told = self._memory.ledger.get(tap.answer_id)
            briefing = read_briefing(told.content) if told else None
            if told is None or briefing is None:
                return None
            citations = (it for entry in briefing.entries for it in entry.citations)
            found = next((of_citation(it) for it in citations if it.number == tap.number), None)
            return Shown(found, told.place.chat_id, told.place.topic) if found else None
        stored = self._memory.answers.get(tap.answer_id)
        quoted = _quoted(stored, tap) if stored else None
        return Shown(quoted, stored.chat_id, stored.topic, stored.answer.language) if stored and quoted else None

    async def _show(
        self, query: CallbackQuery, quoted: Quoted, tap: Tap, spot: Spot, texts: Texts, context: Context
    ) -> None:
        await acknowledge(query)
        file = await asyncio.to_thread(self._read, quoted.source)
        around = find(quoted, file.article) if file else None
        if file and around:
            quoted = from_article(quoted, file.article)
        notice = "passage.gone" if file is None else "passage.changed" if around is None else ""
        button = Tap(_FILE_OF[tap.wish], tap.answer_id, tap.number) if file else None
        await self._delivery.send(context.bot, spot, opened(quoted, around, notice, button, texts))

    async def _send_file(
        self, query: CallbackQuery, quoted: Quoted, spot: Spot, texts: Texts, context: Context
    ) -> None:
        file = await asyncio.to_thread(self._read, quoted.source)
        if file is None:
            await query.answer(texts.text("passage.file_gone"), show_alert=True)
            return
        await acknowledge(query)
        same = quoted.content_hash in {None, file.article.content_hash}
        await context.bot.send_document(
            spot.chat_id,
            file.content,
            filename=PurePosixPath(quoted.source).name,
            caption=None if same else texts.text("passage.file_changed"),
            message_thread_id=spot.topic,
            reply_parameters=spot.reply_parameters,
        )

    def _read(self, source: str) -> File | None:
        """Read the file as it is now; None if it is gone, or no article any more."""
        try:
            content = read_bytes(self._folder, source)
            return File(content, parse_article(source, content))
        except CorpusError as error:
            logger.info("A cited file cannot be opened: %s", error)
            return None


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """Stop the button's spinner, with a word if there is one to say; too late is no harm."""
    try:
        await query.answer(text)
    except BadRequest as error:
        logger.info("A tap was acknowledged too late: %s", error.message)


def _quoted(stored: StoredAnswer, tap: Tap) -> Quoted | None:
    """Give what the button stands for; None if an edited answer no longer has it."""
    if tap.wish in {Wish.CITATION, Wish.CITED_FILE}:
        return next((of_citation(c) for c in stored.answer.citations if c.number == tap.number), None)
    offered = offered_by(stored.answer)
    return of_passage(offered[tap.number - 1]) if 0 < tap.number <= len(offered) else None
