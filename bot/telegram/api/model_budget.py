"""Model budget: whatever may call a language model runs through here, is counted by its tokens, and has limits.

Takes for whom something is done (ids of people and groups; nobody for what the bot does by itself) and a function to
run in a thread; gives what that gives. What is under way when a limit is reached is finished; what comes after it that
day (UTC) goes without the model. Without prices nothing costs anything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from bot.llm.usage import MILLION, ModelUsage, Prices, metered
from bot.memory.model_use import EVERYBODY, ModelUse, Used
from bot.monitoring.recorder import DROPPED, MODEL_CALLS, MODEL_COST, MODEL_TOKENS, SILENT, Recorder
from bot.quotes import dropped_statements
from bot.settings import BotSettings
from bot.telegram.api.thread_pool import ThreadPool
from bot.telegram.context import Visitor

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ModelLimits:
    """What may be used on a day; 0 is without limit. `cost` is in millionths of the currency."""

    calls: int = 0
    tokens: int = 0
    cost: int = 0

    def reached(self, used: Used) -> bool:
        """Tell whether one of them is used up."""
        pairs = ((used.calls, self.calls), (used.tokens, self.tokens), (used.cost, self.cost))
        return any(limit and amount >= limit for amount, limit in pairs)


@dataclass(frozen=True, slots=True)
class DayLimits:
    """What one person, one group, and all together may use."""

    person: ModelLimits = ModelLimits()
    chat: ModelLimits = ModelLimits()
    everybody: ModelLimits = ModelLimits()

    def of(self, who: int) -> ModelLimits:
        """Give those of somebody, by the sign of the id."""
        return self.everybody if who == EVERYBODY else self.person if who > 0 else self.chat


class ModelBudget:
    """Runs, counts, and says who has used it all."""

    def __init__(
        self,
        thread_pool: ThreadPool,
        use: ModelUse,
        now: Callable[[], datetime],
        limits: DayLimits,
        prices: Prices,
        *,
        recorder: Recorder = SILENT,
    ) -> None:
        self.prices, self._recorder = prices, recorder
        self._thread_pool, self._use, self._now, self._limits = thread_pool, use, now, limits
        self._reached: list[int] = []

    async def run(self, whom: tuple[int, ...], function: Callable[[bool], T]) -> T:
        """Call a function in a thread, for somebody, and count what it uses.

        Args:
            whom: Ids of people and groups; nobody's limits but those of all together where there are none.
            function: Is told whether it must do without a language model.
        """
        return await self._thread_pool.run(self._counted, (EVERYBODY, *whom), function)

    def pop_reached(self) -> list[int]:
        """Give who has reached a limit since this was asked the last time, each once on a day."""
        reached, self._reached = self._reached, []
        return reached

    def _counted(self, whom: tuple[int, ...], function: Callable[[bool], T]) -> T:
        before = self._use.on(self._now().date(), whom)
        spent = any(self._limits.of(who).reached(used) for who, used in before.items())
        with metered() as meter, dropped_statements.counted() as dropped:
            try:
                return function(spent)
            finally:
                for rule, statements in dropped.items():
                    self._recorder.count(DROPPED, statements, rule=rule)
                self._count(whom, meter.usage)

    def _count(self, whom: tuple[int, ...], usage: ModelUsage) -> None:
        if not usage.calls:
            return
        cost = self.prices.cost(usage)
        self._recorder.count(MODEL_CALLS, usage.calls)
        self._recorder.count(MODEL_TOKENS, usage.tokens_in, direction="in")
        self._recorder.count(MODEL_TOKENS, usage.tokens_out, direction="out")
        self._recorder.count(MODEL_COST, cost / MILLION, currency=self.prices.currency)
        before = self._use.add(whom, usage, cost, self._now().date())
        for who, used in before.items():
            limits = self._limits.of(who)
            if limits.reached(used.with_usage(usage, cost)) and not limits.reached(used):
                self._reached.append(who)


def whom(visitor: Visitor) -> tuple[int, ...]:
    """Give for whom something is done that a visitor wants: the person, and in a group the group."""
    person = (visitor.person.id,) if visitor.person else ()
    return person if visitor.private and person else (*person, visitor.chat.id)


def model_budget_of(
    settings: BotSettings,
    thread_pool: ThreadPool,
    use: ModelUse,
    now: Callable[[], datetime],
    recorder: Recorder = SILENT,
) -> ModelBudget:
    """Read the settings."""
    limits = DayLimits(
        _limits(settings.person_model_calls_a_day, settings.person_tokens_a_day, settings.person_cost_a_day),
        _limits(settings.chat_model_calls_a_day, settings.chat_tokens_a_day, settings.chat_cost_a_day),
        _limits(0, settings.all_tokens_a_day, settings.all_cost_a_day),
    )
    return ModelBudget(thread_pool, use, now, limits, settings.prices, recorder=recorder)


def _limits(calls: int, tokens: int, cost: Decimal) -> ModelLimits:
    return ModelLimits(calls, tokens, int(cost * MILLION))
