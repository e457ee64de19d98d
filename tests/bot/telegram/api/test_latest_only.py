import asyncio
from functools import partial

from bot.telegram.api.latest_only import LatestOnly


async def give(number: int) -> int:
    await asyncio.sleep(0)
    return number


async def test_of_several_at_once_the_last_is_worked_on() -> None:
    latest, begun = LatestOnly(0.01), []

    async def work(number: int) -> int:
        begun.append(number)
        return number

    tasks = [asyncio.create_task(latest.run(1, number, partial(work, number))) for number in (0, 1, 4, 2, 3)]
    done = [await task for task in tasks]
    assert (done, begun) == ([None, None, 4, None, None], [4])


async def test_people_do_not_wait_for_each_other() -> None:
    latest = LatestOnly(0)
    assert [*await asyncio.gather(latest.run(1, 7, lambda: give(1)), latest.run(2, 6, lambda: give(2)))] == [1, 2]


async def test_what_is_overtaken_while_it_is_worked_on_is_thrown_away_and_nothing_runs_beside_it() -> None:
    latest, gate, running, most = LatestOnly(0), asyncio.Event(), 0, 0

    async def slow() -> str:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await gate.wait()
        running -= 1
        return "done"

    first = asyncio.create_task(latest.run(1, 1, slow))
    while not running:
        await asyncio.sleep(0)
    second = asyncio.create_task(latest.run(1, 2, slow))
    await asyncio.sleep(0.01)
    gate.set()
    assert (await first, await second, most) == (None, "done", 1)


async def test_after_a_failure_the_next_is_worked_on_and_nothing_is_remembered() -> None:
    latest = LatestOnly(0)

    async def fail() -> int:
        raise ValueError

    assert isinstance((await asyncio.gather(latest.run(1, 9, fail), return_exceptions=True))[0], ValueError)
    assert await latest.run(1, 1, lambda: give(3)) == 3
    assert (latest._last, latest._turns) == ({}, {})
