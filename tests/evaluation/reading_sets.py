"""Sets of passages and of questions with the words that answer them, as articles to be ingested.

Takes a folder of `passages.jsonl` {id, lang, title, text} and `questions.jsonl` {id, lang, text, passage, answer}, or
XQuAD as `tests.evaluation.sets` reads it, of which only the articles with odd numbers are asked about: the others may
have trained a model. A question of several gold answers has a list as `answer`. Gives frozen ReadingSets; knows no
model.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.evaluation.indexes import line_of, source_of
from tests.evaluation.sets import PARAGRAPHS, xquad


@dataclass(frozen=True, slots=True)
class Gold:
    """Where a question is answered.

    Attributes:
        answers: Texts any of which is right.
        source: The article file.
        line: The line of it that is the passage, from 1; None where the passage is the whole article.
        whole: Every file that is taken out where the article must not be there.
    """

    answers: tuple[str, ...]
    source: str
    line: int | None
    whole: frozenset[str]


@dataclass(frozen=True, slots=True)
class ReadingQuestion:
    """A question; `language` is the ISO 639-1 code that the set gives it."""

    id: str
    text: str
    language: str
    gold: Gold


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """Article files by their name, with their text, and the questions over them."""

    name: str
    articles: dict[str, str]
    questions: tuple[ReadingQuestion, ...]


def read_set(folder: Path) -> ReadingSet:
    """Read a folder of passages and questions.

    A passage is an article file with its title; passages of one title, as those of an encyclopaedia's page, are taken
    out together.
    """
    passages = {row["id"]: row for row in _rows(folder / "passages.jsonl")}
    titled: dict[str, set[str]] = {}
    for row in passages.values():
        titled.setdefault(row.get("title") or row["id"], set()).add(_file(row))
    articles = {_file(row): _article(row) for row in passages.values()}
    questions = []
    for row in _rows(folder / "questions.jsonl"):
        passage = passages[row["passage"]]
        answers = row["answer"] if isinstance(row["answer"], list) else [row["answer"]]
        whole = frozenset(titled[passage.get("title") or passage["id"]])
        gold = Gold(tuple(answers), _file(passage), None, whole)
        questions.append(ReadingQuestion(row["id"], row["text"].strip(), row["lang"], gold))
    return ReadingSet(folder.name, articles, tuple(questions))


def read_xquad(data: Path, asked: str, told: str) -> ReadingSet:
    """Read XQuAD: questions in the language `asked` about articles in `told`, five paragraphs an article.

    All articles are there; only those with odd numbers are asked about.
    """
    questions, passages = xquad(data, asked), xquad(data, told)
    ids = [row["id"] for row in _rows(data / f"xquad-{asked}" / "queries.jsonl")]
    articles: dict[str, str] = {}
    for number, text in enumerate(passages.passages):
        source = source_of(told, number)
        articles[source] = articles.get(source, "") + " ".join(text.split()) + "\n"
    chosen = []
    for number, right in enumerate(questions.right):
        if right // PARAGRAPHS % 2:
            source = source_of(told, right)
            gold = Gold(passages.answers[number], source, line_of(right), frozenset({source}))
            chosen.append(ReadingQuestion(ids[number], questions.questions[number], asked, gold))
    return ReadingSet(f"xquad-{asked}-{told}" if asked != told else f"xquad-{asked}", articles, tuple(chosen))


def find_set(name: str, reading: Path, data: Path) -> ReadingSet:
    """Find a set by its name: a folder below `reading`, any folder, `xquad-ar`, or `xquad-en-ar` (asked in, told in).

    Raises:
        FileNotFoundError: It is not there.
    """
    kind, *languages = name.split("-")
    if kind == "xquad" and languages:
        return read_xquad(data, languages[0], languages[-1])
    folder = reading / name
    return read_set(folder if folder.is_dir() else Path(name))


def chosen(given: ReadingSet, only: frozenset[str] | None, every: int, limit: int) -> ReadingSet:
    """Take some of the questions.

    Args:
        given: All.
        only: Ids; None for any.
        every: Take every N-th of them.
        limit: Take at most so many, spread evenly; 0 for all.
    """
    questions = [each for each in given.questions if only is None or each.id in only][::every]
    if 0 < limit < len(questions):
        questions = [questions[number * len(questions) // limit] for number in range(limit)]
    return replace(given, questions=tuple(questions))


def write(given: ReadingSet, folder: Path) -> None:
    """Write the articles; files that are there already as they should be are left alone, others removed."""
    for path in sorted(folder.rglob("*")) if folder.exists() else ():
        if path.is_file() and path.relative_to(folder).as_posix() not in given.articles:
            path.unlink()
    for source, text in given.articles.items():
        path = folder / source
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


def _file(row: dict[str, Any]) -> str:
    return f"{row['id']}.md" if _front(row) else f"{row['id']}.txt"


def _article(row: dict[str, Any]) -> str:
    return f"{_front(row)}{row['text'].strip()}\n"


def _front(row: dict[str, Any]) -> str:
    """The title where the text does not begin with it."""
    title = " ".join((row.get("title") or "").split())
    if not title or row["text"].lstrip().startswith(title + "\n"):
        return ""
    return f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n\n"


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    lines: Sequence[str] = path.read_text("utf-8").split("\n")
    yield from (json.loads(line) for line in lines if line.strip())
