"""Rows of tables are read with their headings, and a cell answers."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Question
from bot.answers.table_rows import Row, row_at, table_of
from ingest.errors import CorpusError
from ingest.models.embedding import Embedder
from ingest.models.qa_model import QAModel
from tests.bot.answers.test_understanding import answering
from tests.bot.quotes.stored import store

CATCH = """\
The boats of Harvik landed less cod this year.

| Fish | 2024 (tonnes) | 2025 (tonnes) |
|------|---------------|---------------|
| Cod | 310 | 270 |
| Herring | 1,200 | 1,450 |

The season ends in March.
"""


def row_of(text: str, line: str) -> Row | None:
    start = text.index(line)
    return row_at(text, start, start + len(line))


@pytest.mark.parametrize(
    ("text", "line", "headings", "cells"),
    [
        (CATCH, "| Herring | 1,200 | 1,450 |", ("2024 (tonnes)", "2025 (tonnes)"), ["1,200", "1,450"]),
        ("Fisk | 2024\n\nTorsk | 310\n", "Torsk | 310", ("2024",), ["310"]),
        ("Fisk\t2024\t2025\nTorsk\t310\t\n", "Torsk\t310\t", ("2024", "2025"), ["310", ""]),
        (CATCH, "| Fish | 2024 (tonnes) | 2025 (tonnes) |", None, []),
        (CATCH, "The season ends in March.", None, []),
        ("a | b | c\nTorsk | 310", "Torsk | 310", None, []),
        ("Torsk | 310", "Torsk | 310", None, []),
    ],
)
def test_a_row_has_headings(text: str, line: str, headings: tuple[str, ...] | None, cells: list[str]) -> None:
    row = row_of(text, line)
    assert (row.headings if row else None) == headings
    assert [text[slice(*cell)] for cell in row.cells] == cells if row else not cells


CELL = st.text("abæ 0123،ع", min_size=1, max_size=6).map(str.strip).filter(bool)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=2, max_size=4), st.sampled_from(["| {} |", "{}"]))
def test_any_table_is_read_cell_by_cell(rows: list[list[str]], form: str) -> None:
    lines = [form.format(" | ".join(row)) for row in rows]
    text = "Above.\n" + "\n".join(lines)
    row = row_at(text, len(text) - len(lines[-1]), len(text))
    assert row is not None
    assert text[row.start :].startswith(lines[0].strip())
    said, places = row.read_as(text)
    assert [said[slice(*place)] for place in places] == rows[-1][1:] == [text[slice(*cell)] for cell in row.cells]


@given(st.text("ab|\t\n -", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_any_text_is_looked_at(text: str, start: int, end: int) -> None:
    row = row_at(text, min(start, len(text)), min(end, len(text)))
    assert row is None or 0 < len(row.cells) == len(row.headings)


@pytest.mark.parametrize(
    ("question", "column", "asked"),
    [
        ("how much herring was landed in 2025", 1, True),
        ("Herring 2024?", 0, True),
        ("how much herring in 2024 and 2025", None, True),
        ("how much was landed in 2025", 1, False),
        ("how many tonnes", None, False),
        ("how much cod in 2025", 1, False),
    ],
)
def test_a_question_names_row_and_column(question: str, column: int | None, asked: bool) -> None:
    row = row_of(CATCH, "| Herring | 1,200 | 1,450 |")
    assert row is not None
    assert row.named(question) == column
    assert row.is_asked(question) is asked


def test_a_passage_without_a_table_or_without_its_file_has_no_rows() -> None:
    def gone(source: str) -> str:
        raise CorpusError(f"{source} is gone.")

    assert table_of(store("a.md", "We wait.\n", "en")[0], gone) is None
    assert table_of(store("a.md", CATCH, "en")[0], gone) is None
    assert table_of(store("a.md", CATCH, "en")[0], lambda _: "another text") is None
    assert table_of(store("a.md", CATCH, "en")[0], lambda _: CATCH) is not None


@pytest.mark.parametrize(
    ("question", "bold"),
    [("how much cod did the boats land in 2025?", "270"), ("herring harvik 2024", "1,200")],
)
def test_a_cell_answers(question: str, bold: str, tmp_path: Path, embedder: Embedder, qa_model: QAModel) -> None:
    with answering(tmp_path, {"catch.md": ("2025-12-02", "Havn", "en", CATCH)}, embedder, qa_model) as answerer:
        answer = answerer.answer(Question(question))
    said = answer.statements[0]
    assert [said.text[slice(*mark)] for mark in said.highlights] == [bold]
    assert said.text.startswith("| Fish | 2024 (tonnes)")
