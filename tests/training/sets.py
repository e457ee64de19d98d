"""Sets of questions with the words that answer them, cut into passages as long as those that Kilde indexes.

A folder holds `passages.jsonl` {id, lang, title, text} and `questions.jsonl` {id, lang, text, passage, answer, start}.
`reworded_questions.jsonl` holds {id, a language code: text, another: text} for some of them.
XQuAD folders hold `corpus.jsonl`, `queries.jsonl` and `answers.jsonl`, with the same ids in every language. Whole
articles fall into one of three parts: training, development (chooses) and report.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ingest.text.sentences import sentences

UNSPACED = frozenset({"ja", "zh", "th"})
CHARACTERS, CHARACTERS_UNSPACED = 420, 190
"""Length of a chunk, about 110 tokens."""

REWORDED = Path(__file__).with_name("reworded_questions.jsonl")
"""Questions of training articles in other words and other languages, written for this."""

XQUAD_PER_ARTICLE = 5
XQUAD_DEVELOPMENT = frozenset({6, 22, 34})
"""Even-numbered articles of XQuAD that choose; the other even ones train, the odd ones only report."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A few neighbouring sentences.

    Attributes:
        article: Name of the whole article; chunks of one article share it.
        title: The article's title, or nothing.
        text: What may be quoted.
        sentences: Half-open offsets in `text`.
        language: ISO 639-1 code, or the set's own.
    """

    article: str
    title: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    language: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the chunk that answers it, and where in its text the answer stands (half-open)."""

    id: str
    text: str
    language: str
    chunk: Chunk
    start: int
    end: int


@dataclass(slots=True)
class QuestionSet:
    """The questions of one part of a set, and all chunks of that part."""

    name: str
    asked: list[Asked] = field(default_factory=list)
    chunks: list[Chunk] = field(default_factory=list)


def read_set(folder: Path, part: str, share: int) -> QuestionSet:
    """Read one part ("train", "dev" or "report") of a set; one article in `share` chooses and one reports."""
    found = QuestionSet(folder.name)
    by_passage: dict[str, list[tuple[int, Chunk]]] = {}
    for row in _rows(folder / "passages.jsonl"):
        if part_of(row["title"] or row["id"], share) == part:
            by_passage[row["id"]] = list(chunks(row["text"], row["lang"], row["title"] or row["id"], row["title"]))
            found.chunks += [chunk for _, chunk in by_passage[row["id"]]]
    for row in _rows(folder / "questions.jsonl"):
        start, end = row["start"], row["start"] + len(row["answer"])
        for offset, chunk in by_passage.get(row["passage"], ()):
            if offset <= start and end <= offset + len(chunk.text):
                text = row["text"].strip(" -\n")
                found.asked.append(Asked(row["id"], text, row["lang"], chunk, start - offset, end - offset))
    return found


def read_reworded(path: Path = REWORDED) -> dict[str, tuple[str, ...]]:
    """Read by the id of a question how else it is asked; ids are those of the sets."""
    return {row["id"]: tuple(text for key, text in row.items() if key != "id") for row in _rows(path)}


def part_of(article: str, share: int) -> str:
    """Say to which part an article belongs, by a hash of its name."""
    number = int(hashlib.sha256(article.encode()).hexdigest(), 16) % share
    return {0: "dev", 1: "report"}.get(number, "train")


def read_xquad(root: Path, part: str) -> dict[str, QuestionSet]:
    """Read one part of XQuAD, language by language; question ids are the same in each."""
    sets = {}
    for folder in sorted(root.glob("xquad-*")):
        language = folder.name.removeprefix("xquad-")
        found = QuestionSet(folder.name)
        texts = {row["id"]: row["text"] for row in _rows(folder / "queries.jsonl")}
        by_passage = {}
        for row in _rows(folder / "corpus.jsonl"):
            article = int(row["id"].removeprefix("xq-p")) // XQUAD_PER_ARTICLE
            if xquad_part(article) == part:
                by_passage[row["id"]] = list(chunks(row["text"], language, f"xq-{article}", ""))
                found.chunks += [chunk for _, chunk in by_passage[row["id"]]]
        for row in _rows(folder / "answers.jsonl"):
            gold = row["answers"][0]
            start, end = gold["start"], gold["start"] + len(gold["text"])
            for offset, chunk in by_passage.get(row["doc"], ()):
                if row["id"] in texts and offset <= start and end <= offset + len(chunk.text):
                    found.asked.append(
                        Asked(row["id"], texts[row["id"]], language, chunk, start - offset, end - offset)
                    )
        sets[language] = found
    return sets


def xquad_part(article: int) -> str:
    """Odd-numbered articles only report."""
    if article % 2:
        return "report"
    return "dev" if article in XQUAD_DEVELOPMENT else "train"


def chunks(text: str, language: str, article: str, title: str) -> Iterator[tuple[int, Chunk]]:
    """Cut a text at sentences into chunks of nearly equal length; with each, where it starts."""
    spans = sentences(text, language)
    if not spans:
        return
    aimed = CHARACTERS_UNSPACED if language in UNSPACED else CHARACTERS
    parts = max(1, round(len(text) / aimed))
    aimed = len(text) // parts + 1
    groups: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end in spans:
        groups[(start + end) // 2 // aimed].append((start, end))
    for group in groups.values():
        first, last = group[0][0], group[-1][1]
        own = tuple((start - first, end - first) for start, end in group)
        yield first, Chunk(article, title, text[first:last], own, language)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
