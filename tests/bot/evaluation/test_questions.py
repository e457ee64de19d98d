"""Question files: what they may hold, and one sentence for each way to get them wrong."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.evaluation.questions import ExpectedAnswer, read_questions
from ingest.errors import QuestionFileError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "questions.jsonl"


def test_all_forms(file: Path) -> None:
    file.write_text(
        '\ufeff{"question": "When did the bridge open?", "source": "bridge.txt", "words": "4 May"}\n'
        '\n{"question": "Hva koster taket?", "source": ["a.txt", "b.txt"], "words": ["3,4", "3.4"], "by": "Ada"}\n'
        '{"question": "Who won the cup?", "words": null}\n{"question": "ماذا حدث؟"}\n',
        "utf-8",
    )
    assert read_questions(file) == [
        ExpectedAnswer("When did the bridge open?", frozenset({"bridge.txt"}), ("4 May",), False),
        ExpectedAnswer("Hva koster taket?", frozenset({"a.txt", "b.txt"}), ("3,4", "3.4"), False),
        ExpectedAnswer("Who won the cup?", frozenset(), (), True),
        ExpectedAnswer("ماذا حدث؟", frozenset(), (), False),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "line 2 is not JSON"),
        ("[" * 100_000, "line 2 is not JSON"),
        ("[]", 'line 2 has no "question"'),
        ('{"question": "  "}', 'line 2 has no "question"'),
        ('{"question": 7}', 'line 2 has no "question"'),
        ('{"question": "x", "words": 7}', 'line 2 has a "words"'),
        ('{"question": "x", "source": ["a", 1]}', 'line 2 has a "source"'),
    ],
)
def test_wrong_line_is_named(file: Path, line: str, why: str) -> None:
    file.write_text(f'{{"question": "x"}}\n{line}\n', "utf-8")
    with pytest.raises(QuestionFileError, match=why):
        read_questions(file)


def test_no_file_no_text_and_no_question(file: Path) -> None:
    with pytest.raises(QuestionFileError, match="cannot be read"):
        read_questions(file)
    file.write_bytes(b"\xff\xfe\xff")
    with pytest.raises(QuestionFileError, match="cannot be read"):
        read_questions(file)
    file.write_text("\n \n", "utf-8")
    with pytest.raises(QuestionFileError, match="no question"):
        read_questions(file)


@given(st.text())
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("questions") / "any.jsonl"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    told = ""
    try:
        assert read_questions(file)
    except QuestionFileError as error:
        told = str(error)
    assert not told or told.count("any.jsonl") == 1
