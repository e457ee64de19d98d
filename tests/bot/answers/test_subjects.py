"""The articles about a subject are those of its story in every language, and none of another story."""

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from bot.answers.retrieval import Retrieval
from bot.answers.subjects import Subjects, alike_to, told_with
from bot.likeness.article_traces import ArticleTraces
from bot.likeness.topics import Topics
from ingest.index.catalogue import StoredArticle, StoredPassage
from ingest.index.conditions import EVERYTHING
from ingest.index.index import Index
from ingest.models.centring import Centring
from ingest.models.embedding import Embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings

FERRY, LIBRARY, RIVER = {"003", "004", "005"}, {"006", "007", "008"}, {"009", "010", "011"}


@pytest.mark.parametrize(
    ("subject", "language", "about"),
    [
        ("ferry", "en", FERRY),
        ("fergen", "nb", FERRY),
        ("Fähre", "de", FERRY),
        ("library", "en", LIBRARY),
        ("biblioteket", "nb", LIBRARY),
        ("المكتبة", "ar", LIBRARY),
        ("Velna", "de", RIVER),
    ],
)
def test_all_of_a_story_and_nothing_else(
    seeds_index: Index, embedder: Embedder, retrieval: Retrieval, subject: str, language: str, about: set[str]
) -> None:
    found = Subjects(seeds_index, embedder, retrieval).articles(subject, EVERYTHING, language)
    assert {article.source[:3] for article in found} == about


def test_a_country_is_a_subject_in_every_language(seeds_index: Index, embedder: Embedder, retrieval: Retrieval) -> None:
    subjects = Subjects(seeds_index, embedder, retrieval)
    for subject, language in (
        ("North Korea", "en"),
        ("Nord-Korea", "nb"),
        ("Nordkorea", "de"),
        ("كوريا الشمالية", "ar"),
    ):
        found = subjects.articles(subject, EVERYTHING, language)
        assert {article.source[:3] for article in found} == {"000", "001", "002"}
        mentioned = subjects.mentioning(subject, EVERYTHING, language)
        assert {article.source[:3] for article in mentioned} == {"000", "001", "002"}


@pytest.mark.parametrize(
    ("subject", "about"),
    [
        ("storm edda", {"storm", "power"}),
        ("Skarvøy", {"storm", "power", "cable"}),
        ("العاصفة إدا في سكارفوي", {"storm", "power"}),
    ],
)
def test_articles_of_a_story_have_the_name_that_is_asked_for(
    tmp_path: Path, embedder: Embedder, subject: str, about: set[str]
) -> None:
    texts = {
        "storm": ("en", "Storm Edda hit Skarvøy on Monday. Three schools stayed closed and homes lost power."),
        "power": ("nb", "Alle husstander på Skarvøy har fått strømmen tilbake etter stormen Edda, sier Nordnett."),
        "cable": ("nb", "Kommunestyret på Skarvøy stemte ned en ny strømkabel til øya, sier Nordnett."),
        "bread": ("en", "The bakery in Ostby wins a prize for its bread for the third year."),
    }
    (tmp_path / "articles").mkdir()
    for name, (language, text) in texts.items():
        (tmp_path / "articles" / f"{name}.md").write_text(f"---\nlanguage: {language}\n---\n\n{text}\n", "utf-8")
    settings = CorpusSettings(articles_dir=tmp_path / "articles", data_dir=tmp_path / "data")
    ingest(settings, lambda: embedder)
    with contextlib.closing(Index(settings)) as index:
        subjects = Subjects(index, embedder, Retrieval(index, embedder))
        found = {article.source.removesuffix(".md") for article in subjects.articles(subject, EVERYTHING, "en")}
        nearest = [article.source for article in subjects.nearest("a baker", "en", 2)]
    assert found == about
    assert nearest[0] == "bread.md"


def test_nothing_is_added_for_being_like_what_was_added() -> None:
    turn = np.radians([0, 55, 110])  # Each is like the next (.57), the last is like the first not at all.
    alike = {str(n): np.array([np.cos(each)], np.float32) for n, each in enumerate(turn) if n}
    assert told_with({"0"}, alike, dict.fromkeys(alike, 0.1)) == {"0", "1"}
    assert told_with(set(), {}, dict.fromkeys(alike, 0.1)) == set()


def test_what_is_hardly_about_the_subject_must_be_more_like_the_story() -> None:
    alike = {"b": np.array([0.45], np.float32)}
    assert told_with({"a"}, alike, {"a": 0.3, "b": 0.1}) == {"a", "b"}
    assert told_with({"a"}, alike, {"a": 0.3, "b": 0.01}) == {"a"}


def test_an_article_in_another_language_belongs_to_the_story_by_its_names() -> None:
    storm = stored("Storm in Halvorsund: mayor Sigrid Aune closes schools", "en")
    same = stored("عاصفة في هالفورسوند ورئيسة البلدية سيغريد أونه تغلق المدارس", "ar")
    other = stored("عاصفة في برينهولم ورئيس البلدية توماس كيروغا يغلق المدارس", "ar")
    near = {article.content_hash: article for article in (storm, same, other)}
    row = np.array([0.43, np.sqrt(1 - 0.43**2)], np.float32)
    rows = {storm.content_hash: np.array([1, 0], np.float32), same.content_hash: row, other.content_hash: row}
    alike = alike_to({storm.content_hash}, near, rows, ArticleTraces(NoText().passages_of))
    found = told_with({storm.content_hash}, alike, dict.fromkeys(near, 0.1))
    assert found == {storm.content_hash, same.content_hash}


@pytest.mark.parametrize(
    ("subject", "about"),
    [("السد", {"dam", "dam_of"}), ("سد", {"dam", "dam_of"}), ("الحريق", {"fire"}), ("الآن", set()), ("ألمانيا", set())],
)
def test_an_arabic_word_is_found_with_its_article_and_without(
    tmp_path: Path, embedder: Embedder, subject: str, about: set[str]
) -> None:
    (tmp_path / "articles").mkdir()
    texts = {
        "dam": "قال مشغل سد سكارفاتن إن الإصلاح يستمر ثلاثة أشهر.",
        "dam_of": "عاد السكان إلى بيوتهم قرب السد بعد أسبوع.",
        "fire": "اندلع حريق في مستودع للأخشاب، ونجا العمال.",
        "mania": "إن مانيا اسم فرقة موسيقية جديدة.",
    }
    for name, text in texts.items():
        (tmp_path / "articles" / f"{name}.md").write_text(f"---\nlanguage: ar\n---\n\n{text}\n", "utf-8")
    settings = CorpusSettings(articles_dir=tmp_path / "articles", data_dir=tmp_path / "data")
    ingest(settings, lambda: embedder)
    with contextlib.closing(Index(settings)) as index:
        found = Topics(index, embedder, Centring(embedder)).by_words(subject)
        hashes = {article.content_hash: article for article in index.articles(offset=0, limit=10)}
    assert {hashes[key].source.removesuffix(".md") for key in found} == about


class NoText:
    """Articles that have nothing but a title."""

    def passages_of(self, source: str) -> list[StoredPassage]:
        return []


def stored(title: str, language: str) -> StoredArticle:
    now = datetime(2026, 6, 1, tzinfo=UTC)
    return StoredArticle(0, "a.txt", title, language, None, None, None, title, "utf-8", now, now, 1)
