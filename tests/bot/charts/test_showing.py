"""From tallies to what is sent."""

from datetime import date, timedelta

from bot.charts.counting import By
from bot.charts.showing import LargestStories, View, show
from bot.texts import Texts
from tests.bot.charts.corpora import TALKED_ABOUT, TODAY, corpus, stories_of, tally

EN = Texts("en")


def test_nothing_is_said_rather_than_drawn() -> None:
    assert show([], View(), TODAY, EN).picture is None
    assert show([], View(), TODAY, EN).words == EN.text("notice.no_articles")
    old = show([tally(date(2020, 1, 1))], View(span=timedelta(30)), TODAY, EN)
    assert (old.picture, old.words) == (None, EN.text("corpus.nothing"))


def test_languages_are_shown_unless_there_is_one_only() -> None:
    assert "language" in show(corpus(50, 20), View(), TODAY, EN).words.split("\n")[0]
    one = show([tally(TODAY), tally(TODAY, outlet="Post")], View(), TODAY, EN)
    assert "outlet" in one.words.split("\n")[0]
    assert one.picture
    assert "language" in show([tally(TODAY)], View(By.LANGUAGE), TODAY, EN).words.split("\n")[0]


def test_stories_are_named() -> None:
    stories = LargestStories(TALKED_ABOUT, stories_of(TALKED_ABOUT))
    words = show(corpus(50, 20), View(), TODAY, Texts("nb"), stories).words
    said = "Største saker: Det gamle biblioteket tar igjen imot… (7) · Elektrisk ferge i gang over Tarnholmsundet (5)"
    assert said in words.translate({0x2068: None, 0x2069: None, 0xA0: " "})
    week = show(corpus(50, 20), View(span=timedelta(7)), TODAY, Texts("nb"), stories).words
    assert "ferge" not in week


def test_a_span_ends_today() -> None:
    shown = show([tally(TODAY - timedelta(6), 2), tally(TODAY - timedelta(7), 4)], View(span=timedelta(7)), TODAY, EN)
    assert "2 articles" in shown.words
    hours = show([tally(TODAY, 2)], View(span=timedelta(hours=1)), TODAY, EN)
    assert "by day" in hours.words
