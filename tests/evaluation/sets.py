"""The evaluation sets on disk: questions, passages, gold answers, and what others published about them.

Takes the folder that the README of the data describes (`--data`, else KILDE_EVAL_DATA, else ../shared/eval beside the
checkout); gives frozen sets. Says in one sentence when it is not there.
"""

import argparse
import csv
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPO = Path(__file__).parents[2]
LANGUAGES = ("ar", "de", "el", "en", "es", "hi", "ro", "ru", "th", "tr", "vi", "zh")
"""Of XQuAD."""

QUICK = ("ar", "en")
PARAGRAPHS = 5
"""XQuAD's passages come in articles of five paragraphs each, in file order."""


@dataclass(frozen=True, slots=True)
class ParallelSet:
    """XQuAD in one language; the position of a passage or a question is the same in every language.

    Attributes:
        language: ISO 639-1.
        passages: Texts.
        questions: Texts.
        right: Position of the passage that answers, per question.
        answers: Gold answers per question.
    """

    language: str
    passages: tuple[str, ...]
    questions: tuple[str, ...]
    right: tuple[int, ...]
    answers: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A NoMIRACL question; `candidates` are positions in the set's passages."""

    text: str
    answerable: bool
    candidates: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """NoMIRACL in one language."""

    language: str
    passages: tuple[str, ...]
    questions: tuple[JudgedQuestion, ...]


@dataclass(frozen=True, slots=True)
class NewsArticle:
    """An NTREX article; the sentences do not hold the headline."""

    id: str
    headline: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewsSet:
    """NTREX in one language; the position of an article and of a sentence is the same in every language."""

    language: str
    articles: tuple[NewsArticle, ...]


def options(description: str | None) -> argparse.ArgumentParser:
    """The options that every evaluation has."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = Path(os.environ.get("KILDE_EVAL_DATA") or REPO.parent / "shared" / "eval")
    parser.add_argument("--data", type=Path, default=default, help="the evaluation sets (KILDE_EVAL_DATA)")
    parser.add_argument("--out", type=Path, default=REPO / ".data" / "evaluation", help="for tables and vectors")
    parser.add_argument("--quick", action="store_true", help="Arabic and English only")
    return parser


def missing(data: Path, name: str = "xquad") -> str | None:
    """One sentence when the sets of this name are not there to evaluate with, else None."""
    if (data / f"{name}-ar" / "corpus.jsonl").is_file():
        return None
    return f"Skipped: there is no {name} in {data}; name its folder with --data or KILDE_EVAL_DATA."


def xquad(data: Path, language: str) -> ParallelSet:
    """Read XQuAD in one language."""
    folder = data / f"xquad-{language}"
    passages, questions = list(_rows(folder / "corpus.jsonl")), list(_rows(folder / "queries.jsonl"))
    answers = {row["id"]: row for row in _rows(folder / "answers.jsonl")}
    place = {row["id"]: number for number, row in enumerate(passages)}
    return ParallelSet(
        language,
        tuple(row["text"] for row in passages),
        tuple(row["text"] for row in questions),
        tuple(place[answers[row["id"]]["doc"]] for row in questions),
        tuple(tuple(answer["text"] for answer in answers[row["id"]]["answers"]) for row in questions),
    )


def nomiracl(data: Path, language: str) -> JudgedSet:
    """Read NoMIRACL in one language."""
    folder = data / f"nomiracl-{language}"
    passages = list(_rows(folder / "corpus.jsonl"))
    place = {row["id"]: number for number, row in enumerate(passages)}
    questions = tuple(
        JudgedQuestion(row["text"], row["answerable"], tuple(place[each] for each in row["candidates"]))
        for row in _rows(folder / "queries.jsonl")
    )
    return JudgedSet(language, tuple(row["text"] for row in passages), questions)


def ntrex(data: Path, language: str) -> NewsSet:
    """Read NTREX's articles in one language."""
    folder = data / f"ntrex-{language}"
    told: dict[str, list[str]] = {}
    for row in _rows(folder / "sentences.jsonl"):
        told.setdefault(row["doc"], []).append(row["text"])
    articles = tuple(
        NewsArticle(row["id"].removeprefix("nt-"), told[row["id"]][0], tuple(told[row["id"]][1:]))
        for row in _rows(folder / "corpus.jsonl")
    )
    return NewsSet(language, articles)


def published(data: Path, task: str, subset: str) -> dict[str, float]:
    """nDCG@10 of other models on one task and language, as MTEB published it."""
    with (data / "published.tsv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if (row["task"], row["subset"]) == (task, subset)]
    return {row["model"].replace("__", "/"): float(row["ndcg_at_10"]) for row in rows if row["ndcg_at_10"]}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
