"""The question files of `python -m bot evaluate`: one JSON object a line, what is asked and what is expected.

    {"question": "When did the bridge open?", "source": "bridge.txt", "words": "4 May"}
    {"question": "Who designed the bridge?", "words": null}

`source` is a file or a list of files of which any will do, or missing; `words` is a text or a list of texts of which
any will do, null when the question should be declined, or missing. Other keys are ignored.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import QuestionFileError


@dataclass(frozen=True, slots=True)
class ExpectedAnswer:
    """A question and what should become of it.

    Attributes:
        question: As a person would type it.
        sources: Files any of which answers; empty when not said.
        words: Texts any of which the answer must hold; empty when not said.
        declined: The articles do not answer.
    """

    question: str
    sources: frozenset[str]
    words: tuple[str, ...]
    declined: bool


def read_questions(path: Path) -> list[ExpectedAnswer]:
    """Read a question file; empty lines are skipped.

    Raises:
        QuestionFileError: It is not there, holds no question, or one of its lines is not as described above.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise QuestionFileError(f"{path} cannot be read; name a file of UTF-8 text with one question a line.") from None
    found = [_expected(line, f"{path}, line {number}") for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise QuestionFileError(f"{path} holds no question; write one JSON object a line.")
    return found


def _expected(line: str, place: str) -> ExpectedAnswer:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise QuestionFileError(f"{place} is not JSON; write one object a line.") from None
    question = row.get("question") if isinstance(row, dict) else None
    if not isinstance(question, str) or not question.strip():
        raise QuestionFileError(f'{place} has no "question"; give it as a text.')
    declined = "words" in row and row["words"] is None
    words, sources = _texts(row, "words", place), _texts(row, "source", place)
    return ExpectedAnswer(question, frozenset(sources), words, declined)


def _texts(row: dict[str, Any], key: str, place: str) -> tuple[str, ...]:
    value = row.get(key)
    texts = [value] if isinstance(value, str) else value or []
    if not isinstance(texts, list) or not all(isinstance(text, str) and text.strip() for text in texts):
        raise QuestionFileError(f'{place} has a "{key}" that is neither a text nor a list of texts; mend it.')
    return tuple(texts)
