"""Versions: a corrected article beside its first form takes its place, for whoever sees both of them."""

import contextlib
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ingest.cleaning.corrections import bare_headline, is_correction
from ingest.index import lexicon
from ingest.index.conditions import EVERYTHING, Conditions
from ingest.index.editions import current
from ingest.index.index import Index
from ingest.index.narrowed_index import NarrowedIndex
from ingest.index.schema import FILE
from ingest.index.versions import MANY, Version, bare_address, is_newer
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from ingest.text.resemblance import runs_of
from tests.ingest.fakes import WordEmbedder, settings_in

TOLD = (
    "Five people died in the fire at the harbour of Vik on Sunday night. The fire brigade came after ten minutes. "
    "The warehouse belonged to the fishermen, who had stored nets and paint in it for the winter months."
)
CORRECTED = TOLD.replace("Five people died", "Four people died")


def _write(settings: CorpusSettings, name: str, told: str, **fields: object) -> None:
    path = settings.articles_dir / name
    path.parent.mkdir(exist_ok=True)
    front = {"title": "Fire at the harbour", "outlet": "Vik Post", "language": "en"} | fields
    lines = "\n".join(f"{key}: {value}" for key, value in front.items() if value)
    path.write_text(f"---\n{lines}\n---\n\n{told}\n", "utf-8")


@contextlib.contextmanager
def _index(settings: CorpusSettings) -> Iterator[Index]:
    ingest(settings, WordEmbedder, allow_removal=True)
    with contextlib.closing(Index(settings)) as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path) -> CorpusSettings:
    """An article, its correction of the next day, and one of another outlet that printed the same."""
    settings = settings_in(tmp_path)
    _write(settings, "first.md", TOLD, date="2026-05-03", url="https://vik.example/fire")
    _write(settings, "desk/second.md", CORRECTED, date="2026-05-04", url="http://www.vik.example/fire/?utm_source=a")
    _write(settings, "other.md", f"Vik: {TOLD}", date="2026-05-03", outlet="Elsewhere", url="https://vik.example/fire")
    return settings


def _near(index: Index, conditions: Conditions = EVERYTHING) -> set[str]:
    (vector,) = WordEmbedder().embed_queries(["people died in the fire"])
    return {stored.article.source for stored, _ in index.nearest(vector, 9, conditions)}


def _by_words(index: Index, conditions: Conditions = EVERYTHING) -> set[str]:
    weighted = lexicon.weigh(index.read(), "fire brigade harbour", "en")
    return {stored.article.source for stored in index.with_words(weighted, 9, conditions)}


def test_the_newest_version_is_found_listed_and_counted(settings: CorpusSettings) -> None:
    newest = {"desk/second.md", "other.md"}
    with _index(settings) as index:
        assert _near(index) == _by_words(index) == newest
        assert {article.source for article in index.articles_fitting(EVERYTHING)} == newest
        assert sum(tally.articles for tally in index.tallies()) == 2


def test_the_older_one_can_still_be_opened_and_says_what_replaced_it(settings: CorpusSettings) -> None:
    with _index(settings) as index:
        older, newer = index.article("first.md"), index.newer("first.md")
        assert older
        assert older.replaced
        assert newer
        assert newer.source == "desk/second.md"
        assert not newer.replaced
        assert index.replaced() == {older.content_hash: "first.md"}
        assert index.newer("desk/second.md") is index.newer("other.md") is None
        assert [passage.article.replaced for passage in index.passages_of("first.md")] == [True]


@pytest.mark.parametrize("find", [_near, _by_words])
def test_who_asks_for_the_days_before_sees_the_older_one(settings: CorpusSettings, find: object) -> None:
    assert callable(find)
    with _index(settings) as index:
        assert find(index, Conditions(before=date(2026, 5, 4))) == {"first.md", "other.md"}
        assert find(index, Conditions(since=date(2026, 5, 3))) == {"desk/second.md", "other.md"}
        assert find(index, Conditions(outlets=("Vik Post",))) == {"desk/second.md"}


def test_who_does_not_see_the_newer_one_sees_the_older(settings: CorpusSettings) -> None:
    with _index(settings) as index, contextlib.closing(NarrowedIndex(index, ("desk",))) as narrowed:
        assert _near(narrowed) == _by_words(narrowed) == {"first.md", "other.md"}
        assert narrowed.newer("first.md") is None
        assert narrowed.replaced() == {}
        assert {article.replaced for article in narrowed.articles(offset=0, limit=9)} == {False}
        assert sum(tally.articles for tally in narrowed.tallies()) == 2


def test_the_older_one_comes_back_when_the_newer_is_taken_out(settings: CorpusSettings) -> None:
    with _index(settings) as index:
        (settings.articles_dir / "desk/second.md").unlink()
        ingest(settings, WordEmbedder, allow_removal=True)
        index.refresh()
        assert _near(index) == _by_words(index) == {"first.md", "other.md"}
        assert index.newer("first.md") is None


def test_a_newer_one_that_changes_to_another_story_replaces_nothing(settings: CorpusSettings) -> None:
    with _index(settings) as index:
        other = "The school of Vik was painted green this spring, and the pupils have chosen the colour themselves."
        _write(settings, "desk/second.md", other, date="2026-05-04", url="https://vik.example/fire")
        ingest(settings, WordEmbedder)
        index.refresh()
        assert index.replaced() == {}


