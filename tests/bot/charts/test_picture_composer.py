"""Names, figures and days, each in the reader's language, and few enough to be read."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts.counting import By, count
from bot.charts.picture_composer import Composed, compose, steps
from bot.texts import LANGUAGES, Texts
from ingest.index.tallies import Tally
from tests.bot.charts.corpora import TODAY, any_tallies, corpus, tally


def composed(tallies: list[Tally], by: By = By.LANGUAGE, language: str = "en") -> Composed:
    counts = count(tallies, by)
    assert counts
    return compose(counts, Texts(language), lambda words: "日" not in words)


def times(tallies: list[Tally], language: str = "en") -> list[str]:
    return [it.label.replace("\n", " ") for it in composed(tallies, language=language).picture.times]


@settings(deadline=None)
@given(st.integers(1, 10**9))
def test_amounts_are_round_and_reach_the_highest_bar(highest: int) -> None:
    found = steps(highest)
    size = found[1]
    assert found == tuple(size * number for number in range(len(found)))
    assert 2 <= len(found) <= 7
    assert found[-2] < highest <= found[-1]
    assert str(size).rstrip("0") in {"1", "2", "5"}


@settings(deadline=None)
@given(any_tallies, st.sampled_from(By), st.sampled_from(LANGUAGES))
def test_any_corpus_has_few_labels_in_their_place(tallies: list[Tally], by: By, language: str) -> None:
    picture = composed(tallies, by, language).picture
    bins = len(picture.strips[0].counts)
    assert 1 <= len(picture.strips) <= 7
    assert 1 <= len(picture.times) <= 5
    assert all(0 <= it.at < bins and it.label for it in picture.times)
    assert all(it.name and it.amount and len(it.counts) == bins for it in picture.strips)
    assert picture.amounts[-1].at >= max(map(sum, zip(*(it.counts for it in picture.strips), strict=True)))


def test_the_year_is_said_where_it_is_another_one() -> None:
    assert times([tally(TODAY)]) == ["Mar 14 2026"]
    assert times([tally(date(2025, 12, 25)), tally(date(2026, 1, 8))]) == [
        "Dec 25 2025",
        "Dec 28",
        "Dec 31",
        "Jan 3 2026",
        "Jan 6",
    ]
    assert times(corpus(), "ar") == ["يوليو 2024", "يناير 2025", "يوليو", "يناير 2026"]
    assert times(corpus(9000, 7300)) == ["2010", "2015", "2020", "2025"]
    assert times([tally(TODAY - timedelta(2500)), tally(TODAY)], "nb") == ["2020", "2022", "2024", "2026"]


@pytest.mark.parametrize(
    ("language", "title", "first", "rest", "amount"),
    [
        ("en", "Articles by month and language", "Norwegian Bokmål", "2 others", "1,500"),
        ("ar", "المقالات حسب الشهر واللغة", "النرويجية بوكمال", "اثنتان أخريان", "1,500"),
        ("nb", "Artikler per måned og språk", "Norsk bokmål", "2 andre", "1 500"),
    ],
)
def test_it_speaks_the_readers_language(language: str, title: str, first: str, rest: str, amount: str) -> None:
    picture = composed(corpus(20000), language=language).picture
    assert picture.title.replace("\u2068", "").replace("\u2069", "") == title
    assert (picture.strips[0].name, picture.strips[-1].name) == (first, rest)
    assert picture.direction == ("rtl" if language == "ar" else "ltr")
    assert picture.amounts[-1].label.replace("\u00a0", " ") == amount
    assert [it.colour for it in picture.strips] == [0, 1, 2, 3, 4, 5, None]


def test_a_name_without_letters_in_the_font_is_numbered_and_a_long_one_cut() -> None:
    found = composed([tally(TODAY, 5, outlet="海港日报"), tally(TODAY, 4, outlet="x" * 99)], By.OUTLET)
    assert [it.name for it in found.picture.strips] == ["[1]", "x" * 41 + "…"]
    assert found.numbered == ("海港日报",)


@pytest.mark.parametrize(
    ("outlets", "last"),
    [
        (["a", "b", None], "Outlet not known"),
        ([*"abcdefg"], "g"),
        ([*"abcdefgh"], "2 others"),
        ([*"abcdefgh", None], "Others and unknown"),
    ],
)
def test_what_is_left_over_is_named_for_what_it_is(outlets: list[str | None], last: str) -> None:
    tallies = [tally(TODAY, 20 - number, outlet=outlet) for number, outlet in enumerate(outlets)]
    strip = composed(tallies, By.OUTLET).picture.strips[-1]
    assert (strip.name, strip.colour) == (last, None)
