"""Questions as in a newsroom, over the seeds and articles written for this: right first, wrong, declined.

    python -m tests.evaluation.eval_newsroom [--half choosing|reporting] [--show] [--set KEY=VALUE] [--out DIR]
                                             [--articles DIR … --questions FILE]

The articles are ingested by the real pipeline with the packaged model and asked through the bot's own answerer, with
the settings as they come and without a language model. `--show` prints each question with the first sentence of its
answer. `--half choosing` is for whoever tunes something; `reporting` chooses nothing. Writes OUT/newsroom.md, and
OUT/newsroom.jsonl with one line a question.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answers.answer import Answer, Question
from bot.evaluation.measures import Estimate, estimate
from bot.texts.direction import isolate
from tests.evaluation.asking import answering, changed, merged, setting_option
from tests.evaluation.newsroom_questions import ARTICLES, HALVES, QUESTIONS, NewsroomQuestion, read
from tests.evaluation.sets import REPO
from tests.evaluation.tables import Cell, Page
from tests.evaluation.verdicts import KNOWN, UNKNOWN, Verdict

SEEDS = REPO / "seeds"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question; `across`: every article that answers it is in another language."""

    question: NewsroomQuestion
    answer: Answer
    verdict: Verdict
    across: bool


def shown(outcome: Outcome) -> str:
    """Give question, verdict, confidence and first sentence on two lines."""
    question, answer = outcome.question, outcome.answer
    sure = "" if answer.confidence is None else f", {answer.voice.value} {answer.confidence:.2f}"
    said = answer.statements[0].text if answer.statements else "(declined)"
    cited = f" — {answer.citations[0].source}" if answer.citations else ""
    asked = f"[{question.kind}, {question.language}] {isolate(question.expected.question)}"
    return f"{asked}\n    {outcome.verdict.value}{sure}: {isolate(' '.join(said.split()))}{cited}"


def record(outcome: Outcome) -> str:
    """Give a line of JSON with what was said and what became of it."""
    question, answer = outcome.question, outcome.answer
    row = {
        "question": question.expected.question,
        "kind": question.kind,
        "language": question.language,
        "half": question.half,
        "hard": question.hard,
        "across": outcome.across,
        "verdict": outcome.verdict.value,
        "voice": None if answer.abstained else answer.voice.value,
        "confidence": answer.confidence,
        "statements": [each.text for each in answer.statements],
        "sources": [each.source for each in answer.citations],
    }
    return json.dumps(row, ensure_ascii=False)


def show_figures(page: Page, outcomes: Sequence[Outcome]) -> None:
    """Print all tables."""
    answerable = [each for each in outcomes if each.verdict in KNOWN]
    others = [each for each in outcomes if each.verdict in UNKNOWN]
    page.table("All", ["verdict", "questions", "share"], [*_verdicts(answerable, KNOWN), *_verdicts(others, UNKNOWN)])
    said = [len(each.answer.statements) for each in outcomes if not each.answer.abstained]
    page.table("Length", ["", "mean"], [["sentences per answer", estimate(said)]])
    headings = ["", "n", *(verdict.value for verdict in KNOWN), "share right first"]
    by_kind = _groups(answerable, lambda each: each.question.kind)
    page.table("Answered by the articles, by kind", headings, [_known(*group) for group in by_kind])
    by_language = _groups(answerable, lambda each: each.question.language)
    page.table(
        "Answered by the articles, by language of the question", headings, [_known(*each) for each in by_language]
    )
    by_way = _groups(answerable, lambda each: "across languages" if each.across else "own language")
    page.table("Answered by the articles, own language and across", headings, [_known(*group) for group in by_way])
    headings = ["", "n", *(verdict.value for verdict in UNKNOWN), "share declined or corrected"]
    rows = [_unknown(*group) for group in _groups(others, lambda each: each.question.kind)]
    rows += [_unknown(*group) for group in _groups(others, lambda each: "hard" if each.question.hard else "easy")]
    rows += [_unknown(*group) for group in _groups(others, lambda each: each.question.language)]
    page.table("Answered by no article", headings, rows)


def _groups(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> list[tuple[str, list[Outcome]]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(key(outcome), []).append(outcome)
    return sorted(found.items())


def _verdicts(outcomes: Sequence[Outcome], verdicts: Sequence[Verdict]) -> list[list[Cell]]:
    return [
        [verdict.value, sum(each.verdict is verdict for each in outcomes), _share(outcomes, (verdict,))]
        for verdict in verdicts
    ]


def _known(name: str, outcomes: Sequence[Outcome]) -> list[Cell]:
    return [name, len(outcomes), *_counts(outcomes, KNOWN), _share(outcomes, (Verdict.RIGHT_FIRST,))]


def _unknown(name: str, outcomes: Sequence[Outcome]) -> list[Cell]:
    good = (Verdict.RIGHTLY_DECLINED, Verdict.CORRECTED)
    return [name, len(outcomes), *_counts(outcomes, UNKNOWN), _share(outcomes, good)]


def _counts(outcomes: Sequence[Outcome], verdicts: Sequence[Verdict]) -> list[int]:
    counted = Counter(each.verdict for each in outcomes)
    return [counted[verdict] for verdict in verdicts]


def _share(outcomes: Sequence[Outcome], verdicts: Sequence[Verdict]) -> Estimate:
    return estimate([float(each.verdict in verdicts) for each in outcomes])


def ask(questions: Sequence[NewsroomQuestion], folders: Sequence[Path], given: argparse.Namespace) -> list[Outcome]:
    """Ask everything over the articles of the folders."""
    outcomes = []
    with merged(folders) as articles, TemporaryDirectory(ignore_cleanup_errors=True) as data:
        models = given.out.resolve().parent
        with answering(articles, Path(data), models, changed(given.set)) as (answerer, index):
            for question in questions:
                answer = answerer.answer(Question(question.expected.question))
                stored = [index.article(source) for source in question.expected.sources]
                across = bool(stored) and all(article and article.language != question.language for article in stored)
                outcomes.append(Outcome(question, answer, question.judge(answer), across))
                if given.show:
                    print(shown(outcomes[-1]), flush=True)
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, nargs="+", default=[SEEDS, ARTICLES], metavar="DIR")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, metavar="FILE")
    parser.add_argument("--half", choices=HALVES, help="only these; else both")
    parser.add_argument("--show", action="store_true", help="print each question and the first sentence of its answer")
    parser.add_argument("--out", type=Path, default=REPO / ".data" / "evaluation", help="for tables and weights")
    setting_option(parser)
    given = parser.parse_args()
    questions = read(given.questions, given.half)
    if not questions:
        parser.error(f"{given.questions} holds no question of this half")
    outcomes = ask(questions, given.articles, given)
    introduction = f"{len(questions)} questions, {given.half or 'both halves'}; shares with 95 % bootstrap intervals."
    given.out.mkdir(parents=True, exist_ok=True)
    (given.out / "newsroom.jsonl").write_text("\n".join(map(record, outcomes)) + "\n", "utf-8")
    show_figures(Page(given.out / "newsroom.md", "Questions of a newsroom", introduction), outcomes)


if __name__ == "__main__":
    main()