def test_a_third_version_replaces_both_and_a_moved_file_stays_what_it_is(settings: CorpusSettings) -> None:
    noted = f"{CORRECTED}\n\nCorrection: an earlier version said that five had died."
    _write(settings, "third.md", noted, date="2026-05-04", url="https://vik.example/fire")
    with _index(settings) as index:
        assert _near(index) == {"third.md", "other.md"}
        (settings.articles_dir / "third.md").rename(settings.articles_dir / "moved.md")
        ingest(settings, WordEmbedder)
        index.refresh()
        newest = {source: newer.source for source in ("first.md", "desk/second.md") if (newer := index.newer(source))}
        assert newest == {"first.md": "moved.md", "desk/second.md": "moved.md"}


def test_the_index_of_an_earlier_version_is_read_anew_and_nothing_is_embedded(settings: CorpusSettings) -> None:
    record = {"id": "1", "headline": "Fire at the harbour", "content": TOLD, "published": "2026-05-01"}
    record |= {"publisher": "Vik Post", "url": "https://vik.example/fire", "language": "en"}
    (settings.articles_dir / "dump.jsonl").write_text(json.dumps(record), "utf-8")
    ingest(settings, WordEmbedder)
    edition = current(settings.data_dir / "index")
    assert edition
    with contextlib.closing(sqlite3.connect(edition / FILE)) as connection:
        connection.executescript(
            "DROP TABLE version; DROP TABLE version_key; DROP TABLE term_frequency; PRAGMA user_version = 7"
        )
    embedder = WordEmbedder()
    ingest(settings, lambda: embedder)
    assert not embedder.embedded
    with contextlib.closing(Index(settings)) as index:
        assert set(index.replaced().values()) == {"dump.jsonl#1", "first.md"}


def test_a_column_under_one_headline_has_no_versions(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    for day in range(1, MANY + 2):
        _write(settings, f"{day}.md", TOLD, date=f"2026-05-{day:02}")
    with _index(settings) as index:
        assert index.replaced() == {}
        (settings.articles_dir / "1.md").unlink()
        ingest(settings, WordEmbedder, allow_removal=True)
        index.refresh()
        assert len(index.replaced()) == MANY - 1


FIRST = Version(1, "vik.example/fire", date(2026, 5, 3), False, runs_of(TOLD))
SECOND = Version(2, "vik.example/fire", date(2026, 5, 4), False, runs_of(CORRECTED))


def test_a_newer_day_or_a_note_makes_a_version_newer() -> None:
    same_day = replace(SECOND, day=FIRST.day)
    assert is_newer(SECOND, FIRST, by_address=True)
    assert not is_newer(FIRST, SECOND, by_address=True)
    assert not is_newer(same_day, FIRST, by_address=True)
    assert is_newer(replace(same_day, corrects=True), FIRST, by_address=True)
    assert not is_newer(replace(same_day, corrects=True), replace(FIRST, corrects=True), by_address=True)
    assert not is_newer(replace(SECOND, day=None), FIRST, by_address=True), "when it was published is not known"
    assert is_newer(replace(SECOND, day=None, corrects=True), FIRST, by_address=True)
    assert not is_newer(replace(FIRST, corrects=True), SECOND, by_address=True), "a later day is newer than any note"


def test_under_a_headline_more_must_be_the_same() -> None:
    longer = replace(SECOND, url="", runs=runs_of(f"{CORRECTED} {' '.join(f'word{n}' for n in range(40))}"))
    assert is_newer(replace(SECOND, url=""), FIRST, by_address=False)
    assert is_newer(longer, FIRST, by_address=True)
    assert not is_newer(longer, FIRST, by_address=False)


def test_two_addresses_are_two_articles_unless_the_newer_one_says_that_it_corrects() -> None:
    elsewhere = replace(SECOND, url="vik.example/fire-2")
    assert not is_newer(elsewhere, FIRST, by_address=False)
    assert is_newer(replace(elsewhere, corrects=True), FIRST, by_address=False)


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("Correction: Four died", "", True),
        ("Fire", "Four died.\n\nAn earlier version of this article said five.", True),
        ("Brann", "Fire døde.\n\nRettelse: I en tidligere utgave sto det fem.", True),
        ("Brann", "I en tidligere versjon av saken sto det at fem døde.", True),
        ("حريق", "قتل أربعة.\n\nتصحيح: ورد في نسخة سابقة أن خمسة قتلوا", True),
        ("Incendie", "*Rectificatif : quatre personnes sont mortes.*", True),
        ("Пожар", "Уточнение: погибли четыре человека.", True),
        ("Corrected grades raise hope", "The correction of the river began on Monday - too late for many.", False),
        ("Fire", "Updated routes are shown on the map.\nUpdate", True),
        ("Fire", "Corrections officers left the prison.", False),
    ],
)
def test_notes_on_corrections(title: str, text: str, said: bool) -> None:
    assert is_correction(title, text) is said


def test_headlines_and_addresses_are_compared_without_what_tells_no_articles_apart() -> None:
    assert bare_headline("RETTET: Fire døde i Vik") == "Fire døde i Vik"
    assert bare_headline("Correction") == "Correction"
    assert bare_headline("Updates to the law") == "Updates to the law"
    assert bare_address("https://www.vik.example:443/a/?utm_medium=b&id=4#top") == "vik.example/a?id=4"
    assert bare_address("https://vik.example/") == bare_address(None) == bare_address("http://[x") == ""
