from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from bot.memory import Chat, Memory, Person
from bot.telegram.budgets import BudgetLimits, Budgets, Spent
from bot.telegram.context import Visitor

OLA, KARI = (Visitor(Person(number), Chat(number), private=True) for number in (5, 6))
IN_GROUP = [Visitor(Person(number), Chat(-100), private=False) for number in (5, 6, 7)]


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return datetime(2026, 3, 1, 12, tzinfo=UTC) + timedelta(seconds=self.seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def budgets(folder: Path, clock: Clock, person: BudgetLimits, chat: BudgetLimits) -> Budgets:
    memory = Memory(URL.create("sqlite", database=str(folder / "kilde.db")))
    return Budgets(person, chat, memory.spending, clock.now, lambda: clock.seconds)


async def test_a_minute_is_spent_said_once_and_comes_back(tmp_path: Path, clock: Clock) -> None:
    mine = budgets(tmp_path, clock, BudgetLimits(2, 0), BudgetLimits(0, 0))
    assert [await mine.ask(OLA) for _ in range(4)] == [None, None, Spent.MINUTE, Spent.SILENT]
    assert await mine.ask(KARI) is None
    clock.seconds = 61
    assert [await mine.ask(OLA) for _ in range(3)] == [None, None, Spent.MINUTE]


async def test_a_group_has_one_budget_for_all_and_everybody_keeps_their_own(tmp_path: Path, clock: Clock) -> None:
    mine = budgets(tmp_path, clock, BudgetLimits(2, 0), BudgetLimits(3, 0))
    first, second, third = IN_GROUP
    assert [await mine.ask(who) for who in (first, first, first, second)] == [None, None, Spent.MINUTE, None]
    assert await mine.ask(third) is Spent.MINUTE
    assert await mine.ask(Visitor(third.person, Chat(7), private=True)) is None


async def test_zero_is_without_limit(tmp_path: Path, clock: Clock) -> None:
    mine = budgets(tmp_path, clock, BudgetLimits(0, 0), BudgetLimits(0, 0))
    assert [await mine.ask(OLA) for _ in range(50)] == [None] * 50
