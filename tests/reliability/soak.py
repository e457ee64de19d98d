"""Thousands of questions to one bot: descriptors, threads and memory must stay where they are.

    python -m tests.reliability.soak [--questions N] [--answers words|packaged|scripted] [--people N]

The bot is a process of its own with the real application, index and database, and Telegram's limits are kept. Ends with
status 1 if anything grew beyond what is allowed after the first fifth of the questions; a question that is not answered
ends it at once.
"""

import argparse
import asyncio
import signal
import sys
import tempfile
import time
from pathlib import Path

from bot.preview import Preview
from bot.preview.person import Person
from tests.reliability.running_bot import ANSWERS
from tests.reliability.watched import WITHOUT_BUDGETS, Life, Usage, nursery, start

DESCRIPTORS, THREADS, MEMORY = 8, 4, 32.0
"""What may be added after the first fifth; of memory so many MiB."""
PATIENCE = 300.0


async def soak(life: Life, questions: int, people: int, every: int = 250) -> list[Usage]:
    """Ask so many questions, so many people at once; gives what the bot used after each `every`.

    Raises:
        TimeoutError: A question was not answered.
    """
    seen: list[Usage] = []
    crowd = [life.preview.user(f"Person{number}") for number in range(people)]
    async with nursery() as process:
        bot = await start(process, life, **WITHOUT_BUDGETS)
        try:
            for begun in range(0, questions, every):
                until = min(begun + every, questions)
                turns = [range(begun + place, until, people) for place in range(people)]
                asking = (_ask(life.preview, person, turn) for person, turn in zip(crowd, turns, strict=True))
                await asyncio.gather(*asking)
                seen.append(bot.usage())
                print(f"{until:6} questions  {seen[-1]}", flush=True)
                for person in crowd:  # The stand-in forgets, so that it stays quick.
                    life.preview.world.messages[person.id].clear()
        finally:
            await bot.end(signal.SIGKILL)
    return seen


async def _ask(preview: Preview, person: Person, turns: range) -> None:
    for number in turns:
        place = ("Bergen", "Tromso", "Hamar", "Bodo", "Molde")[number % 5]
        asked = await person.says(f"How many ferries did the council of {place} count in report {number}?")
        await preview.answer_to(asked, seconds=PATIENCE)


def grown(seen: list[Usage]) -> list[str]:
    """Say what grew too much after the first fifth."""
    first, last = seen[len(seen) // 5], seen[-1]
    allowed = {"descriptors": DESCRIPTORS, "threads": THREADS, "memory": MEMORY}
    more = {name: getattr(last, name) - getattr(first, name) for name in allowed}
    return [f"{name}: {more[name]:+.1f}, allowed {most:.1f}" for name, most in allowed.items() if more[name] > most]


async def _run(options: argparse.Namespace, folder: Path) -> list[Usage]:
    async with Preview(limits=True) as preview:
        life = Life(preview, folder, options.answers)
        return await soak(life, options.questions, options.people)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--questions", type=int, default=5000)
    parser.add_argument("--people", type=int, default=25)
    parser.add_argument("--answers", choices=ANSWERS, default="words")
    options = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kilde-soak-") as folder:
        seen = asyncio.run(_run(options, Path(folder)))
    print(f"{options.questions} questions in {time.monotonic() - began:.0f} s")
    for line in (faults := grown(seen)):
        print(f"GROWN {line}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
