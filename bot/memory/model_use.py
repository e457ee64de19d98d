"""Model use: the calls and tokens of a language model, and what they cost, by day, for whom.

Takes ids of people (positive), of groups (negative), and EVERYBODY for all of it together; gives frozen figures. Money
is counted in millionths, by the prices of the moment. Days are those of UTC, and are kept for the report of a month.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, delete, func, select
from sqlalchemy.orm import Session, sessionmaker

from bot.llm.usage import ModelUsage
from bot.memory.rows import insert_into
from bot.memory.tables import ModelUseRow

EVERYBODY = 0
"""Under this id stands what was used altogether, briefings and watched questions included."""

KEPT = timedelta(days=31)
"""How long a day is kept at least, and by default."""


@dataclass(frozen=True, slots=True)
class Used:
    """What was used.

    Attributes:
        calls: Requests.
        tokens_in: Tokens of prompts.
        tokens_out: Tokens of replies.
        cost: In millionths of the currency.
        estimated: Some of the tokens were guessed.
    """

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost: int = 0
    estimated: bool = False

    @property
    def tokens(self) -> int:
        """Those of prompts and replies."""
        return self.tokens_in + self.tokens_out

    def with_usage(self, usage: ModelUsage, cost: int) -> "Used":
        """Give what it is with so much more."""
        return Used(
            self.calls + usage.calls,
            self.tokens_in + usage.tokens_in,
            self.tokens_out + usage.tokens_out,
            self.cost + cost,
            self.estimated or usage.estimated,
        )


class ModelUse:
    """What the bot remembers of it."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def on(self, day: date, whom: Collection[int]) -> dict[int, Used]:
        """Give what was used on a day for each of these; nobody is left out."""
        query = select(ModelUseRow).where(ModelUseRow.day == day.isoformat(), ModelUseRow.who.in_(whom))
        with self._sessions() as session:
            found = {row.who: _used(row) for row in session.scalars(query)}
        return {who: found.get(who, Used()) for who in whom}

    def add(self, whom: Collection[int], usage: ModelUsage, cost: int, day: date) -> dict[int, Used]:
        """Count it for each of these, and give what each had used on that day before."""
        before: dict[int, Used] = {}
        with self._sessions.begin() as session:
            for who in sorted(whom):
                row = _row(session, who, day)
                before[who] = _used(row)
                after = before[who].with_usage(usage, cost)
                row.calls, row.tokens_in, row.tokens_out = after.calls, after.tokens_in, after.tokens_out
                row.cost, row.estimated = after.cost, after.estimated
        return before

    def since(self, first: date, most: int = 50) -> Mapping[int, Used]:
        """Give what was used from a day on, for whom most was first; EVERYBODY is among them."""
        counted = (ModelUseRow.calls, ModelUseRow.tokens_in, ModelUseRow.tokens_out, ModelUseRow.cost)
        sums = [func.sum(column) for column in counted]
        query = (
            select(ModelUseRow.who, *sums, func.max(case((ModelUseRow.estimated, 1), else_=0)))
            .where(ModelUseRow.day >= first.isoformat())
            .group_by(ModelUseRow.who)
            .order_by(case((ModelUseRow.who == EVERYBODY, 0), else_=1), (sums[1] + sums[2]).desc(), ModelUseRow.who)
            .limit(most)
        )
        with self._sessions() as session:
            return {who: _summed(figures, bool(guessed)) for who, *figures, guessed in session.execute(query)}

    def forget(self, now: datetime, kept: timedelta = KEPT) -> None:
        """Forget the days before that time; shorter than by default it is too short for the report."""
        with self._sessions.begin() as session:
            session.execute(delete(ModelUseRow).where(ModelUseRow.day < (now - kept).date().isoformat()))


def _summed(figures: Sequence[int], estimated: bool) -> Used:
    calls, tokens_in, tokens_out, cost = map(int, figures)  # PostgreSQL's sums of BIGINT are decimals.
    return Used(calls, tokens_in, tokens_out, cost, estimated)


def _used(row: ModelUseRow) -> Used:
    return Used(row.calls, row.tokens_in, row.tokens_out, row.cost, row.estimated)


def _row(session: Session, who: int, day: date) -> ModelUseRow:
    """Give a row, kept from others until the end; rows are to be taken in the order of `who`."""
    nothing = {"calls": 0, "tokens_in": 0, "tokens_out": 0, "cost": 0, "estimated": False}
    first = insert_into(session, ModelUseRow).values(who=who, day=day.isoformat(), **nothing)
    session.execute(first.on_conflict_do_nothing())
    mine = select(ModelUseRow).where(ModelUseRow.who == who, ModelUseRow.day == day.isoformat())
    return session.scalars(mine.with_for_update()).one()
