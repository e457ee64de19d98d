import asyncio
import threading

import pytest

from bot.telegram.api.thread_pool import ThreadPool


async def test_what_the_function_gives_or_raises_comes_back() -> None:
    thread_pool = ThreadPool()
    assert await thread_pool.run(int, "7") == 7
    with pytest.raises(ValueError, match="seven"):
        await thread_pool.run(int, "seven")


async def test_so_many_at_once_and_the_rest_afterwards() -> None:
    thread_pool, gate, inside = ThreadPool(2), threading.Event(), []

    def work(number: int) -> int:
        inside.append(number)
        gate.wait(10)
        return number

    tasks = [asyncio.create_task(thread_pool.run(work, number)) for number in range(4)]
    async with asyncio.timeout(5):
        while len(inside) < 2:
            await asyncio.sleep(0.01)
    assert len(inside) == 2
    gate.set()
    assert await asyncio.gather(*tasks) == [0, 1, 2, 3]


async def test_threads_do_not_outlive_the_program() -> None:
    assert await ThreadPool().run(lambda: threading.current_thread().daemon)


async def test_an_answer_nobody_waits_for_any_more_is_dropped() -> None:
    thread_pool, gate, ended = ThreadPool(), threading.Event(), threading.Event()

    def work() -> None:
        gate.wait(10)
        ended.set()

    task = asyncio.create_task(thread_pool.run(work))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gate.set()
    await asyncio.to_thread(ended.wait, 10)
    assert await thread_pool.run(int, "1") == 1


async def test_however_many_calls_there_are_the_threads_stay_the_same_few() -> None:
    thread_pool, seen = ThreadPool(3), set[threading.Thread]()
    for _ in range(20):
        await asyncio.gather(*(thread_pool.run(lambda: seen.add(threading.current_thread())) for _ in range(5)))
    assert 1 <= len(seen) <= 3
    thread_pool.close()
    for thread in seen:
        await asyncio.to_thread(thread.join, 10)
    assert not any(thread.is_alive() for thread in seen)


async def test_one_that_hangs_keeps_no_other_from_a_thread() -> None:
    thread_pool, gate = ThreadPool(2), threading.Event()
    hung = asyncio.create_task(thread_pool.run(gate.wait, 10))
    await asyncio.sleep(0.01)
    hung.cancel()
    async with asyncio.timeout(5):
        assert await thread_pool.run(int, "3") == 3
    gate.set()


async def test_what_nobody_waits_for_is_not_begun() -> None:
    thread_pool, gate = ThreadPool(1), threading.Event()
    begun: list[int] = []
    first = asyncio.create_task(thread_pool.run(gate.wait, 10))
    second = asyncio.create_task(thread_pool.run(begun.append, 1))
    await asyncio.sleep(0.01)
    second.cancel()
    await asyncio.sleep(0.01)
    gate.set()
    await first
    assert await thread_pool.run(int, "3") == 3
    assert begun == []
