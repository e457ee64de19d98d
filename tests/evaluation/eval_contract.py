"""How many true statements the quote contract keeps, and how many false ones it drops, by kind.

    python -m tests.evaluation.eval_contract --news FOLDER [--part report] [--pairs FILE …]

The statements of `tests/training/support_pairs.jsonl` over the articles of one part, half of them with quotes in their
own language where the articles have it, else in one drawn at random; and files of {statement, language, quotes:
[{text, language}], must: keep or drop}. The cited article is known to the contract, as it is in use.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import perf_counter

import numpy as np

from bot.facts.names import Wording
from bot.quotes.judging import judge_by
from bot.quotes.support import Cited, Judge, unsupported
from ingest.models.embedding import load_embedder
from ingest.models.qa_model import load_qa_model
from tests.training.news import read_texts
from tests.training.support import read_pairs

OWN_LANGUAGE = 0.5
"""Share of statements that are shown with quotes in their own language, where there are any."""


@dataclass(frozen=True, slots=True)
class Case:
    """A statement with its quotes, and whether it may be said."""

    kind: str
    statement: Wording
    quotes: tuple[Wording, ...]
    cited: Cited
    true: bool


def main() -> None:
    """Measure from the command line; see `--help`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, help="folder with ntrex-en, ntrex-ar, …")
    parser.add_argument("--part", choices=("train", "dev", "report"), default="report")
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        embedder = load_embedder("packaged", Path(folder))
        judge = judge_by(embedder, load_qa_model("packaged", embedder))
        if chosen.news:
            print(table("written statements", list(_written(chosen.news, chosen.part)), judge))
        for path in chosen.pairs:
            print(table(path.name, list(_read(path)), judge))


def table(name: str, cases: list[Case], judge: Judge | None) -> str:
    """Say for each kind how many statements are kept, with a judge and by letters alone, and how long it takes."""
    kept: dict[tuple[bool, str], list[tuple[bool, bool]]] = defaultdict(list)
    seconds = []
    for case in cases:
        began = perf_counter()
        judged = not unsupported(case.statement, case.quotes, (), case.cited, judge)
        seconds.append(perf_counter() - began)
        by_letters = not unsupported(case.statement, case.quotes, (), case.cited)
        for kind in (case.kind, "all"):
            kept[case.true, kind].append((judged, by_letters))
    lines = [f"{name}: kept, with a judge and by letters"]
    for (true, kind), found in sorted(kept.items(), key=lambda item: (not item[0][0], item[0][1])):
        shares = np.mean(found, axis=0)
        lines.append(f"{'true ' if true else 'false'} {kind:36} {len(found):4}  {shares[0]:.2f} {shares[1]:.2f}")
    lines.append(f"{1000 * np.mean(seconds):.0f} ms a statement, p95 {1000 * np.percentile(seconds, 95):.0f} ms")
    return "\n".join(lines)


def _written(news: Path, part: str) -> Iterator[Case]:
    texts, random = read_texts(news), Random(5)
    for pair in read_pairs(part):
        own = pair.language in texts and random.random() < OWN_LANGUAGE
        code = pair.language if own else random.choice(sorted(texts))
        rows = texts[code][pair.article]
        quotes = tuple(Wording(text, code) for name, text in rows if name in pair.quotes)
        cited = Cited((rows[0][1],), texts=(" ".join(text for _, text in rows),))
        yield Case(pair.kind, Wording(pair.statement, pair.language), quotes, cited, pair.true)


def _read(path: Path) -> Iterator[Case]:
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        quotes = tuple(Wording(quote["text"], quote["language"]) for quote in row["quotes"])
        statement = Wording(row["statement"], row["language"])
        yield Case(row["kind"], statement, quotes, Cited(), row["must"] == "keep")


if __name__ == "__main__":
    main()
