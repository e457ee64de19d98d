"""What counts when words are compared, and that every folded letter knows where it came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.folding import fold


@pytest.mark.parametrize(
    ("written", "other"),
    [
        ("two   words\n", "two\u00a0words "),
        ("«Sitat», sa hun", '"Sitat", sa hun'),
        ("it’s 5 – 6", "it's 5 - 6"),
        ("العبّارة", "العبارة"),
        ("مُـحَـرِّك", "محرك"),
        ("أخرى إلى آخر", "اخري الي اخر"),
        ("مدينة", "مدينه"),
        ("2020 ، ثم", "2020، ثم"),
        ("ﬁne Ｗord", "fine word"),
        ("Café", "Cafe\u0301"),
        ("ONE", "one"),
        ("a\u200fb\u00adc", "abc"),
        ("لماذا؟", "لماذا ?"),
    ],
)
def test_words_written_differently_fold_alike(written: str, other: str) -> None:
    assert fold(written).text.strip() == fold(other).text.strip()


@pytest.mark.parametrize(
    ("written", "other"),
    [("10²", "102"), ("٢٠٢٠", "2020"), ("1.5", "15"), ("1 .5", "1.5"), ("5'30", "530"), ("3 ㎥", "3 m3"), ("på", "pa")],
)
def test_what_says_something_else_stays_apart(written: str, other: str) -> None:
    assert fold(written).text != fold(other).text


@given(st.text())
def test_every_folded_letter_has_its_place(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.origins)
    assert list(folded.origins) == sorted(folded.origins)
    assert all(0 <= origin < len(text) for origin in folded.origins)


@given(st.text(alphabet="0123456789٠١٢٣۴۵²½ab .,’'"))
def test_no_digit_is_lost_or_changed(text: str) -> None:
    assert [c for c in text if c.isnumeric()] == [c for c in fold(text).text if c.isnumeric()]


def test_a_mark_between_digits_counts_there_alone() -> None:
    assert fold('00"0').text == '00"0'
    assert fold('00"').text == "00"


@given(st.text(min_size=1), st.data())
def test_a_range_stands_for_the_letters_it_came_from(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    first, last = folded.origin(start, end)
    # A quotation mark between digits counts, and does not where the cut leaves no digit behind it.
    letters = folded.text[start:end].strip().strip("\"'`´«»‘’‚‛“”„‟‹›″′〝〞〟「」『』＂＇").strip()
    assert letters in fold(text[first:last]).text or not text[first:last].strip()
