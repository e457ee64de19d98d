from datetime import UTC, datetime

import pytest

from bot.answers.answer import Answer
from bot.memory import Aging, AsyncMemory, Memory, Versions

IN_THREADS_ALREADY = {"stories", "inbox", "copies"}
"""Asked by what runs in threads itself, or by a command in the terminal."""


def methods(thing: object) -> set[str]:
    return {name for name in dir(type(thing)) if not name.startswith("_")}


def test_every_method_of_every_repository_can_be_awaited(memory: Memory) -> None:
    awaited = vars(AsyncMemory(memory))
    assert set(vars(memory)) - set(awaited) - {"_engine"} == IN_THREADS_ALREADY
    for name in set(awaited) - {"sync"}:
        assert methods(awaited[name]) == methods(getattr(memory, name)), name


async def test_what_is_awaited_is_what_is_stored(memory: Memory) -> None:
    awaited = AsyncMemory(memory)
    number = await awaited.answers.save(5, None, 7, Answer("?", "en", (), (), (), abstained=True))
    assert await awaited.answers.get(number) == memory.answers.get(number)
    await awaited.people.choose_language(3, language="nb")
    assert (await awaited.people.get(3)).language == memory.people.get(3).language == "nb"
    assert not await awaited.retention.remove({Aging.ANSWERS: datetime(1990, 1, 1, tzinfo=UTC)}, 5)


async def test_an_error_in_the_thread_reaches_who_waits(memory: Memory) -> None:
    with pytest.raises(AttributeError):
        await AsyncMemory(memory).votes.vote(None, 3, True, Versions("1", "", ""))  # type: ignore[arg-type]
