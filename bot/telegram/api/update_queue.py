"""The queue of updates: each is written into the inbox before Telegram is told that it was received.

python-telegram-bot puts what it fetched, or was sent, into its queue, and only then confirms it; a put that fails
leaves it with Telegram, which delivers it again. So both ways of listening go through `put`. Updates that are nothing
to the bot (what members of a group say to one another), what somebody is typing (inline queries) and those beyond the
gate are not written down.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import datetime

from telegram import Bot, Update
from telegram.error import NetworkError

from bot.memory import Inbox, Receipt, Unsettled
from bot.telegram.addressing import Me, is_addressed
from bot.telegram.api.current_update import CurrentUpdate, Why
from bot.telegram.api.flood_gate import FloodGate, FloodVerdict
from bot.telegram.context import message_of

logger = logging.getLogger(__name__)


class NotReceived(NetworkError):
    """An update could not be written down; Telegram keeps it meanwhile. The library asks for it again."""


class UpdateQueue(asyncio.Queue[object]):
    """The application's queue; also knows which updates are queued or in hand."""

    def __init__(self, inbox: Inbox, now: Callable[[], datetime], gate: FloodGate | None = None) -> None:
        super().__init__()
        self._inbox, self._now, self._gate = inbox, now, gate or FloodGate()
        self._inline_gate = FloodGate()
        self._held: dict[int, CurrentUpdate] = {}
        self._unsettled: list[CurrentUpdate] = []
        self.bot: Bot | None = None
        """Whose updates these are; set once the application is built."""
        self.on_failure: Callable[[Update], None] | None = None
        """Told of each update that could not be written down."""

    async def put(self, item: object) -> None:
        """Write an update down and queue it, unless it was delivered before or is too much.

        Raises:
            NotReceived: It could not be written down.
        """
        if not isinstance(item, Update) or self.bot is None or not _concerns(item, self.bot):
            if not self._is_too_much(item):
                await super().put(item)
            return
        sender = item.effective_sender
        verdict = self._gate.judge(sender.id) if sender else FloodVerdict.TAKEN
        if verdict is FloodVerdict.LEFT_OUT:
            logger.debug("Update %d is left out: its sender is too fast.", item.update_id)
            return
        why = Why.NEW if verdict is FloodVerdict.TAKEN else Why.HASTY
        receipt = Receipt(self.bot.id, item.update_id)
        if await self._receive(item, receipt):
            self._held[item.update_id] = CurrentUpdate(self._inbox, receipt, self._now, why)
            await super().put(item)

    def _is_too_much(self, item: object) -> bool:
        """Tell whether somebody types inline queries faster than by hand; what they write to the bot is not counted."""
        query = item.inline_query if isinstance(item, Update) else None
        return query is not None and self._inline_gate.judge(query.from_user.id) is not FloodVerdict.TAKEN

    async def put_again(self, unsettled: Unsettled, why: Why) -> None:
        """Queue an update that stands in the inbox, unless it is queued or in hand."""
        number = unsettled.receipt.update_id
        if number in self._held:
            return
        update = Update.de_json(json.loads(unsettled.content), self.bot)
        self._held[number] = CurrentUpdate(self._inbox, unsettled.receipt, self._now, why)
        await super().put(update)

    def holds(self, update_id: int) -> bool:
        """Tell whether an update is queued or in hand."""
        return update_id in self._held

    def held(self) -> int:
        """Give how many updates are queued or in hand; from any thread."""
        return len(self._held)

    def take(self, update: object) -> CurrentUpdate | None:
        """Give what stands in the inbox of a queued update."""
        return self._held.get(update.update_id) if isinstance(update, Update) else None

    def drop(self, update: object) -> None:
        """Leave an update in the inbox: it was not handled to its end."""
        if isinstance(update, Update):
            self._held.pop(update.update_id, None)

    async def let_go(self, update: object) -> None:
        """Settle an update; one that cannot be settled stays in hand, so that it is not handled again, until it can."""
        hand = self.take(update)
        if hand is None:
            return
        if await hand.finish():
            self.drop(update)
        else:
            self._unsettled.append(hand)

    async def settle_rest(self) -> None:
        """Try again to settle what could not be."""
        rest, self._unsettled = self._unsettled, []
        for hand in rest:
            if await hand.finish():
                self._held.pop(hand.receipt.update_id, None)
            else:
                self._unsettled.append(hand)

    async def _receive(self, update: Update, receipt: Receipt) -> bool:
        content = json.dumps(update.to_dict(), ensure_ascii=False, sort_keys=True)
        try:
            return await asyncio.to_thread(self._inbox.receive, receipt, content, self._now())
        except Exception as error:
            if self.on_failure is not None:
                self.on_failure(update)
            raise NotReceived("the inbox cannot be written: " + str(error).partition("\n")[0]) from error


def _concerns(update: Update, bot: Bot) -> bool:
    """Tell whether the bot may have to do something about it that must not be lost.

    What somebody is typing is not: Telegram forgets it within seconds, and nobody else is to keep it.
    """
    if update.inline_query is not None:
        return False
    message = message_of(update)
    if message is None or message.migrate_to_chat_id or message.migrate_from_chat_id:
        return True
    return is_addressed(message, Me(bot.id, bot.username or ""))
