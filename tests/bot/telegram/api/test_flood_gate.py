from bot.telegram.api.flood_gate import FloodGate, FloodVerdict


def test_so_many_a_minute_then_one_word_then_nothing() -> None:
    now = [0.0]
    gate = FloodGate(3, lambda: now[0])
    assert [gate.judge(1) for _ in range(6)] == [
        *[FloodVerdict.TAKEN] * 3,
        FloodVerdict.TOLD,
        *[FloodVerdict.LEFT_OUT] * 2,
    ]
    assert gate.judge(2) is FloodVerdict.TAKEN
    now[0] = 61
    assert gate.judge(1) is FloodVerdict.TAKEN


def test_it_stays_small_however_many_come() -> None:
    now = [0.0]
    gate = FloodGate(3, lambda: now[0])
    for sender in range(10_000):
        now[0] += 1
        gate.judge(sender)
    assert len(gate._taken) < 2_100
