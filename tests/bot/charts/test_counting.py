"""What is counted: nothing lost, bins without gaps, few enough to be seen."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts.counting import BINS, SERIES, By, Counts, Width, count
from ingest.index.tallies import Tally
from tests.bot.charts.corpora import NOW, TODAY, any_tallies, corpus, tally


def counted(tallies: list[Tally], by: By = By.LANGUAGE) -> Counts:
    counts = count(tallies, by)
    assert counts
    return counts


@settings(deadline=None)
@given(any_tallies, st.sampled_from(By))
def test_every_article_is_in_one_bin_or_said_to_be_left_out(tallies: list[Tally], by: By) -> None:
    counts = counted(tallies, by)
    assert sum(counts.per_bin) == counts.total
    assert counts.total + counts.earlier == sum(it.articles for it in tallies)
    assert sum(it.total for it in counts.series) + sum(counts.rest) == counts.total
    for totals in (counts.languages, counts.outlets):
        assert sum(it for _, it in totals) == counts.total
        assert [it for _, it in totals] == sorted((it for _, it in totals), reverse=True)


@settings(deadline=None)
@given(any_tallies, st.sampled_from(By))
def test_bins_follow_one_another_and_are_few(tallies: list[Tally], by: By) -> None:
    counts = counted(tallies, by)
    assert list(counts.starts) == sorted(set(counts.starts))
    assert counts.starts[0] <= counts.first <= counts.last
    assert len(counts.starts) <= (101 if counts.width is Width.YEAR else BINS)
    gaps = {(after - before).days for before, after in zip(counts.starts, counts.starts[1:], strict=False)}
    lengths = {Width.DAY: {1}, Width.WEEK: {7}, Width.MONTH: {28, 29, 30, 31}, Width.QUARTER: {90, 91, 92}}
    assert gaps <= lengths.get(counts.width, {365, 366})


@settings(deadline=None)
@given(any_tallies)
def test_a_day_stands_in_its_own_bin(tallies: list[Tally]) -> None:
    counts = counted(tallies)
    ends = [*counts.starts[1:], date.max]
    for start, end, amount in zip(counts.starts, ends, counts.per_bin, strict=True):
        believed = (it if it.day <= TODAY + timedelta(1) else tally(TODAY, it.articles) for it in tallies)
        assert amount == sum(it.articles for it in believed if start <= it.day < end)


@settings(deadline=None)
@given(any_tallies, st.sampled_from(By))
def test_the_largest_have_a_series(tallies: list[Tally], by: By) -> None:
    counts = counted(tallies, by)
    totals = counts.languages if by is By.LANGUAGE else counts.outlets
    named = [(name, amount) for name, amount in totals if name]
    assert [(it.name, it.total) for it in counts.series] == named[:SERIES]


@pytest.mark.parametrize(
    ("days", "width"),
    [
        *[
            (1, Width.DAY),
            (62, Width.DAY),
            (63, Width.WEEK),
            (400, Width.WEEK),
            (500, Width.MONTH),
            (1850, Width.MONTH),
        ],
        *[(2000, Width.QUARTER), (5500, Width.QUARTER), (5800, Width.YEAR), (30000, Width.YEAR)],
    ],
)
def test_the_bins_grow_with_the_time(days: int, width: Width) -> None:
    assert counted([tally(TODAY - timedelta(number)) for number in range(days)]).width is width


def test_one_very_old_article_does_not_press_the_others_together() -> None:
    counts = counted([tally(date(1961, 4, 12)), *corpus(500, 100)])
    assert (counts.earlier, counts.width) == (1, Width.WEEK)
    assert counts.first.year == 2025
    few = counted([tally(date(1961, 4, 12)), tally(date(2026, 1, 1), 20)])
    assert (few.earlier, few.first.year) == (0, 1961)


def test_what_is_dated_after_it_came_in_is_undated() -> None:
    counts = counted([tally(date(2062, 1, 1)), tally(TODAY + timedelta(1)), tally(TODAY, dated=False)])
    assert (counts.undated, counts.first, counts.last) == (2, TODAY, TODAY + timedelta(1))


def test_a_span_is_shown_whole_also_where_nothing_came() -> None:
    counts = count([tally(date(2020, 1, 1)), tally(date(2026, 3, 5))], By.OUTLET, date(2026, 3, 1), TODAY)
    assert counts
    assert (len(counts.starts), counts.total, counts.earlier) == (14, 1, 0)
    assert count([tally(date(2020, 1, 1))], By.OUTLET, date(2026, 3, 1), TODAY) is None
    assert count([], By.OUTLET) is None


def test_what_is_not_known_has_no_series() -> None:
    counts = counted([tally(TODAY, 9, "und", None), tally(TODAY, 1, "ar", "المدينة")], By.OUTLET)
    assert [it.name for it in counts.series] == ["المدينة"]
    assert counts.rest == (9,)
    assert counts.languages == (("", 9), ("ar", 1))
    assert counts.updated == NOW
