import asyncio
from typing import Any

from telegram.error import TimedOut

from bot.telegram.api import typing_indicator
from bot.telegram.api.sender import Spot
from bot.telegram.api.typing_indicator import typing


class Bot:
    """Counts what it is told to show; fails every other time, and may be slow."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.shown: list[tuple[int, int | None]] = []

    async def send_chat_action(self, chat_id: int, action: str, message_thread_id: int | None) -> None:
        await asyncio.sleep(self.seconds)
        self.shown.append((chat_id, message_thread_id))
        if len(self.shown) % 2:
            raise TimedOut


async def test_it_is_shown_again_and_again_in_the_topic_until_the_end() -> None:
    bot: Any = Bot()
    async with asyncio.timeout(5):
        async with typing(bot, Spot(-5, 3), every=0.001):
            while len(bot.shown) < 5:
                await asyncio.sleep(0)
        shown = len(bot.shown)
        await asyncio.sleep(0.02)
    assert set(bot.shown) == {(-5, 3)}
    assert len(bot.shown) == shown


async def test_a_slow_one_holds_nothing_up_for_long(monkeypatch: Any) -> None:
    monkeypatch.setattr(typing_indicator, "_GRACE", 0.01)
    bot: Any = Bot(seconds=3600)
    async with asyncio.timeout(5), typing(bot, Spot(1)):
        await asyncio.sleep(0)
    assert bot.shown == []
