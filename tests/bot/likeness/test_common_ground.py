"""Which names and figures articles in different languages share, and what that says of their likeness."""

from datetime import UTC, datetime
from hashlib import sha256

import numpy as np
import pytest

from bot.likeness.article_traces import ArticleTraces
from bot.likeness.common_ground import LEAD, MOST_ADDED, CommonGround, traces
from ingest.index.catalogue import StoredArticle, StoredPassage

STORM = "Storm in Halvorsund. Mayor Sigrid Aune said 1,240 homes were without power."
SAME_STORM = "عاصفة في هالفورسوند. وقالت رئيسة البلدية سيغريد أونه إن 1240 منزلا بلا كهرباء."
OTHER_STORM = "عاصفة في برينهولم. وقال رئيس البلدية توماس كيروغا إن 85 منزلا بلا كهرباء."


def lift(one: str, other: str) -> float:
    return CommonGround({"one": traces(one), "other": traces(other)}).lift("one", "other")


def test_what_two_scripts_name_alike_brings_articles_together() -> None:
    assert lift(STORM, SAME_STORM) > 0.05
    assert lift(STORM, OTHER_STORM) == 0.0
    assert lift(STORM, STORM) == MOST_ADDED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The Havlys ran aground off Halvorsund.", "Паром «Хавлюс» сел на мель у Халворсунна."),
        ("Mayor Halvdanov met Dalnev.", "Мэр беседовал с Хальвдановым и Дальневым."),
        ("Kaldbrück, Zielke, 40.000", "Το Κάλντμπρικ και η Τσίλκε, 40 000"),
    ],
)
def test_names_are_known_with_the_sounds_and_endings_of_their_script(one: str, other: str) -> None:
    mine, theirs = traces(one), traces(other)
    assert mine
    assert theirs
    assert len(mine.keys() & theirs.keys()) >= 2


def test_a_name_in_many_articles_says_less_than_a_rare_one() -> None:
    pair = {"a": traces("The Brandt and Dalnev"), "b": traces("براندت ودالنيف")}
    others = {str(n): traces("The Brandt and Dalnev of Ullern") for n in range(200)}
    assert CommonGround(pair).lift("a", "b") > CommonGround(others | pair).lift("a", "b")


def test_years_and_what_no_script_tells_say_nothing() -> None:
    assert traces("In 2024 or 2031, and by 1743") == {"1743": "1743"}
    assert traces("索尔维克隧道火灾死了多少人") is None
    assert CommonGround({"one": traces(STORM), "other": None}).lift("one", "other") == 0.0
    assert lift(STORM, "کم است") == 0.0


def test_only_the_beginning_of_an_article_is_read() -> None:
    assert traces("and so on. " * LEAD + "Halvorsund") == {}


class Shelf:
    """Articles that are their title."""

    def passages_of(self, source: str) -> list[StoredPassage]:
        return []


def article(title: str, language: str) -> StoredArticle:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    return StoredArticle(
        0, "a.txt", title, language, None, None, None, sha256(title.encode()).hexdigest(), "utf-8", now, now, 1
    )  # fmt: skip


def test_only_pairs_in_two_languages_are_lifted() -> None:
    articles = [article(STORM, "en"), article(SAME_STORM, "ar"), article(f"{STORM} Again.", "en")]
    found = ArticleTraces(Shelf().passages_of).lifts(articles, np.array([0, 0, 2]), np.array([1, 2, 1]))
    assert found[0] > 0
    assert found[1] == 0
    assert found[2] > 0
