"""How many true statements the quote contract keeps, and how many false ones it drops, by kind.

    python -m tests.evaluation.eval_contract --news FOLDER [--part report] [--pairs FILE …] [--half reporting]

The statements of `contract_statements.toml` on invented articles, of which one half chooses and one reports; those of
`tests/training/support_pairs.jsonl` over the articles of one part, half of them with quotes in their own language where
the articles have it, else in one drawn at random; files of {statement, language, quotes: [{text, language}], must: keep
or drop}; and of {question, statement, quotes: [text], verdict}, all of them true, with a folder `articles` beside.
`--translations` takes sentences of the articles as statements over their translations instead, which are all true. The
cited article is known to the contract where it is at hand, as it is in use. "With a second opinion" is what code alone
keeps where somebody else judges meaning: no model is asked, so nothing is said of how well it would judge.
"""

import argparse
import json
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

import numpy as np

from bot.facts.names import Wording
from bot.quotes.dropped_statements import rules_of
from bot.quotes.support import OF_MEANING, CitedArticles, Judge, unsupported
from bot.quotes.vector_judge import judge_by
from ingest.models.embedding import load_embedder
from ingest.models.qa_model import load_qa_model
from ingest.text.languages import identify
from tests.training.news import read_texts
from tests.training.support import read_pairs

INVENTED = Path(__file__).with_name("contract_statements.toml")
OWN_LANGUAGE = 0.5
"""Share of statements that are shown with quotes in their own language, where there are any."""


@dataclass(frozen=True, slots=True)
class Case:
    """A statement with its quotes, and whether it may be said."""

    kind: str
    statement: Wording
    quotes: tuple[Wording, ...]
    cited: CitedArticles
    true: bool
    background: tuple[str, ...] = ()

    def by_languages(self) -> "Case":
        """Give it with the pair of languages for its kind."""
        return replace(self, kind=f"{self.statement.language} over {self.quotes[0].language}")


def main() -> None:
    """Measure from the command line; see `--help`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--news", type=Path, help="folder with ntrex-en, ntrex-ar, …")
    parser.add_argument("--part", choices=("train", "dev", "report"), nargs="*", default=["report"])
    parser.add_argument("--pairs", type=Path, nargs="*", default=[])
    parser.add_argument("--half", choices=("choosing", "reporting"), nargs="*", default=[])
    parser.add_argument("--translations", type=int, default=0, help="how many sentences of the articles, translated")
    parser.add_argument("--languages", action="store_true", help="by pair of languages instead of by kind")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        embedder = load_embedder("packaged", Path(folder))
        judge = judge_by(embedder, load_qa_model("packaged", embedder))
        sets = {half: list(_invented(half)) for half in chosen.half}
        if chosen.news and chosen.translations:
            sets["translations"] = list(_translated(chosen.news, chosen.part, chosen.translations))
        elif chosen.news:
            sets["written statements"] = [case for part in chosen.part for case in _written(chosen.news, part)]
        sets |= {path.name: list(_read(path)) for path in chosen.pairs}
        for name, cases in sets.items():
            print(table(name, [it.by_languages() for it in cases] if chosen.languages else cases, judge))


def table(name: str, cases: list[Case], judge: Judge | None) -> str:
    """Say for each kind how many statements are kept, with a judge and by letters alone, and how long it takes."""
    kept: dict[tuple[bool, str], list[tuple[bool, bool, bool]]] = defaultdict(list)
    reasons: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    seconds = []
    for case in cases:
        began = process_time()
        flags = unsupported(case.statement, case.quotes, case.background, case.cited, judge)
        seconds.append(process_time() - began)
        left = [flag for flag in flags if flag not in OF_MEANING]
        reasons[case.true].update(rules_of(flags))
        by_letters = not unsupported(case.statement, case.quotes, case.background, case.cited)
        for kind in (case.kind, "all"):
            kept[case.true, kind].append((not flags, by_letters, not left))
    lines = [f"{name}: kept, with a judge, by letters, and by code alone with a second opinion"]
    for (true, kind), found in sorted(kept.items(), key=lambda item: (not item[0][0], item[0][1])):
        shares = " ".join(f"{share:.2f}" for share in np.mean(found, axis=0))
        lines.append(f"{'true ' if true else 'false'} {kind:44} {len(found):4}  {shares}")
    for true, flagged in reasons.items():
        counted = ", ".join(f"{flag} {count}" for flag, count in flagged.most_common())
        lines.append(f"{'true' if true else 'false'}, flagged with a judge: {counted or 'nothing'}")
    milliseconds = 1000 * np.array(seconds)
    lines.append(
        f"{milliseconds.mean():.0f} ms of processor time a statement, p95 {np.percentile(milliseconds, 95):.0f}"
    )
    return "\n".join(lines)


def _written(news: Path, part: str) -> Iterator[Case]:
    texts, random = read_texts(news), Random(5)
    for pair in read_pairs(part):
        own = pair.language in texts and random.random() < OWN_LANGUAGE
        code = pair.language if own else random.choice(sorted(texts))
        rows = texts[code][pair.article]
        quotes = tuple(Wording(text, code) for name, text in rows if name in pair.quotes)
        cited = CitedArticles((rows[0][1],), texts=(" ".join(text for _, text in rows),))
        yield Case(pair.kind, Wording(pair.statement, pair.language), quotes, cited, pair.true)


def _translated(news: Path, parts: Sequence[str], most: int) -> Iterator[Case]:
    texts, random = read_texts(news), Random(5)
    articles = sorted({pair.article for part in parts for pair in read_pairs(part)})
    for _ in range(most):
        article, (said, shown) = random.choice(articles), random.sample(sorted(texts), 2)
        quoted = texts[shown][article]
        name, text = random.choice(texts[said][article])
        quotes = tuple(Wording(other, shown) for each, other in quoted if each == name)
        if quotes:
            cited = CitedArticles((quoted[0][1],), texts=(" ".join(other for _, other in quoted),))
            yield Case("translation", Wording(text, said), quotes, cited, true=True)


def _invented(half: str) -> Iterator[Case]:
    for article in tomllib.loads(INVENTED.read_text("utf-8"))["article"]:
        if article["half"] != half:
            continue
        sentences = article["sentences"]
        cited = CitedArticles((sentences[0],), texts=(" ".join(sentences),))
        for language, numbers, kind, text in article["statements"]:
            quotes = tuple(Wording(sentences[number], article["language"]) for number in numbers)
            yield Case(kind.removeprefix("-"), Wording(text, language), quotes, cited, not kind.startswith("-"))


def _read(path: Path) -> Iterator[Case]:
    articles = [each.read_text("utf-8") for each in sorted((path.parent / "articles").glob("*"))]
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        if "verdict" in row:
            yield _replied(row, articles)
            continue
        quotes = tuple(Wording(quote["text"], quote["language"]) for quote in row["quotes"])
        statement = Wording(row["statement"], row["language"])
        yield Case(row["kind"], statement, quotes, CitedArticles(), row["must"] == "keep")


def _replied(row: dict[str, Any], articles: Sequence[str]) -> Case:
    """Give a statement of a model's reply, cited with the articles that hold its quotes."""
    quotes = tuple(Wording(quote, identify(quote)) for quote in row["quotes"])
    texts = tuple(text for text in articles if any(quote in text for quote in row["quotes"]))
    arguable = " (arguable)" if row["verdict"].startswith("dropped:") else ""
    statement = Wording(row["statement"], identify(row["statement"]))
    return Case(row["kind"] + arguable, statement, quotes, CitedArticles(texts=texts), True, (row["question"],))


if __name__ == "__main__":
    main()
