"""Slips: the newsroom questions with one letter wrong in their longest word, as they are and as they are corrected.

    python -m tests.evaluation.eval_spelling [--half choosing|reporting] [--seed N] [--show] [--out DIR]

A question is only corrected where it found no answer as it was typed, so that without correction just what was answered
as corrected would have been declined. Writes OUT/spelling.md.
"""

import argparse
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answers.answer import Answer, Question
from ingest.text.patterns import LETTERS
from tests.evaluation.asking import answering, merged
from tests.evaluation.eval_newsroom import SEEDS
from tests.evaluation.newsroom_questions import ARTICLES, HALVES, NewsroomQuestion, read
from tests.evaluation.sets import REPO
from tests.evaluation.tables import Page
from tests.evaluation.verdicts import KNOWN, UNKNOWN, Verdict

SHORTEST = 5


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a question as it should be written, and with a slip."""

    question: NewsroomQuestion
    slip: str
    well: Answer
    badly: Answer


def with_slip(text: str, chance: random.Random) -> str | None:
    """Leave out, double, exchange or mistake one inner letter of the longest word; None where all are short."""
    word = max(LETTERS.finditer(text), key=lambda match: len(match[0]), default=None)
    if word is None or len(word[0]) < SHORTEST:
        return None
    letters, place = word[0], chance.randrange(1, len(word[0]) - 2)
    one, other = letters[place], letters[place + 1]
    wrong = chance.choice([other, one + one + other, other + one, letters[0].lower() + other])
    return text[: word.start()] + letters[:place] + wrong + letters[place + 2 :] + text[word.end() :]


def ask(questions: Sequence[NewsroomQuestion], given: argparse.Namespace) -> list[Outcome]:
    """Ask everything, well and badly written."""
    chance, outcomes = random.Random(given.seed), []
    with (
        merged([SEEDS, ARTICLES]) as articles,
        TemporaryDirectory(ignore_cleanup_errors=True) as data,
        answering(articles, Path(data), given.out.resolve().parent) as (answerer, _),
    ):
        for question in questions:
            text = question.expected.question
            slip = with_slip(text, chance)
            if slip is None or slip == text:
                continue
            outcome = Outcome(question, slip, *(answerer.answer(Question(each)) for each in (text, slip)))
            outcomes.append(outcome)
            if given.show and outcome.badly.rewritten:
                said = outcome.badly.statements[0].text
                print(f"{slip}\n    {outcome.badly.rewritten}\n    {question.judge(outcome.badly).value}: {said}")
    return outcomes


def show(page: Page, outcomes: Sequence[Outcome]) -> None:
    """Print how many came to each verdict: well written, with a slip, and with a slip where nothing is corrected."""
    rows = []
    for verdict in (*KNOWN, *UNKNOWN):
        declined = verdict in (Verdict.WRONGLY_DECLINED, Verdict.RIGHTLY_DECLINED)
        group = [each for each in outcomes if verdict in (UNKNOWN if each.question.expected.declined else KNOWN)]
        well = sum(each.question.judge(each.well) is verdict for each in group)
        badly = sum(each.question.judge(each.badly) is verdict for each in group)
        corrected = [each for each in group if each.badly.rewritten]
        changed = len(corrected) if declined else -sum(each.question.judge(each.badly) is verdict for each in corrected)
        rows.append([verdict.value, len(group), well, badly + changed, badly])
    page.table("Slips", ["verdict", "of", "well written", "with a slip", "with a slip, corrected"], rows)
    again = sum(bool(each.badly.rewritten) for each in outcomes)
    page.table("Corrected", ["questions", "answered as corrected"], [[len(outcomes), again]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--half", choices=HALVES, default="reporting")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", action="store_true", help="print what was answered as it was corrected")
    parser.add_argument("--out", type=Path, default=REPO / ".data" / "evaluation", help="for the table and weights")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    outcomes = ask(read(half=given.half), given)
    show(Page(given.out / "spelling.md", "Questions with a slip", f"{given.half}, seed {given.seed}"), outcomes)


if __name__ == "__main__":
    main()
