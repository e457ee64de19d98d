"""Short versions of `soak` and `kills`, and what a supervisor expects: real processes beside the stand-in."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from bot.preview import Preview
from tests.reliability.kills import torment
from tests.reliability.moved_clock import DAY, MovedClock, compiler
from tests.reliability.outages import run
from tests.reliability.running_bot import SENTENCE
from tests.reliability.soak import grown, soak
from tests.reliability.watched import Life, Usage, nursery, start

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the figures are those of /proc"),
]


async def test_a_hundred_and_fifty_questions_leave_nothing_open(tmp_path: Path) -> None:
    async with Preview() as preview:
        seen = await soak(Life(preview, tmp_path, "words"), questions=150, people=10, every=30)
    assert grown(seen) == []


def test_what_grows_is_named() -> None:
    leaking = [Usage(20 + 2 * number, 9, 300 + number) for number in range(0, 100, 10)]
    assert [line.split(":")[0] for line in grown(leaking)] == ["descriptors", "memory"]


async def test_a_few_kills_lose_no_question_and_answer_none_twice(tmp_path: Path) -> None:
    async with Preview(limits=True) as preview:
        tally = await torment(Life(preview, tmp_path, "scripted", 0.2), kills=4, people=4, chance=Random(3))
        counts = tally.counts(preview)
    assert counts["kills"] == 4
    assert counts["asked"] >= 4
    assert (counts["lost"], counts["answered twice"]) == (0, 0), counts


async def test_sigterm_ends_it_in_time_and_the_next_start_answers(tmp_path: Path) -> None:
    """Also where an answer hangs and the database is held by another program."""
    async with Preview() as preview, nursery() as process:
        life, ola = Life(preview, tmp_path, "scripted", 60.0), preview.user("Ola")
        bot = await start(process, life)
        asked = await ola.says("When?")
        await preview.settled()
        began = time.monotonic()
        assert await bot.end(signal.SIGTERM) == 0
        assert time.monotonic() - began < 9.5
        assert preview.messages(ola.private, by_bot=True) == []
        life.seconds = 0.0
        bot = await start(process, life)
        assert SENTENCE in (await preview.answer_to(asked, seconds=60)).text
        assert await bot.end(signal.SIGTERM) == 0


@pytest.mark.skipif(not compiler(), reason="no C compiler")
def test_a_moved_clock_is_what_the_process_sees(tmp_path: Path) -> None:
    clock = MovedClock.made_in(tmp_path)
    program = (
        "import time; from datetime import datetime as d; print(time.time(), d.now().timestamp(), time.monotonic())"
    )
    for moved in (0, 3 * DAY, -3 * DAY):
        clock.move(moved)
        environment = os.environ | clock.variables
        done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
        wall, date, even = map(float, done.stdout.split())
        assert abs(wall - moved - time.time()) < 60
        assert abs(date - moved - time.time()) < 60
        assert abs(even - time.monotonic()) < 60


async def test_an_index_that_is_deleted_while_people_ask_loses_nothing(tmp_path: Path) -> None:
    (row,) = await run("index deleted", 2.0, tmp_path)
    assert row.alive
    assert (row.counts["asked"], row.counts["lost"], row.counts["doubled"]) == (9, 0, 0)
