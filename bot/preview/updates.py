"""Updates: what happened and the bot has not confirmed yet, and how it gets it: long polling or a webhook.

Takes Bot API objects from `acting`; `methods.receiving` and `webhook` hand them out. Numbered from 1.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from bot.preview.entities import Json
from bot.preview.errors import OTHER_POLLER, refused

ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Sent only to bots that name them in allowed_updates."""
DEFAULT_KINDS = frozenset(
    {
        "message",
        "edited_message",
        "callback_query",
        "inline_query",
        "chosen_inline_result",
        "my_chat_member",
    }
)
KINDS = DEFAULT_KINDS | ON_REQUEST


@dataclass(slots=True)
class WebhookSetting:
    """What setWebhook set; an empty address means long polling.

    Attributes:
        url: Where updates are posted to.
        secret: Sent along as X-Telegram-Bot-Api-Secret-Token.
        error: What went wrong last.
        error_at: When.
    """

    url: str = ""
    secret: str = field(default="", repr=False)
    error: str = ""
    error_at: datetime | None = None


class Updates:
    """The queue of one bot.

    Attributes:
        webhook: Where updates are posted to, if anywhere.
        pending: What the bot has not confirmed, oldest first.
        allowed: The kinds that the bot wants.
        read: Id of the last update that the bot confirmed.
        polling: Set once the bot has polled for the first time.
    """

    def __init__(self, on_read: Callable[[int], None] | None = None) -> None:
        self._on_read = on_read or (lambda update_id: None)
        self.webhook = WebhookSetting()
        self._changed = asyncio.Event()
        self._closed = False
        self._poller = 0
        self.polling = asyncio.Event()
        self._clear()

    def _clear(self) -> None:
        self.pending: list[Json] = []
        self.allowed: frozenset[str] = DEFAULT_KINDS
        self._last_id = 0
        self.read = 0
        self._about: dict[tuple[int, int], int] = {}

    def reset(self) -> None:
        """Forget all updates; a webhook stays set, numbers go on, so that a running bot is not confused."""
        self.pending.clear()
        self._about.clear()
        self.wake()

    def close(self) -> None:
        """End every waiting poll."""
        self._closed = True
        self.wake()

    def wake(self) -> None:
        """Let everybody who waits look again."""
        self._changed.set()
        self._changed = asyncio.Event()

    def allow(self, kinds: list[str] | None) -> None:
        """Take up `allowed_updates`; None leaves it as it was, [] is the default set."""
        if kinds is not None:
            self.allowed = KINDS & frozenset(kinds) if kinds else DEFAULT_KINDS
            self.wake()

    def add(self, kind: str, content: Json) -> bool:
        """Queue an update; False if the bot does not want its kind."""
        if kind not in self.allowed:
            return False
        if "message_id" in content:
            self._about[content["chat"]["id"], content["message_id"]] = self._last_id + 1
        self._last_id += 1
        self.pending.append({"update_id": self._last_id, kind: content})
        self.wake()
        return True

    def confirm(self, update_id: int) -> None:
        """Forget the updates up to and with `update_id`."""
        kept = [update for update in self.pending if update["update_id"] > update_id]
        if len(kept) < len(self.pending):
            self.read = self.pending[len(self.pending) - len(kept) - 1]["update_id"]
            self.pending = kept
            self._on_read(self.read)
            self.wake()

    def select(self, offset: int, limit: int) -> list[Json]:
        """What is pending from `offset` on (negative: from the end), at most `limit`; earlier ones are confirmed."""
        if offset < 0 and self.pending:
            offset = self.pending[max(len(self.pending) + offset, 0)]["update_id"]
        if offset > 0:
            self.confirm(offset - 1)
        return self.pending[:limit]

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """As `select`, waiting up to `seconds` for the first update.

        Raises:
            ApiError: 409, another poll began.
        """
        self._poller += 1
        mine = self._poller
        self.wake()
        self.polling.set()
        updates = self.select(offset, limit)
        deadline = asyncio.get_running_loop().time() + seconds
        while not updates and not self._closed:
            if not await self.changed(deadline - asyncio.get_running_loop().time()):
                break
            if mine != self._poller:
                raise refused(OTHER_POLLER)
            updates = self.select(offset, limit)
        return updates

    async def changed(self, seconds: float | None = None) -> bool:
        """Wait for the next change; False if none came within `seconds`."""
        if seconds is not None and seconds <= 0:
            return False
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def number_of(self, chat_id: int, message_id: int) -> int:
        """The last update about a message; 0 if the bot was told nothing of it."""
        return self._about.get((chat_id, message_id), 0)

    @property
    def closed(self) -> bool:
        """No more updates will come."""
        return self._closed

    async def delivered(self) -> None:
        """Return once the bot has confirmed everything."""
        while self.pending:
            await self.changed()
