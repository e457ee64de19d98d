"""The JSON of `ask --json`: exactly these keys, on one line."""

import json
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Disagreement
from bot.facts.contradictions import ContradictionKind
from bot.terminal.records import record
from tests.bot.terminal.answers import ANSWERED, DECLINED


def test_answer_becomes_exactly_this_record() -> None:
    assert json.loads(record(ANSWERED)) == {
        "follows": None,
        "rewritten": None,
        "question": "When did the bridge open?",
        "language": "en",
        "abstained": False,
        "voice": "sure",
        "confidence": None,
        "text": "The bridge opened in May, a month early. [1]\nThe market followed in June. [1][2]",
        "statements": [
            {"text": "The bridge opened in May, a month early.", "citations": [1], "highlights": []},
            {"text": "The market followed in June.", "citations": [1, 2], "highlights": []},
        ],
        "disagreements": [],
        "citations": [
            {
                "number": 1,
                "source": "harbour/000_bridge.txt",
                "lines": [3, 3],
                "quote": "The bridge opened in May, a month early.",
                "language": "en",
                "translation": None,
                "title": "The bridge",
                "outlet": "Harbour Wire",
                "published": "2024-05-02",
                "url": None,
                "highlights": [],
            },
            {
                "number": 2,
                "source": "001_market.txt",
                "lines": [1, 2],
                "quote": "افتُتح السوق\nفي يونيو.",
                "language": "ar",
                "translation": None,
                "title": "السوق",
                "outlet": None,
                "published": None,
                "url": None,
                "highlights": [],
            },
        ],
        "passages": [
            {"source": "001_market.txt", "lines": [1, 2], "text": "افتُتح السوق\nفي يونيو.", "score": 0.2235},
        ],
        "seconds": 0.0123,
    }


def test_both_sides_of_a_disagreement_are_named() -> None:
    differing = record(replace(ANSWERED, disagreements=(Disagreement(ContradictionKind.DATE, (1,), (2,)),)))
    assert json.loads(differing)["disagreements"] == [{"kind": "date", "one": [1], "other": [2], "values": None}]
    assert "The sources differ on the date" in json.loads(differing)["text"]


def test_declining_is_told_and_said() -> None:
    declined = json.loads(record(DECLINED))
    assert (declined["abstained"], declined["statements"], declined["citations"]) == (True, [], [])
    assert declined["text"]


@given(st.text())
def test_record_is_one_line_and_keeps_the_question(question: str) -> None:
    line = record(replace(ANSWERED, question=question))
    assert "\n" not in line
    assert "\r" not in line
    assert json.loads(line)["question"] == question
