import asyncio
from typing import Any

import pytest
from httpx import ConnectError, ConnectTimeout, PoolTimeout, ReadError, ReadTimeout, RemoteProtocolError, WriteError
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.monitoring.prometheus import PrometheusRecorder
from bot.telegram.api.connection import never_arrived
from bot.telegram.api.rate_limiter import RateLimiter
from tests.bot.monitoring.test_prometheus import samples


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


async def send(rate_limiter: RateLimiter, telegram: Telegram, chat: object = 1, endpoint: str = "sendMessage") -> Any:
    return await rate_limiter.process_request(telegram, (chat,), {}, endpoint, {"chat_id": chat}, None)


async def test_messages_to_one_chat_are_spaced_and_other_chats_do_not_wait() -> None:
    rate_limiter, telegram = RateLimiter(interval=0.1), Telegram()
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(send(rate_limiter, telegram, chat) for chat in (1, 1, 1, 2)))
    first, second, third = (moment - began for chat, moment in telegram.taken if chat == 1)
    assert first < second < third
    assert second >= 0.099
    assert third >= 0.199
    assert [chat for chat, _ in telegram.taken[:2]] == [1, 2]


async def test_a_refused_request_is_tried_again_later(caplog: pytest.LogCaptureFixture) -> None:
    telegram = Telegram(refusals=2)
    assert await send(RateLimiter(interval=0), telegram)
    assert len(telegram.taken) == 1
    assert "asks to wait" in caplog.text
    assert "Traceback" not in caplog.text


async def test_flood_waits_are_counted() -> None:
    recorder = PrometheusRecorder()
    await send(RateLimiter(interval=0, recorder=recorder), Telegram(refusals=2, seconds=0.05))
    found = samples(recorder.exposition().decode())
    assert found["kilde_flood_waits_total", ()] == 2
    assert found["kilde_flood_wait_seconds_total", ()] == pytest.approx(0.1)


async def test_after_all_retries_the_refusal_is_passed_on() -> None:
    with pytest.raises(RetryAfter):
        await send(RateLimiter(interval=0, retries=2), Telegram(refusals=3, seconds=0.001))


async def test_nobody_waits_for_hours() -> None:
    with pytest.raises(RetryAfter):
        await send(RateLimiter(interval=0), Telegram(refusals=1, seconds=3600))


@pytest.mark.parametrize("silence", [ConnectError("refused"), ConnectTimeout(""), PoolTimeout(""), WriteError("reset")])
async def test_a_telegram_that_was_not_reached_is_asked_again(silence: Exception) -> None:
    attempts: list[str] = []

    async def reach(endpoint: str, data: object) -> bool:
        attempts.append(endpoint)
        if endpoint == "sendMessage" and attempts.count("sendMessage") < 3:
            raise NetworkError("httpx.ConnectError") from silence
        return True

    rate_limiter = RateLimiter(interval=0, pause=0.001)
    assert await rate_limiter.process_request(reach, ("sendMessage", {}), {}, "sendMessage", {"chat_id": 1}, None)
    assert attempts == ["sendMessage", "getMe", "sendMessage", "getMe", "sendMessage"]


@pytest.mark.parametrize("error", [TimedOut(), BadRequest("Chat not found"), NetworkError("httpx.ReadError")])
async def test_what_may_have_been_done_is_not_asked_twice(error: NetworkError) -> None:
    attempts: list[int] = []

    async def fail(chat: int) -> bool:
        attempts.append(chat)
        raise error from ReadError("")

    with pytest.raises(type(error)):
        await RateLimiter(interval=0).process_request(fail, (1,), {}, "sendMessage", {"chat_id": 1}, None)
    assert len(attempts) == 1


async def test_typing_and_taps_wait_for_nothing() -> None:
    rate_limiter, telegram = RateLimiter(interval=100), Telegram()
    await send(rate_limiter, telegram)
    async with asyncio.timeout(5):
        await send(rate_limiter, telegram, endpoint="sendChatAction")
        await rate_limiter.process_request(telegram, (1,), {}, "answerCallbackQuery", {}, None)
    assert len(telegram.taken) == 3


async def test_chats_that_have_gone_quiet_are_forgotten() -> None:
    rate_limiter, telegram = RateLimiter(interval=0), Telegram()
    for chat in range(5, 1010):
        rate_limiter._free[chat] = 0.0
    await send(rate_limiter, telegram)
    assert set(rate_limiter._free) == {1}


@pytest.mark.parametrize("error", [NetworkError("Internal Server Error"), NetworkError("Bad Gateway")])
async def test_what_telegram_itself_failed_at_is_asked_again(error: NetworkError) -> None:
    attempts: list[str] = []

    async def fail(endpoint: str, data: object) -> bool:
        attempts.append(endpoint)
        if endpoint == "sendMessage" and attempts.count("sendMessage") < 3:
            raise error
        return True

    rate_limiter = RateLimiter(interval=0, pause=0.001)
    assert await rate_limiter.process_request(fail, ("sendMessage", {}), {}, "sendMessage", {"chat_id": 1}, None)
    assert attempts.count("sendMessage") == 3


async def test_an_edit_is_repeated_whatever_happened_to_it() -> None:
    attempts: list[int] = []

    async def fail(chat: int) -> bool:
        attempts.append(chat)
        if len(attempts) < 3:
            raise NetworkError("cut") from RemoteProtocolError("cut")
        return True

    rate_limiter = RateLimiter(interval=0, pause=0.001)
    assert await rate_limiter.process_request(fail, (1,), {}, "editMessageText", {"chat_id": 1}, None)
    assert len(attempts) == 3


async def test_over_a_line_that_was_cut_no_message_is_sent_until_it_works_again() -> None:
    """A cut that happens to a message leaves in doubt whether it arrived; one that happens to "typing" does not."""
    done: list[str] = []
    cuts = 4

    async def line(endpoint: str, data: object) -> bool:
        nonlocal cuts
        if cuts:
            cuts -= 1
            raise NetworkError("cut") from RemoteProtocolError("cut")
        done.append(endpoint)
        return True

    rate_limiter = RateLimiter(interval=0, pause=0.001)
    with pytest.raises(NetworkError):
        await rate_limiter.process_request(line, ("sendChatAction", {}), {}, "sendChatAction", {"chat_id": 1}, None)
    assert await rate_limiter.process_request(line, ("sendMessage", {}), {}, "sendMessage", {"chat_id": 1}, None)
    assert done == ["getMe", "sendMessage"]


@pytest.mark.parametrize(
    ("error", "cause", "certain"),
    [
        (NetworkError("Bad Gateway (502). Parsing the server response failed"), TelegramError("Invalid"), True),
        (NetworkError("Gateway Timeout (504)"), None, False),
        (NetworkError("httpx.ReadError"), ReadError(""), False),
        (TimedOut(), ReadTimeout(""), False),
        (TimedOut("Pool timeout"), PoolTimeout(""), True),
        (Forbidden("bot was blocked by the user"), None, True),
        (BadRequest("Chat not found"), None, True),
        (RetryAfter(3), None, True),
    ],
)
def test_what_certainly_did_not_arrive(error: TelegramError, cause: Exception | None, certain: bool) -> None:
    error.__cause__ = cause
    assert never_arrived(error) is certain
