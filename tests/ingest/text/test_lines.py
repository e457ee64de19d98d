import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.lines import Lines


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_newline_style_counts_alike(newline: str) -> None:
    text = newline.join(["en", "to", "", "fire"])
    assert Lines(text).at(text.index("to")) == 2
    assert Lines(text).span(text.index("to"), len(text)) == (2, 4)


def test_unicode_separators_do_not_end_a_line() -> None:
    text = "a\u2028b\u2029c\x0cd\x85e\nf"
    assert Lines(text).at(text.index("e")) == 1
    assert Lines(text).at(text.index("f")) == 2


@given(st.text(alphabet="ab\r\n\u2028\x0c"))
def test_lines_are_those_that_open_reads(text: str) -> None:
    numbered = Lines(text)
    read = io.StringIO(text, newline="").readlines()  # keeps the line ends as they stand
    offset = 0
    for number, line in enumerate(read, 1):
        assert {numbered.at(offset + i) for i in range(len(line))} == {number}
        offset += len(line)
    assert numbered.texts(text) == read
