"""Two hundred chats at once, one of which sends hundreds of messages: how long the others wait, and what it costs.

    python -m tests.benchmarks.bench_flood [--chats N] [--minutes N] [--flood N] [--answers words|scripted]

The real application in a process of its own, over HTTP, with Telegram's limits. Each person asks, waits for the answer
and asks again. Ends with status 1 if a reply was lost.
"""

import argparse
import asyncio
import signal
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.preview import Preview
from bot.preview.person import Person
from tests.reliability.running_bot import ANSWERS
from tests.reliability.watched import WITHOUT_BUDGETS, Life, Usage, nursery, start

PATIENCE = 300.0


@dataclass
class Crowd:
    """What became of the questions."""

    waits: list[float] = field(default_factory=list)
    lost: int = 0
    used: list[Usage] = field(default_factory=list)

    async def go_on_asking(self, preview: Preview, person: Person, until: float) -> None:
        number = 0
        while time.monotonic() < until:
            number += 1
            asked, began = (
                await person.says(f"How many ferries did the council count in report {number}?"),
                time.monotonic(),
            )
            try:
                await preview.answer_to(asked, seconds=PATIENCE)
            except TimeoutError:
                self.lost += 1
            self.waits.append(time.monotonic() - began)


async def measure(life: Life, chats: int, minutes: float, flood: int) -> Crowd:
    crowd, preview = Crowd(), life.preview
    people, eve = [preview.user(f"Person{number}") for number in range(chats)], preview.user("Eve")
    async with nursery() as process:
        bot = await start(process, life, **WITHOUT_BUDGETS)
        try:
            crowd.used.append(bot.usage())
            until = time.monotonic() + 60 * minutes
            asking = [asyncio.create_task(crowd.go_on_asking(preview, person, until)) for person in people]
            for _ in range(flood):
                await eve.says("/help")
            await asyncio.gather(*asking)
            crowd.used.append(bot.usage())
        finally:
            await bot.end(signal.SIGTERM)
    return crowd


async def _run(options: argparse.Namespace, folder: Path) -> Crowd:
    async with Preview(limits=True) as preview:
        life = Life(preview, folder, options.answers)
        return await measure(life, options.chats, options.minutes, options.flood)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--flood", type=int, default=300)
    parser.add_argument("--answers", choices=ANSWERS, default="words")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kilde-flood-") as folder:
        crowd = asyncio.run(_run(options, Path(folder)))
    waits = sorted(crowd.waits)
    print(f"{options.chats} chats, {options.minutes:g} minutes, {options.flood} messages of one person beside them")
    print(f"{len(waits)} questions, {crowd.lost} without a reply")
    late = waits[int(len(waits) * 0.95)]
    print(f"wait: median {statistics.median(waits):.2f} s, 95 % {late:.2f} s, longest {waits[-1]:.2f} s")
    for when, used in zip(("before", "after"), crowd.used, strict=True):
        print(f"{when:7}{used}")
    return 1 if crowd.lost else 0


if __name__ == "__main__":
    sys.exit(main())
