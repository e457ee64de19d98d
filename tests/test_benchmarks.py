"""What the benchmark of questions takes the time of is still there: it names functions, which no type check sees."""

from tests.benchmarks.bench_ask import STAGES, Stopwatch


def test_every_stage_can_be_timed_and_is_let_go_of() -> None:
    before = [getattr(owner, name) for owner, name, _ in STAGES]
    with Stopwatch().attached():
        assert all(getattr(owner, name) != work for (owner, name, _), work in zip(STAGES, before, strict=True))
    assert [getattr(owner, name) for owner, name, _ in STAGES] == before
