"""A bot that lives and is of no use is not well; the clocks are counted by hand."""

import json

from bot.monitoring.health import STALE, STANDING, Backlog, Health, Pulse, Sign


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def test_rounds_that_stand_still_are_trouble_until_the_next_one() -> None:
    clock = Clock()
    pulse = Pulse(clock)
    clock.seconds += STANDING
    assert pulse.trouble() is None
    clock.seconds += 1
    assert "nothing by itself" in (pulse.trouble() or "")
    pulse.beat()
    assert pulse.trouble() is None


def test_a_briefing_that_fails_round_after_round_is_trouble_until_none_does() -> None:
    clock = Clock()
    pulse = Pulse(clock)
    said = []
    for _ in range(4):
        pulse.beat(failing=True)
        said.append(pulse.trouble())
        clock.seconds += STANDING / 2
    pulse.beat(failing=False)
    assert said[:3] == [None, None, None]
    assert "could not be made" in (said[3] or "")
    assert pulse.trouble() is None


def test_a_source_that_waits_too_long_makes_the_index_old() -> None:
    clock = Clock()
    backlog = Backlog(clock)
    backlog.note(frozenset({"a.txt", "b.txt"}))
    clock.seconds += STALE
    backlog.note(frozenset({"a.txt", "c.txt"}))
    assert (len(backlog), backlog.trouble()) == (2, None)
    clock.seconds += 1
    assert "lacks 1 files" in (backlog.trouble() or "")
    backlog.note(frozenset({"c.txt"}))
    assert backlog.trouble() is None


def test_all_signs_in_one_object() -> None:
    trouble: list[str | None] = [None]
    health = Health(Sign("one", lambda: trouble[0]), Sign("other", lambda: None))
    well, said = health.as_json()
    assert (well, json.loads(said)) == (True, {"well": True, "troubles": {}})
    trouble[0] = "It is deaf."
    well, said = health.as_json()
    assert (well, json.loads(said)) == (False, {"well": False, "troubles": {"one": "It is deaf."}})
    assert health.flags() == {"one": 1.0, "other": 0.0}
