"""Statements with the quotes that carry them, or that don't: what a language model might say.

`support_pairs.jsonl` holds statements written for this over NTREX's articles, with the ids of the sentences that are
quoted; ids are the same in every language, so that a statement is shown with any translation.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from tests.training.news import SHARE
from tests.training.sets import part_of

PAIRS = Path(__file__).with_name("support_pairs.jsonl")


@dataclass(frozen=True, slots=True)
class Supported:
    """A statement on an article, the ids of the quoted sentences, and whether they carry it."""

    article: str
    kind: str
    language: str
    statement: str
    quotes: tuple[str, ...]
    true: bool


def read_pairs(part: str, path: Path = PAIRS) -> list[Supported]:
    """Read the statements on the articles of one part: "train", "dev" or "report"."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [
        Supported(row["doc"], row["kind"], row["lang"], row["statement"], tuple(row["quotes"]), row["true"])
        for row in rows
        if part_of(row["doc"], SHARE) == part
    ]
