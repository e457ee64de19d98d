"""A bot that is killed again and again while people ask: no question may be lost, none answered twice.

    python -m tests.reliability.kills [--kills N] [--people N] [--seed N]

Real application, database and HTTP; answers are scripted and take a moment. Where a bot died between a reply's leaving
and its being noted, it cannot be known whether it arrived: the asker is then told so, with a button that shows the
answer. Such questions are counted apart; one is lost if neither came. Ends with status 1 if one was lost or answered
twice.
"""

import argparse
import asyncio
import signal
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bot.preview import Preview
from bot.preview.person import Person
from bot.preview.state import Message
from bot.texts import Texts
from tests.reliability.running_bot import SENTENCE
from tests.reliability.watched import WITHOUT_BUDGETS, Life, nursery, start

LONGEST_LIFE = 4.0
"""Seconds after a bot began to listen."""
OPEN = 3
PATIENCE = 400.0
_DOUBTFUL = Texts("en").text("inbox.doubtful")


@dataclass
class Tally:
    """What became of the questions."""

    asked: list[Message] = field(default_factory=list)
    kills: int = 0

    def answers(self, preview: Preview, question: Message) -> int:
        return sum(SENTENCE in text for text in _replies(preview, question))

    def counts(self, preview: Preview) -> dict[str, int]:
        answers = {question.id + 10**6 * question.chat_id: self.answers(preview, question) for question in self.asked}
        doubtful = [any(_DOUBTFUL in text for text in _replies(preview, question)) for question in self.asked]
        numbers = list(answers.values())
        return {
            "kills": self.kills,
            "asked": len(self.asked),
            "answered once": numbers.count(1),
            "answered twice": sum(number > 1 for number in numbers),
            "told that it may not have arrived": sum(doubtful),
            "of these without the answer": sum(d and not n for d, n in zip(doubtful, numbers, strict=True)),
            "lost": sum(not d and not n for d, n in zip(doubtful, numbers, strict=True)),
        }

    def settled(self, preview: Preview) -> bool:
        return not self.counts(preview)["lost"]


def _replies(preview: Preview, question: Message) -> list[str]:
    chat = preview.world.chats[question.chat_id]
    return [message.text for message in preview.messages(chat, by_bot=True) if message.reply_to == question.id]


async def torment(life: Life, kills: int, people: int, chance: Random) -> Tally:
    """Kill so many bots while people ask, then let one live until everything is answered or said."""
    tally, stop = Tally(), asyncio.Event()
    crowd = [life.preview.user(f"Person{number}", language="en") for number in range(people)]
    asking = [asyncio.create_task(_ask(life.preview, person, tally, stop)) for person in crowd]
    async with nursery() as process:
        while tally.kills < kills:
            bot = await start(process, life, **WITHOUT_BUDGETS)
            await asyncio.sleep(chance.uniform(0, LONGEST_LIFE))
            await bot.end(signal.SIGKILL)
            tally.kills += 1
            if tally.kills % 10 == 0:
                print(tally.counts(life.preview), flush=True)
        stop.set()
        await asyncio.gather(*asking)
        bot = await start(process, life, **WITHOUT_BUDGETS)
        try:
            await life.preview.until(lambda: tally.settled(life.preview), seconds=PATIENCE)
            await life.preview.settled(seconds=PATIENCE)
        except TimeoutError:
            print("Not everything was answered in time.", file=sys.stderr)
        finally:
            await bot.end(signal.SIGTERM)
    return tally


async def _ask(preview: Preview, person: Person, tally: Tally, stop: asyncio.Event) -> None:
    """Ask, with a few questions open at a time, so that there is always something in hand to be lost."""
    mine: list[Message] = []
    while not stop.is_set():
        if sum(not tally.answers(preview, question) for question in mine[-20:]) < OPEN:
            mine.append(await person.says(f"When does {person.user.name} get answer {len(mine)}?"))
            tally.asked.append(mine[-1])
        await asyncio.sleep(0.1)


async def _run(options: argparse.Namespace, folder: Path) -> dict[str, int]:
    async with Preview(limits=True) as preview:
        life = Life(preview, folder, "scripted", 0.2)
        tally = await torment(life, options.kills, options.people, Random(options.seed))
        return tally.counts(preview)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--people", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kilde-kills-") as folder:
        counts = asyncio.run(_run(options, Path(folder)))
    for what, number in counts.items():
        print(f"{number:6} {what}")
    return 1 if counts["lost"] or counts["answered twice"] else 0


if __name__ == "__main__":
    sys.exit(main())
