"""Questions with gold answers, through the bot's own answerer: which first sentences and bold words hold them.

    python -m tests.evaluation.eval_reading [SET …] [--reading DIR] [--data DIR] [--out DIR] [--set KEY=VALUE]
                                            [--only FILE] [--every N] [--limit N] [--without] [--show]

A SET is a folder of passages and questions in `--reading` (KILDE_READING_DATA), any other such folder, `xquad-ar`, or
`xquad-en-ar`: asked in English over articles in Arabic. The passages are written as articles and ingested by the real
pipeline; the settings are as they come, without a language model. `--without` asks each question once more with its
article taken out. Writes OUT/reading.md, and OUT/reading/SET.jsonl with one line a question; the index stays in
OUT/reading/SET, so that the next run need not ingest again.
"""

import argparse
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.answers.answer import Answer, Question, Voice
from bot.answers.answerer import Answerer
from bot.evaluation.measures import Estimate, estimate, roc_auc_estimate
from bot.texts.direction import isolate
from ingest.text.terms import normalise
from tests.evaluation.asking import answering, changed, setting_option
from tests.evaluation.indexes import PartialIndex
from tests.evaluation.reading_sets import Gold, ReadingQuestion, ReadingSet, chosen, find_set, write
from tests.evaluation.sets import REPO, options
from tests.evaluation.tables import Cell, Page
from tests.evaluation.verdicts import holds

SETS = ("norquad-news-nb", "arcd-ar", "xquad-en", "xquad-ar", "xquad-en-ar", "xquad-ar-en")
_TOKEN = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
"""A word, or a letter of a script that puts no spaces between words."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one question.

    Attributes:
        id: Of the question.
        declined: Nothing was said.
        read: The article that answers (of longer ones: its passage) is among those that the answer was made from.
        sentences: How many were said.
        first: The first holds a gold answer.
        first_cited: And is cited from the right article.
        any: One of them holds it.
        sure: Said plainly, not as the nearest that was found.
        confidence: That the first is right, 0 to 1; None where the answerer does not say.
        said: The first sentence; empty when declined.
        highlighted: The words in it that are said to answer, joined by spaces; empty where none are.
        f1: Of these words and a gold answer, 0 to 1; None where none are.
        seconds: From question to answer.
    """

    id: str
    declined: bool
    read: bool
    sentences: int
    first: bool
    first_cited: bool
    any: bool
    sure: bool
    confidence: float | None
    said: str
    highlighted: str
    f1: float | None
    seconds: float


def judge(question: ReadingQuestion, answer: Answer) -> Outcome:
    """Measure one answer."""
    gold = question.gold
    quotes = [_quoted(answer, number) for number in range(len(answer.statements))]
    right = [holds(quote, gold.answers) for quote in quotes]
    highlighted = _highlighted(answer)
    return Outcome(
        question.id,
        answer.abstained,
        any(_is_gold(gold, each.source, each.first_line, each.last_line) for each in answer.passages),
        len(answer.statements),
        bool(right) and right[0],
        bool(right) and right[0] and gold.source in _sources(answer, 0),
        any(right),
        not answer.abstained and answer.voice is Voice.SURE,
        answer.confidence,
        answer.statements[0].text if answer.statements else "",
        highlighted,
        max(word_f1(highlighted, each) for each in gold.answers) if highlighted else None,
        answer.seconds,
    )


def word_f1(said: str, gold: str) -> float:
    """F1 of the words of two texts (Rajpurkar et al. 2016, SQuAD), after folding case, marks and digits."""
    one, other = (Counter(_TOKEN.findall(normalise(text))) for text in (said, gold))
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else 0.0


def _is_gold(gold: Gold, source: str, first_line: int, last_line: int) -> bool:
    return source == gold.source and (gold.line is None or first_line <= gold.line <= last_line)


def _quoted(answer: Answer, number: int) -> str:
    cited = answer.statements[number].citations
    return " ".join([answer.statements[number].text, *(c.quote for c in answer.citations if c.number in cited)])


def _sources(answer: Answer, number: int) -> set[str]:
    return {each.source for each in answer.citations if each.number in answer.statements[number].citations}


def _highlighted(answer: Answer) -> str:
    """The highlighted words of the first statement, or of its first citation."""
    if not answer.statements:
        return ""
    statement = answer.statements[0]
    if statement.highlights:
        return _ranges(statement.text, statement.highlights)
    cited = [each for each in answer.citations if each.number in statement.citations]
    return next((_ranges(each.quote, each.highlights) for each in cited if each.highlights), "")


