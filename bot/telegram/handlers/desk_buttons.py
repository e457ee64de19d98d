"""What editors decide on drafts: publish, replace, reject, change, undo. Of two who press at once, one decides."""

from dataclasses import replace

from telegram import ForceReply, Message

from bot.desk.draft import WAITING, ArticleDraft, DraftState
from bot.memory import AsyncMemory
from bot.telegram.api.draft_board import DraftBoard
from bot.telegram.api.sender import spot_of
from bot.telegram.api.taps import Tap
from bot.telegram.context import Context
from bot.telegram.views.reply import words
from bot.texts import Live
from ingest.readers.file_kinds import ending


class DeskButtons:
    """The handlers of the buttons under a draft."""

    def __init__(self, board: DraftBoard, memory: AsyncMemory) -> None:
        self._board, self._memory, self._sender = board, memory, board.sender

    async def on_publish(self, tap: Tap[None], context: Context) -> None:
        """Publish a draft as it is."""
        draft = await self._draft(tap)
        if draft is None or not draft.source:
            await tap.alert(context.visitor.texts.text("desk.decided"))
            return
        await self._decide(tap, context, draft, DraftState.PUBLISHING)

    async def on_replace(self, tap: Tap[None], context: Context) -> None:
        """Publish a draft in the place of an article; under its name, where both are files of one kind."""
        draft = await self._draft(tap)
        if draft is None or not draft.source or tap.number > len(draft.twins):
            await tap.alert(context.visitor.texts.text("desk.decided"))
            return
        other = draft.twins[tap.number - 1]
        source = other if ending(other) == ending(draft.source) else draft.source
        await self._decide(tap, context, replace(draft, source=source, replaces=other), DraftState.PUBLISHING)

    async def on_reject(self, tap: Tap[None], context: Context) -> None:
        """Publish nothing."""
        if (draft := await self._draft(tap)) is not None:
            await self._decide(tap, context, draft, DraftState.REJECTED)

    async def on_undo(self, tap: Tap[None], context: Context) -> None:
        """Take back what was published, or withdrawn, a moment ago."""
        draft, texts = await self._draft(tap), context.visitor.texts
        if draft is None or not self._board.can_undo(draft):
            await tap.alert(texts.text("desk.undo_late", withdraw=Live("/withdraw")))
            return
        values = {"acted_by": tap.person, "acted_at": self._board.now()}
        undoing = await self._memory.drafts.claim(draft.id, [DraftState.PUBLISHED], DraftState.UNDOING, **values)
        await self._begin(tap, context, undoing)

    async def on_change(self, tap: Tap[None], context: Context) -> None:
        """Ask for the new value of a field."""
        draft, texts, field = await self._draft(tap), context.visitor.texts, tap.values[1]
        if draft is None or draft.state not in WAITING or not isinstance(tap.message, Message):
            await tap.alert(texts.text("desk.decided"))
            return
        await tap.acknowledge()
        name = texts.text(f"desk.field.{field}")
        asking = replace(words(texts.text("desk.ask", field=name), texts), keyboard=ForceReply(selective=True))
        async with self._board.sending(tap.message.chat.id):
            for message in await self._sender.send(context.bot, spot_of(tap.message), asking):
                await self._memory.drafts.show(draft.id, tap.message.chat.id, message, field)

    async def _draft(self, tap: Tap[None]) -> ArticleDraft | None:
        return await self._memory.drafts.get(int(tap.values[0]))

    async def _decide(self, tap: Tap[None], context: Context, draft: ArticleDraft, to: DraftState) -> None:
        values = {"source": draft.source, "replaces": draft.replaces}
        values |= {"acted_by": tap.person, "acted_at": self._board.now()}  # type: ignore[dict-item]
        await self._begin(tap, context, await self._memory.drafts.claim(draft.id, WAITING, to, **values))

    async def _begin(self, tap: Tap[None], context: Context, claimed: ArticleDraft | None) -> None:
        """Carry out what was claimed; say so to who came too late."""
        if claimed is None:
            await tap.alert(context.visitor.texts.text("desk.decided"))
            return
        await tap.acknowledge()
        await self._board.refresh(context.bot, claimed)
        if claimed.state is DraftState.REJECTED:
            await self._board.note(claimed)
        self._board.begin(context.bot, claimed)
