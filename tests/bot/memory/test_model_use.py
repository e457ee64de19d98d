from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL

from bot.llm.usage import ModelUsage
from bot.memory import Memory
from bot.memory.database import migrate
from bot.memory.model_use import EVERYBODY, KEPT, Used

DAY = date(2026, 3, 1)
OLA, GROUP = 5, -100
SOME, GUESSED = ModelUsage(2, 1_000, 50), ModelUsage(1, 100, 10, estimated=True)


def test_a_day_is_added_up_for_each(memory: Memory) -> None:
    use = memory.model_use
    assert use.add((EVERYBODY, OLA), SOME, 300, DAY) == {EVERYBODY: Used(), OLA: Used()}
    assert use.add((EVERYBODY, GROUP), GUESSED, 40, DAY)[EVERYBODY] == Used(2, 1_000, 50, 300)
    assert use.on(DAY, (EVERYBODY, OLA, GROUP, 7)) == {
        EVERYBODY: Used(3, 1_100, 60, 340, estimated=True),
        OLA: Used(2, 1_000, 50, 300),
        GROUP: Used(1, 100, 10, 40, estimated=True),
        7: Used(),
    }
    assert use.on(DAY + timedelta(1), (OLA,)) == {OLA: Used()}


def test_who_adds_at_once_loses_nothing(memory: Memory) -> None:
    with ThreadPoolExecutor(8) as pool:
        before = list(pool.map(lambda _: memory.model_use.add((EVERYBODY, OLA), SOME, 1, DAY), range(12)))
    assert memory.model_use.on(DAY, (OLA,))[OLA] == Used(24, 12_000, 600, 12)
    assert sorted(each[OLA].cost for each in before) == list(range(12))


def test_several_days_are_summed_for_whom_most_was_first(memory: Memory) -> None:
    use = memory.model_use
    large = ModelUsage(1, 2**40, 2**40)
    for day, who, usage in ((DAY, OLA, SOME), (DAY + timedelta(1), OLA, GUESSED), (DAY, GROUP, large), (DAY, 7, SOME)):
        use.add((EVERYBODY, who), usage, 2**41, day)
    assert list(use.since(DAY).items())[1:] == [
        (GROUP, Used(1, 2**40, 2**40, 2**41)),
        (OLA, Used(3, 1_100, 60, 2**42, estimated=True)),
        (7, Used(2, 1_000, 50, 2**41)),
    ]
    assert list(use.since(DAY, most=2)) == [EVERYBODY, GROUP]
    assert list(use.since(DAY + timedelta(1))) == [EVERYBODY, OLA]


def test_what_no_report_needs_is_forgotten(memory: Memory) -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    memory.model_use.add((OLA,), SOME, 1, DAY)
    memory.model_use.forget(now + KEPT)
    assert memory.model_use.since(DAY)
    memory.model_use.forget(now + KEPT + timedelta(days=1))
    assert not memory.model_use.since(DAY)


def test_calls_that_were_counted_before_stay_counted(url: URL) -> None:
    if url.database and url.get_backend_name() == "sqlite":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    migrate(engine, "0013")
    with engine.begin() as connection:
        for who, calls in ((OLA, 3), (7, 0)):
            values = {"who": who, "calls": calls}
            connection.execute(text("INSERT INTO spent VALUES (:who, '2026-03-01', 9, :calls)"), values)
    migrate(engine)
    engine.dispose()
    memory = Memory(url)
    assert memory.model_use.since(DAY) == {OLA: Used(calls=3)}
    memory.close()
