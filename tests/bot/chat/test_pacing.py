import asyncio
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.chat.pacing import Pacing


class Telegram:
    """Refuses so many requests, then takes all; notes when, by the loop's clock."""

    def __init__(self, refusals: int = 0, seconds: float = 0.05) -> None:
        self.refusals, self.seconds = refusals, seconds
        self.taken: list[tuple[object, float]] = []

    async def __call__(self, chat: object) -> bool:
        if self.refusals:
            self.refusals -= 1
            raise RetryAfter(self.seconds)  # type: ignore[arg-type]
        self.taken.append((chat, asyncio.get_running_loop().time()))
        return True


async def send(pacing: Pacing, telegram: Telegram, chat: object = 1, endpoint: str = "sendMessage") -> Any:
    return await pacing.process_request(telegram, (chat,), {}, endpoint, {"chat_id": chat}, None)


async def test_messages_to_one_chat_are_spaced_and_other_chats_do_not_wait() -> None:
    pacing, telegram = Pacing(interval=0.1), Telegram()
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(send(pacing, telegram, chat) for chat in (1, 1, 1, 2)))
    first, second, third = (moment - began for chat, moment in telegram.taken if chat == 1)
    assert first < second < third
    assert second >= 0.099
    assert third >= 0.199
    assert [chat for chat, _ in telegram.taken[:2]] == [1, 2]


async def test_a_refused_request_is_tried_again_later(caplog: pytest.LogCaptureFixture) -> None:
    telegram = Telegram(refusals=2)
    assert await send(Pacing(interval=0), telegram)
    assert len(telegram.taken) == 1
    assert "asks to wait" in caplog.text
    assert "Traceback" not in caplog.text


async def test_after_all_retries_the_refusal_is_passed_on() -> None:
    with pytest.raises(RetryAfter):
        await send(Pacing(interval=0, retries=2), Telegram(refusals=3, seconds=0.001))


async def test_nobody_waits_for_hours() -> None:
    with pytest.raises(RetryAfter):
        await send(Pacing(interval=0), Telegram(refusals=1, seconds=3600))


async def test_typing_and_taps_wait_for_nothing() -> None:
    pacing, telegram = Pacing(interval=100), Telegram()
    await send(pacing, telegram)
    async with asyncio.timeout(5):
        await send(pacing, telegram, endpoint="sendChatAction")
        await pacing.process_request(telegram, (1,), {}, "answerCallbackQuery", {}, None)
    assert len(telegram.taken) == 3


async def test_chats_that_have_gone_quiet_are_forgotten() -> None:
    pacing, telegram = Pacing(interval=0), Telegram()
    for chat in range(5, 1010):
        pacing._free[chat] = 0.0
    await send(pacing, telegram)
    assert set(pacing._free) == {1}
