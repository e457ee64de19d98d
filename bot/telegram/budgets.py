"""Budgets: how many questions a person, and a chat, may ask in a minute and on a day.

Whoever has spent it all is told so in one sentence, once, and left alone until there is something to spend again.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from time import monotonic

from bot.memory.spending import Spending
from bot.settings import BotSettings
from bot.telegram.context import Visitor

_WINDOW = 60.0
_REMEMBERED = 2000
_NO_LIMIT = 10**9


@dataclass(frozen=True, slots=True)
class BudgetLimits:
    """What one person, or one chat, may spend; 0 is without limit."""

    a_minute: int
    a_day: int


class Spent(Enum):
    """What is spent; the text that says so is `budget.<value>`."""

    MINUTE = "minute"
    DAY = "day"
    SILENT = "silent"
    """One of these, and it was said."""


class Budgets:
    """Keeps the accounts."""

    def __init__(
        self,
        person: BudgetLimits,
        chat: BudgetLimits,
        spending: Spending,
        now: Callable[[], datetime],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._person, self._chat, self._spending, self._now, self._clock = person, chat, spending, now, clock
        self._asked: dict[int, deque[float]] = {}
        self._told: dict[int, date | None] = {}
        """Who was told that a minute (None) or a day is spent, since then."""

    async def ask(self, visitor: Visitor) -> Spent | None:
        """Spend one question; None if it may be asked, else what is to be said."""
        limits = self._limits(visitor)
        asker, today = next(iter(limits)), self._now().date()
        if self._too_fast(limits):
            return self._once(asker, None, Spent.MINUTE)
        if self._told.get(asker, today) is None:
            del self._told[asker]
        for who in limits:  # Counted before anything is waited for: several may ask at once.
            self._asked.setdefault(who, deque()).append(self._clock())
        days = {who: limit.a_day or _NO_LIMIT for who, limit in limits.items()}
        if await asyncio.to_thread(self._spending.ask, days, self._now()):
            return None
        return self._once(asker, today, Spent.DAY)

    def _limits(self, visitor: Visitor) -> dict[int, BudgetLimits]:
        """Give whose budgets count: the person's first, and in a group that of the chat."""
        person = {visitor.person.id: self._person} if visitor.person else {}
        return person | ({} if visitor.private and person else {visitor.chat.id: self._chat})

    def _once(self, asker: int, day: date | None, spent: Spent) -> Spent:
        if asker in self._told and self._told[asker] == day:
            return Spent.SILENT
        if len(self._told) > _REMEMBERED:
            self._told.clear()
        self._told[asker] = day
        return spent

    def _too_fast(self, limits: dict[int, BudgetLimits]) -> bool:
        now = self._clock()
        if len(self._asked) > _REMEMBERED:
            self._asked = {who: times for who, times in self._asked.items() if times and times[-1] > now - _WINDOW}
        for who, limit in limits.items():
            times = self._asked.get(who, deque())
            while times and times[0] <= now - _WINDOW:
                times.popleft()
            if not times:
                self._asked.pop(who, None)
            if limit.a_minute and len(times) >= limit.a_minute:
                return True
        return False


def budgets_of(settings: BotSettings, spending: Spending, now: Callable[[], datetime]) -> Budgets:
    """Read the settings."""
    person = BudgetLimits(settings.person_questions_a_minute, settings.person_questions_a_day)
    chat = BudgetLimits(settings.chat_questions_a_minute, settings.chat_questions_a_day)
    return Budgets(person, chat, spending, now)