def _ranges(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    return " ".join(text[start:end] for start, end in ranges)


def ask(
    answerer: Answerer, index: PartialIndex, questions: Sequence[ReadingQuestion], *, without: bool, show: bool
) -> tuple[list[Outcome], list[Outcome]]:
    """Ask all questions, and, where `without`, once more with the article taken out."""
    there, gone = [], []
    for question in questions:
        there.append(judge(question, answerer.answer(Question(question.text))))
        if without:
            index.hidden = question.gold.whole
            gone.append(judge(question, answerer.answer(Question(question.text))))
            index.hidden = frozenset()
        if show:
            print(shown(question, there[-1]), flush=True)
    return there, gone


def shown(question: ReadingQuestion, outcome: Outcome) -> str:
    """Give question, gold answer, what became of it and the first sentence on two lines."""
    became = "declined" if outcome.declined else "right" if outcome.first else "later" if outcome.any else "wrong"
    sure = "" if outcome.confidence is None else f" {outcome.confidence:.2f}"
    bold = f" [{isolate(outcome.highlighted)}]" if outcome.highlighted else ""
    read = "" if outcome.read else ", not read"
    asked = f"{question.id} {isolate(question.text)} ({isolate(question.gold.answers[0])})"
    return f"{asked}\n    {became}{sure}{read}: {isolate(outcome.said)}{bold}"


def show_answers(page: Page, results: dict[str, tuple[list[Outcome], list[Outcome]]]) -> None:
    """The tables of all sets."""
    rows: list[list[Cell]] = []
    for name, (there, _) in results.items():
        read = [each for each in there if each.read]
        row = [
            _share(there, lambda o: o.read),
            _share(there, lambda o: o.first),
            _share(there, lambda o: o.first_cited),
        ]
        row += [_share(there, lambda o: o.any), _share(read, lambda o: o.first), _share(there, lambda o: o.declined)]
        rows.append([name, len(there), *row])
    page.table(
        "The answer sentence",
        ["set", "n", "read", "first", "first, right article", "any", "first, if read", "declined"],
        rows,
    )
    page.table(
        "Length, highlighted words, voice",
        [
            "set",
            "sentences per answer",
            "highlighted",
            "F1 if highlighted",
            "F1 of all",
            "right of what is said plainly",
            "said plainly",
            "median seconds",
        ],
        [_words(name, there) for name, (there, _) in results.items()],
    )
    if any(gone for _, gone in results.values()):
        page.table(
            "The article taken out",
            ["set", "still answered", "said plainly", "area under the curve of the confidence"],
            [_taken_out(name, *both) for name, both in results.items() if both[1]],
        )


def _words(name: str, outcomes: Sequence[Outcome]) -> list[Cell]:
    answered = [each for each in outcomes if not each.declined]
    scores = [each.f1 for each in answered if each.f1 is not None]
    plain = [each for each in answered if each.sure]
    seconds = sorted(each.seconds for each in outcomes)
    return [
        name,
        estimate([each.sentences for each in answered]),
        _share(answered, lambda o: bool(o.highlighted)),
        estimate(scores),
        estimate([each.f1 or 0.0 for each in outcomes]),
        _share(plain, lambda o: o.first),
        _share(outcomes, lambda o: o.sure),
        seconds[len(seconds) // 2],
    ]


def _taken_out(name: str, there: Sequence[Outcome], gone: Sequence[Outcome]) -> list[Cell]:
    sure, unsure = ([each.confidence for each in part if each.confidence is not None] for part in (there, gone))
    return [
        name,
        _share(gone, lambda o: not o.declined),
        _share(gone, lambda o: o.sure),
        roc_auc_estimate(sure, unsure) if sure and unsure else None,
    ]


def _share(outcomes: Sequence[Outcome], true: Callable[[Outcome], bool]) -> Estimate:
    return estimate([float(true(each)) for each in outcomes])


def measured(given: ReadingSet, parsed: argparse.Namespace) -> tuple[list[Outcome], list[Outcome]]:
    """Ingest a set, ask it, and write one line a question."""
    folder = parsed.out / "reading" / given.name
    write(given, folder / "articles")
    settings = changed(parsed.set)
    with answering(folder / "articles", folder / "data", parsed.out.resolve().parent, settings) as (answerer, index):
        results = ask(answerer, index, given.questions, without=parsed.without, show=parsed.show)
    parts = ("there", results[0]), ("taken out", results[1])
    lines = [json.dumps({"article": name, **asdict(o)}, ensure_ascii=False) for name, part in parts for o in part]
    (parsed.out / "reading" / f"{given.name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return results


def _options() -> argparse.ArgumentParser:
    parser = options(__doc__)
    reading = Path(os.environ.get("KILDE_READING_DATA") or REPO.parent / "shared" / "qa")
    parser.add_argument("sets", nargs="*", metavar="SET", help=f"without any: {' '.join(SETS)}")
    parser.add_argument("--reading", type=Path, default=reading, help="folders of passages and questions")
    parser.add_argument("--only", type=Path, metavar="FILE", help="ask only the questions with these ids, one a line")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every N-th question")
    parser.add_argument(
        "--limit", type=int, default=200, metavar="N", help="take at most N of a set, spread evenly (200; 0: all)"
    )
    parser.add_argument("--without", action="store_true", help="ask once more with the article taken out")
    parser.add_argument("--show", action="store_true", help="print each question and the first sentence of its answer")
    setting_option(parser)
    return parser


def main() -> None:
    parsed = _options().parse_args()
    only = frozenset(parsed.only.read_text("utf-8").split()) if parsed.only else None
    page = Page(
        parsed.out / "reading.md", "Questions with gold answers", "Means with 95 % bootstrap intervals over questions."
    )
    results = {}
    for name in parsed.sets or SETS:
        try:
            given = chosen(find_set(name, parsed.reading, parsed.data), only, parsed.every, parsed.limit)
        except FileNotFoundError as error:
            print(f"Skipped: {error.filename} is not there; name its folder with --reading or --data.")
            continue
        if given.questions:
            results[given.name] = measured(given, parsed)
            first = _share(results[given.name][0], lambda o: o.first)
            print(f"{given.name}: first sentence holds the answer in {first.value:.3f} of {first.count}", flush=True)
    if results:
        show_answers(page, results)


if __name__ == "__main__":
    main()
