"""Letters, words and where a sentence begins."""

import pytest

from ingest.text.patterns import LETTERS, WORD, begins_sentence


def test_letters_are_of_any_script_and_no_digits() -> None:
    assert LETTERS.findall("Covid-19 سنة ٢٠٢٠ «Ærø_2»") == ["Covid", "سنة", "Ærø"]
    assert WORD.findall("Covid-19 Ærø_2") == ["Covid", "19", "Ærø_2"]


@pytest.mark.parametrize(
    ("before", "begins", "after_colon"),
    [
        ("", True, True),
        ("He left. ", True, True),
        ("ماذا حدث؟ ", True, True),
        ("She said. «", True, True),
        ("The minister: ", False, True),
        ("The minister: (", False, True),
        ("at 8.", False, False),
        ("The ", False, False),
        ("Wait, ", False, False),
    ],
)
def test_a_sentence_begins_behind_a_stop_and_a_space(before: str, *, begins: bool, after_colon: bool) -> None:
    assert begins_sentence(before) is begins
    assert begins_sentence(before, after_colon=True) is after_colon
