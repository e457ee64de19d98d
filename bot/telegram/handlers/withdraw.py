"""/withdraw: an editor takes an article out, with a reason. Its file is moved out of the folder, and kept.

The article is named by its file, by words of its title, or by replying to the message that said it was published.
"""

import asyncio
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from telegram import ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.desk.draft import WAITING, ArticleDraft, DraftState
from bot.memory import AsyncMemory
from bot.telegram.access import Access
from bot.telegram.addressing import command_in
from bot.telegram.api.draft_board import DraftBoard
from bot.telegram.api.sender import Spot, spot_of
from bot.telegram.api.taps import Tap
from bot.telegram.callbacks import WITHDRAW
from bot.telegram.context import Context, me_of
from bot.telegram.views.reply import Reply, words
from bot.texts import Live, shorten
from bot.texts.name_folding import folded
from ingest.index.catalogue import StoredArticle
from ingest.index.protocols import ArticleShelf

REASON = "reason"
"""What a message asks for that wants to know why."""
_OFFERED, _LABEL, _LONGEST = 8, 45, 300
_MOST = 100_000


Otherwise = Callable[[Update, Context], Awaitable[None]]


class WithdrawHandler:
    """The handlers of withdrawals."""

    def __init__(
        self, board: DraftBoard, memory: AsyncMemory, access: Access, shelf: ArticleShelf, otherwise: Otherwise
    ) -> None:
        """Take, besides what it works with, what handles messages that give no reason."""
        self._board, self._memory, self._sender = board, memory, board.sender
        self._access, self._shelf, self._otherwise = access, shelf, otherwise

    async def on_withdraw(self, update: Update, context: Context) -> None:
        """Withdraw the article that is named, or offer those whose titles fit."""
        if (message := update.message) is None:
            return
        if not self._access.is_editor(context.visitor):
            await self._board.say(context.bot, message, "desk.editors_only")
            return
        command = command_in(message, me_of(context))
        said = command.argument if command else ""
        source, reason = await self._named(message, said)
        if source:
            await self._withdraw(source, reason, message, context)
        elif said:
            await self._offer(said, message, context)
        else:
            await self._board.say(context.bot, message, "withdraw.usage", withdraw=Live("/withdraw"))

    async def on_withdraw_chosen(self, tap: Tap[None], context: Context) -> None:
        """Ask why the chosen article goes."""
        found = next((it for it in await self._all() if _key(it.source) == tap.values[0]), None)
        if found is None or not isinstance(tap.message, Message):
            await tap.alert(context.visitor.texts.text("withdraw.none"))
            return
        await tap.acknowledge()
        await self._ask(found.source, spot_of(tap.message), tap.person, context)

    async def on_message(self, update: Update, context: Context) -> None:
        """Withdraw for the reason that a reply gives; everything else is handled as it always was."""
        if update.message is None or not await self._gives_reason(update.message, context):
            await self._otherwise(update, context)

    async def _gives_reason(self, message: Message, context: Context) -> bool:
        to = message.reply_to_message
        shown = await self._board.shown_in(to) if to else None
        if shown is None or shown[1] != REASON or not message.text or not self._access.is_editor(context.visitor):
            return False
        await self._carry_out(shown[0], message.text, message, context)
        return True

    async def _named(self, message: Message, said: str) -> tuple[str, str]:
        """Give the source that a command names, and the reason behind it; "" for none."""
        to = message.reply_to_message
        shown = await self._board.shown_in(to) if to else None
        if shown is not None and shown[0].state is DraftState.PUBLISHED and shown[0].source:
            return shown[0].source, said
        name, _, reason = said.partition(" ")
        found = await asyncio.to_thread(self._shelf.article, name) if name else None
        return (found.source, reason.strip()) if found else ("", "")

    async def _offer(self, said: str, message: Message, context: Context) -> None:
        wanted, texts = folded(said).split(), context.visitor.texts
        fits = [it for it in await self._all() if all(word in folded(f"{it.title} {it.source}") for word in wanted)]
        if not fits:
            await self._board.say(context.bot, message, "withdraw.none")
            return
        rows = [
            [InlineKeyboardButton(f"✕ {shorten(it.title, _LABEL)}", callback_data=WITHDRAW.data(_key(it.source)))]
            for it in fits[:_OFFERED]
        ]
        pages = words(texts.plural("withdraw.choose", len(fits)), texts).pages
        await self._sender.send(context.bot, spot_of(message), Reply(pages, InlineKeyboardMarkup(rows)))

    async def _withdraw(self, source: str, reason: str, message: Message, context: Context) -> None:
        person = message.from_user.id if message.from_user else 0
        if not reason:
            await self._ask(source, spot_of(message), person, context)
            return
        draft, _ = await self._memory.drafts.add(self._draft(source, message.chat.id, person), message.message_id)
        await self._carry_out(draft, reason, message, context)

    async def _ask(self, source: str, spot: Spot, person: int, context: Context) -> None:
        texts = context.visitor.texts
        asking = replace(words(texts.text("withdraw.why", source=source), texts), keyboard=ForceReply(selective=True))
        async with self._board.sending(spot.chat_id):
            (asked,) = await self._sender.send(context.bot, spot, asking)
            draft, _ = await self._memory.drafts.add(self._draft(source, spot.chat_id, person), asked)
            await self._memory.drafts.show(draft.id, spot.chat_id, asked, REASON)

    async def _carry_out(self, draft: ArticleDraft, reason: str, message: Message, context: Context) -> None:
        values = {"reason": shorten(" ".join(reason.split()), _LONGEST), "acted_at": self._board.now()}
        person = message.from_user.id if message.from_user else 0
        claimed = await self._memory.drafts.claim(draft.id, WAITING, DraftState.PUBLISHING, acted_by=person, **values)
        if claimed is None:
            await self._board.say(context.bot, message, "desk.decided")
            return
        await self._board.show(context.bot, claimed, spot_of(message))
        self._board.begin(context.bot, claimed)

    def _draft(self, source: str, chat_id: int, person: int) -> ArticleDraft:
        key = secrets.token_hex(4)
        return ArticleDraft(0, key, chat_id, person, self._board.now(), DraftState.OPEN, "", replaces=source)

    async def _all(self) -> Sequence[StoredArticle]:
        return await asyncio.to_thread(lambda: self._shelf.articles(offset=0, limit=_MOST))


def _key(source: str) -> str:
    """Name an article in the data of a button, as long as its file has this name."""
    return hashlib.sha256(source.encode()).hexdigest()[:16]
