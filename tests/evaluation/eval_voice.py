"""Voice messages with a real model: words heard wrongly, seconds, and whether the answer is that of the typed question.

    python -m tests.evaluation.eval_voice [--model NAME] [--voice VOICE] [--out DIR]

Questions over the seeds are spoken by espeak-ng, packed as Telegram packs a voice message (Opus in Ogg, by FFmpeg),
transcribed by the model of faster-whisper that `--model` (KILDE_VOICE_MODEL) names, and asked as heard and as typed. A
machine's voice is harder to understand than a person's. Skipped where a program or the package is missing. Writes
OUT/voice.md.
"""

import argparse
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from rapidfuzz.distance import Levenshtein

from bot.answers.answer import Answer, Question
from bot.evaluation.measures import estimate
from bot.voice.transcriber import load_transcriber
from ingest.errors import PackageMissing
from tests.evaluation.asking import answering
from tests.evaluation.eval_newsroom import SEEDS
from tests.evaluation.sets import REPO
from tests.evaluation.tables import Cell, Page

QUESTIONS = (
    "How many cars fit on the new ferry?",
    "How long does the crossing take?",
    "When was the old library opened again?",
    "What does it cost to visit the library?",
    "Who stood first in the queue for the ferry?",
    "Why do the mills stand still?",
    "How much fuel did Russia send to North Korea?",
    "What happened to the old ferry?",
)
PROGRAMS = ("espeak-ng", "ffmpeg")


def spoken(text: str, voice: str) -> bytes:
    """Give a text as a voice message."""
    said = subprocess.run(["espeak-ng", "-v", voice, "-s", "140", "--stdout", text], check=True, capture_output=True)
    packed = ["ffmpeg", "-loglevel", "error", "-i", "pipe:0", "-c:a", "libopus", "-f", "ogg", "pipe:1"]
    return subprocess.run(packed, input=said.stdout, check=True, capture_output=True).stdout


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def first(answer: Answer) -> str:
    return "declined" if answer.abstained else answer.statements[0].text


Row = tuple[str, str, float, float, int]


def measure(name: str, voice: str, out: Path) -> Iterator[Row]:
    """Give a row a question: as heard, words wrong, seconds of processor time, and whether the answer is the same."""
    listening = load_transcriber(name)
    with TemporaryDirectory(ignore_cleanup_errors=True) as data, answering(SEEDS, Path(data), out) as (bot, _):
        for question in QUESTIONS:
            sound, began = spoken(question, voice), time.process_time()
            heard = listening.transcribe(sound)
            took = time.process_time() - began
            wrong = Levenshtein.distance(words(heard), words(question)) / len(words(question))
            same = first(bot.answer(Question(heard))) == first(bot.answer(Question(question)))
            yield question, heard, wrong, took, int(same)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=os.environ.get("KILDE_VOICE_MODEL"))
    parser.add_argument("--voice", default="en-us", help="a voice of espeak-ng")
    parser.add_argument("--out", type=Path, default=REPO / ".data" / "evaluation")
    given = parser.parse_args()
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing or not given.model:
        print(f"Skipped: {' and '.join(missing) or 'a model (--model)'} is missing.")
        return
    try:
        rows = list(measure(given.model, given.voice, given.out))
    except PackageMissing as error:
        print(f"Skipped: {error}")
        return
    page = Page(given.out / "voice.md", "Voice messages", f"{len(rows)} questions, model {Path(given.model).name}.")
    page.table("Questions", ["typed", "heard", "words wrong", "seconds", "same answer"], rows)
    sums: list[Cell] = [estimate([float(value) for value in column]) for column in list(zip(*rows, strict=True))[2:]]
    page.table("Mean", ["words wrong", "seconds", "same answer"], [sums])


if __name__ == "__main__":
    main()
