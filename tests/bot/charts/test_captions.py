"""The words say what the picture shows, whoever cannot see it."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts.captions import describe
from bot.charts.counting import By, count
from bot.telegram.handlers.corpus import CAPTION, caption
from bot.texts import LANGUAGES, Texts
from ingest.index.tallies import Tally
from tests.bot.charts.corpora import TODAY, any_tallies, corpus, tally


def words(
    tallies: list[Tally], by: By = By.LANGUAGE, language: str = "en", numbered: tuple[str, ...] = ()
) -> list[str]:
    counts = count(tallies, by)
    assert counts
    said = describe(counts, Texts(language), numbered).replace("\u00a0", " ")
    return re.sub("[\u2068\u2069]", "", said).split("\n")


def test_totals_span_languages_outlets_the_fullest_month_and_the_last_change() -> None:
    assert words(corpus()) == [
        "Articles by month and language",
        "3,000 articles, from March 14, 2024 to March 13, 2026.",
        "Languages: Norwegian Bokmål (944) · Arabic (833) · English (512) · German (309) · Spanish (230)"
        " · 3 others (172).",
        "Outlets: Fjordposten (844) · وكالة المرفأ (654) · Harbour Wire (425) · Küstenblatt (309)"
        " · El Faro del Valle (230) · 7 others (538).",
        "Busiest month: February 2026 (180).",
        "The days are those of publication.",
        "The last article came in on March 14, 2026.",
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1 article, from March 1, 2026.", "Outlets: Wire (1)."]),
        ("ar", ["مقال واحد، من يوم 1 مارس 2026.", "وسائل الإعلام: Wire (1)."]),
        ("nb", ["1 artikkel, fra 1. mars 2026.", "Medier: Wire (1)."]),
    ],
)
def test_a_single_article(language: str, said: list[str]) -> None:
    found = words([tally(date(2026, 3, 1))], language=language)
    assert [found[1], found[3]] == said


def test_what_bears_no_date_is_said() -> None:
    undated = tally(TODAY, 3, dated=False)
    assert "3 articles have no date and are counted" in words([undated, tally(TODAY)])[-2]
    assert "have no date" in words([undated])[-2]
    assert "1 article has no date" in words([tally(TODAY, dated=False), tally(TODAY)])[-2]


def test_what_is_unknown_or_much_older_or_numbered_is_said() -> None:
    found = words([tally(date(1961, 4, 12)), *corpus(500, 100), tally(TODAY, 7, "und", None)], numbered=("海港日报",))
    assert "Language not known (7)" in found[2]
    assert "Outlet not known (7)" in found[3]
    assert found[-3:] == [
        "1 much older article is left out.",
        "The last article came in on March 14, 2026.",
        "[1] 海港日报",
    ]


def test_a_corpus_without_outlets_says_nothing_of_them() -> None:
    assert not any("utlet" in line for line in words([tally(TODAY, outlet=None)]))


@settings(deadline=None)
@given(any_tallies, st.sampled_from(By), st.sampled_from(LANGUAGES))
def test_any_corpus_is_described_within_a_caption(tallies: list[Tally], by: By, language: str) -> None:
    counts = count(tallies, by)
    assert counts
    texts = Texts(language)
    reply = caption(describe(counts, texts), texts)
    assert reply.pages[0].length <= CAPTION
    assert texts.number(counts.total) in reply.pages[0].plain or counts.total < 3
