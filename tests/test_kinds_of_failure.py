"""The page that lists the kinds of failure names tests that are there, and at least one for each kind."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROWS = [
    line
    for line in (TESTS / "README.md").read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and not line.startswith("| kind ")
]
NAMED = [named for row in ROWS for named in re.findall(r"`([\w/]+\.py)::(test_\w+)`", row)]


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(it.name for it in tree.body if isinstance(it, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split(" | ")[0].strip("| "))
def test_each_kind_is_held_by_a_test(row: str) -> None:
    assert "::test_" in row


def test_every_named_test_is_there() -> None:
    assert [f"{file}::{name}" for file, name in NAMED if name not in names_in(file)] == []
    assert len(NAMED) > 40
