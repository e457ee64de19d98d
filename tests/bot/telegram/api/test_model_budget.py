"""The budget of a language model: what runs through it is counted, for whom, and ends where the settings say."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from langchain_core.messages import AIMessageChunk, HumanMessage
from sqlalchemy.engine import URL

from bot.llm.usage import MILLION, Prices, count
from bot.memory import Chat, Memory, Person
from bot.memory.model_use import EVERYBODY, Used
from bot.monitoring.prometheus import PrometheusRecorder
from bot.quotes import dropped_statements
from bot.quotes.flags import Flag, Rule
from bot.telegram.api.model_budget import DayLimits, ModelBudget, ModelLimits, whom
from bot.telegram.api.thread_pool import ThreadPool
from bot.telegram.context import Visitor
from tests.bot.monitoring.test_prometheus import samples

OLA = Visitor(Person(5), Chat(5), private=True)
IN_GROUP = Visitor(Person(5), Chat(-100), private=False)
GROUP_ALONE = Visitor(None, Chat(-100), private=False)
PRICES = Prices(Decimal("0.25"), Decimal(2), "EUR")


class Clock:
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def budget_of(tmp_path: Path, clock: Clock) -> Callable[[DayLimits], tuple[ModelBudget, Memory]]:
    def make(limits: DayLimits) -> tuple[ModelBudget, Memory]:
        memory = Memory(URL.create("sqlite", database=str(tmp_path / "kilde.db")))
        return ModelBudget(ThreadPool(), memory.model_use, clock.now, limits, PRICES), memory

    return make


Make = Callable[[DayLimits], tuple[ModelBudget, Memory]]


def asks(spent: bool) -> bool:
    """What a model of 1000 tokens in and 100 out leaves behind; says whether it was to do without."""
    if not spent:
        told = {"input_tokens": 1000, "output_tokens": 100, "total_tokens": 1100}
        count([HumanMessage("?")], AIMessageChunk(content="!", usage_metadata=told))  # type: ignore[arg-type]
    return spent


def test_for_whom_it_counts() -> None:
    assert [whom(it) for it in (OLA, IN_GROUP, GROUP_ALONE)] == [(5,), (5, -100), (-100,)]


async def test_what_is_used_is_counted_for_all_concerned(budget_of: Make, clock: Clock) -> None:
    budget, memory = budget_of(DayLimits())
    for who in (OLA, IN_GROUP, GROUP_ALONE):
        assert await budget.run(whom(who), asks) is False
    assert await budget.run((), asks) is False
    one = Used(1, 1000, 100, 450)
    assert one.cost / MILLION == pytest.approx(1000 * 0.25 / 1e6 + 100 * 2 / 1e6)
    used = memory.model_use.on(clock.now().date(), (EVERYBODY, 5, -100))
    assert [used[who].calls for who in (EVERYBODY, 5, -100)] == [4, 2, 2]
    assert used[5] == Used(2, 2000, 200, 900)


async def test_tokens_cost_and_dropped_statements_are_told_to_the_recorder(tmp_path: Path, clock: Clock) -> None:
    memory, recorder = Memory(URL.create("sqlite", database=str(tmp_path / "kilde.db"))), PrometheusRecorder()
    budget = ModelBudget(ThreadPool(), memory.model_use, clock.now, DayLimits(), PRICES, recorder=recorder)

    def asks_and_drops(spent: bool) -> bool:
        dropped_statements.note(
            [Flag(Rule.NUMBER, "number 12"), Flag(Rule.NUMBER, "number 13"), Flag(Rule.NAME, "name Ola")]
        )
        return asks(spent)

    await budget.run((5,), asks_and_drops)
    await budget.run((5,), lambda _: dropped_statements.note([Flag(Rule.NO_QUOTE, "no quote")]))
    found = samples(recorder.exposition().decode())
    assert found["kilde_model_calls_total", ()] == 1
    assert found["kilde_model_tokens_total", (("direction", "in"),)] == 1000
    assert found["kilde_model_tokens_total", (("direction", "out"),)] == 100
    assert found["kilde_model_cost_total", (("currency", "EUR"),)] == pytest.approx(0.00045)
    rules = {
        name: found["kilde_dropped_statements_total", (("rule", name),)] for name in ("number", "name", "no_quote")
    }
    assert rules == {"number": 1, "name": 1, "no_quote": 1}
    memory.close()


async def test_what_fails_is_counted_too(budget_of: Make, clock: Clock) -> None:
    budget, memory = budget_of(DayLimits())

    def fails(spent: bool) -> None:
        asks(spent)
        raise RuntimeError("after the call")

    with pytest.raises(RuntimeError, match="after the call"):
        await budget.run((5,), fails)
    assert memory.model_use.on(clock.now().date(), (5,))[5].tokens == 1100


@pytest.mark.parametrize("limit", [ModelLimits(calls=2), ModelLimits(tokens=2200), ModelLimits(cost=900)])
@pytest.mark.parametrize(
    ("limits_of", "reached"),
    [
        (lambda it: DayLimits(person=it), 5),
        (lambda it: DayLimits(chat=it), -100),
        (lambda it: DayLimits(everybody=it), EVERYBODY),
    ],
)
async def test_after_a_limit_it_goes_without_until_the_next_day(
    limit: ModelLimits, limits_of: Callable[[ModelLimits], DayLimits], reached: int, budget_of: Make, clock: Clock
) -> None:
    budget, _ = budget_of(limits_of(limit))
    spent, told = [], []
    for _ in range(4):
        spent.append(await budget.run(whom(IN_GROUP), asks))
        told += budget.pop_reached()
    assert spent == [False, False, True, True]
    assert told == [reached]  # once
    other = await budget.run((-7,) if reached < 0 else (7,), asks)
    assert other is (reached == EVERYBODY)
    clock.moment += timedelta(days=1)
    assert await budget.run(whom(IN_GROUP), asks) is False


async def test_a_limit_that_was_reached_is_known_after_a_restart(budget_of: Make) -> None:
    limits = DayLimits(person=ModelLimits(tokens=1))
    first, memory = budget_of(limits)
    await first.run((5,), asks)
    memory.close()
    again, _ = budget_of(limits)
    assert await again.run((5,), asks) is True
    assert again.pop_reached() == []
