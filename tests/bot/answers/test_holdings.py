"""What the corpus holds is said in a sentence; the questions offered are made of its titles."""

import re
from datetime import UTC, date, datetime

import pytest

from bot.answers.holdings import Holdings, examples, holdings, holdings_said
from bot.texts import Texts
from ingest.index.stored import StoredArticle
from ingest.index.tallies import Tally

INVISIBLE = re.compile("[\u200e\u200f\u2068\u2069]")
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def article(title: str, language: str) -> StoredArticle:
    return StoredArticle(1, "a.txt", title, language, "Avis", None, None, "0" * 64, "utf-8", NOW, NOW, 1)


def tally(day: int, language: str, outlet: str | None, articles: int) -> Tally:
    return Tally(date(2026, 3, day), True, language, outlet, articles, NOW)


def test_what_there_is_is_counted() -> None:
    held = holdings([tally(1, "nb", "Avis", 2), tally(5, "ar", "Sahifa", 3), tally(2, "und", None, 1)])
    assert held == Holdings(6, 2, ("ar", "nb"), date(2026, 3, 5))
    assert holdings([]) is None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "I hold 6 articles from 2 outlets, in Arabic and Norwegian Bokmål. The newest is from March 5, 2026."),
        ("nb", "Jeg har 6 artikler fra 2 aviser, på arabisk og norsk bokmål. Den nyeste er fra 5. mars 2026."),
    ],
)
def test_it_is_said_in_a_sentence(language: str, said: str) -> None:
    held = Holdings(6, 2, ("ar", "nb"), date(2026, 3, 5))
    assert INVISIBLE.sub("", holdings_said(held, Texts(language))) == said
    assert holdings_said(None, Texts(language)) == Texts(language).text("holdings.none")
    assert "2026" in holdings_said(Holdings(1, 0, (), date(2026, 3, 5)), Texts(language))


def test_questions_are_about_names_in_titles() -> None:
    news = [
        article("Fergen «Havsula» er i rute", "nb"),
        article("Godstogene ruller igjen mellom Russland og Nord-Korea", "nb"),
        article("The old library of Mina al-Zahr opens on Monday", "en"),
        article("عودة الناقلات إلى اليابان", "ar"),
    ]
    asked = [INVISIBLE.sub("", question) for question in examples(news, Texts("en"), 3)]
    assert asked == ["What is new about Mina al-Zahr?", "What is new about Havsula?", "What is new about Nord-Korea?"]
    asked = [INVISIBLE.sub("", question) for question in examples(news, Texts("ar"), 2)]
    assert asked == ["ما الجديد عن اليابان؟", "ما الجديد عن روسيا؟"]


def test_without_names_the_titles_themselves_are_asked_about() -> None:
    asked = [INVISIBLE.sub("", each) for each in examples([article("Fisken er tilbake", "nb")], Texts("nb"), 3)]
    assert asked == ["Hva skjedde: Fisken er tilbake?"]
    assert examples([], Texts("nb"), 3) == []
