from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from bot.memory import Memory

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLA, GROUP = 5, -100


def test_so_many_questions_a_day_and_the_next_day_again(memory: Memory) -> None:
    assert [memory.spending.ask({OLA: 2}, NOW) for _ in range(3)] == [True, True, False]
    assert memory.spending.ask({OLA: 2}, NOW + timedelta(days=1))


def test_what_is_refused_counts_for_nobody(memory: Memory) -> None:
    assert memory.spending.ask({GROUP: 1}, NOW)
    assert not memory.spending.ask({OLA: 1, GROUP: 1}, NOW)
    assert memory.spending.ask({OLA: 1}, NOW)


def test_who_asks_at_once_gets_no_more_than_the_share(memory: Memory) -> None:
    with ThreadPoolExecutor(8) as pool:
        granted = list(pool.map(lambda _: memory.spending.ask({OLA: 5}, NOW), range(12)))
    assert granted.count(True) == 5


def test_days_before_yesterday_are_forgotten(memory: Memory) -> None:
    memory.spending.ask({OLA: 1}, NOW)
    memory.spending.forget(NOW + timedelta(days=1))
    assert not memory.spending.ask({OLA: 1}, NOW)
    memory.spending.forget(NOW + timedelta(days=3))
    assert memory.spending.ask({OLA: 1}, NOW)
