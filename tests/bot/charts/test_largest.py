"""Which stories are the largest, and who tells them."""

from datetime import timedelta

from bot.charts.counting import By
from bot.charts.largest import STORIES, LargeStory, largest
from tests.bot.charts.corpora import LIBRARY, TALKED_ABOUT, TODAY, article, stories_of

STORY = stories_of(TALKED_ABOUT)


def test_the_largest_come_first_with_a_title_in_the_readers_language() -> None:
    library, ferry, river = largest(TALKED_ABOUT, STORY, By.LANGUAGE, None, "en")
    assert (library.title, library.articles) == (LIBRARY["en"], 7)
    assert library.parts == (("ar", 2), ("nb", 2), ("de", 1), ("en", 1), ("es", 1))
    assert ferry == LargeStory("Battery ferry starts on the Tarnholm crossing", (("nb", 4), ("en", 1)))
    assert river.title == "Niedrigwasser an der Velna legt Mühlen still"


def test_a_story_of_one_article_is_none() -> None:
    assert largest([article(1, "a"), article(2, "b")], {"a:1": "a", "b:2": "b"}, By.OUTLET, None, "en") == ()


def test_the_same_file_twice_counts_once_and_what_is_older_not_at_all() -> None:
    twice = [article(1, "a"), article(1, "a"), article(9, "a", outlet=None)]
    (told,) = largest(twice, stories_of(twice), By.OUTLET, None, "en")
    assert told.parts == (("", 1), ("Wire", 1))
    assert largest(twice, stories_of(twice), By.OUTLET, TODAY - timedelta(5), "en") == ()


def test_few_are_shown() -> None:
    articles = [article(number, str(story)) for story in range(9) for number in (1, 2)]
    assert len(largest(articles, stories_of(articles), By.OUTLET, None, "en")) == STORIES
