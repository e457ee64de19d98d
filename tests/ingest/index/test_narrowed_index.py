"""An index that shows only some of its articles: whatever is asked, nothing of the hidden ones is given."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ingest.errors import CorpusError
from ingest.index import lexicon
from ingest.index.conditions import EVERYTHING, Conditions
from ingest.index.index import Index
from ingest.index.narrowed_index import NarrowedIndex
from ingest.pipeline import ingest
from tests.ingest.fakes import WordEmbedder, settings_in

SHARED = "Nine ferries lay at the quay of Hamar on the first day of May, said the harbour office."
HIDDEN = "in'side?"


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    """Three open articles and sixty hidden ones that are nearer to whatever is asked; one text stands in both."""
    settings = settings_in(tmp_path)
    for folder, numbers in (("open", range(3)), (HIDDEN, range(60))):
        (settings.articles_dir / folder).mkdir()
        for number in numbers:
            told = f"Zanzibarium bought ferry {number}." if folder == HIDDEN else f"The council counted quay {number}."
            front = f"---\ntitle: {folder} {number}\noutlet: Post of {folder}\nlanguage: en\n"
            front += f"url: https://news.example/{number}\n---\n"
            path = settings.articles_dir / folder / f"{number:02}.md"
            path.write_text(f"{front}{told} It was a long day for everybody in the town.\n\n{SHARED}\n", "utf-8")
    ingest(settings, WordEmbedder)
    with contextlib.closing(Index(settings)) as index:
        yield index


@pytest.fixture
def shown(index: Index) -> Iterator[Index]:
    with contextlib.closing(NarrowedIndex(index, (HIDDEN,))) as shown:
        yield shown


def test_lists_counts_and_names_know_nothing_of_the_hidden(index: Index, shown: Index) -> None:
    assert (index.count_articles(), shown.count_articles()) == (63, 3)
    assert sum(tally.articles for tally in shown.tallies()) == 3
    assert {it.source for it in shown.articles(offset=0, limit=99)} == {f"open/{number:02}.md" for number in range(3)}
    assert shown.names().outlets == ("Post of open",)
    assert len(shown.articles_fitting(EVERYTHING)) == 3
    hidden = index.article(f"{HIDDEN}/07.md")
    assert hidden
    assert shown.article(hidden.source) is None
    assert shown.article_with(hidden.content_hash) is None
    assert shown.articles_with([hidden.content_hash]) == []
    assert index.article_at("https://news.example/7") == hidden
    assert shown.article_at("https://news.example/7") is None
    assert shown.passages_of(hidden.source) == []
    assert shown.as_extracted(hidden.source) is None
    with pytest.raises(CorpusError):
        shown.article_text(hidden.source)


def _near(shown: Index) -> list[str]:
    (vector,) = WordEmbedder().embed_queries(["Zanzibarium bought a ferry"])
    return [stored.article.source for stored, _ in shown.nearest(vector, 3)]


def _by_words(shown: Index) -> list[str]:
    weighted = lexicon.weigh(shown.read(), "Zanzibarium ferries quay", "en")
    return [stored.article.source for stored in shown.with_words(weighted, 3)]


@pytest.mark.parametrize("find", [_near, _by_words])
def test_the_hidden_are_not_found_and_take_nobodys_place(shown: Index, find: Callable[[Index], list[str]]) -> None:
    found = find(shown)
    assert len(found) >= 2
    assert all(source.startswith("open/") for source in found)


def test_passages_are_not_given_by_number_either(index: Index, shown: Index) -> None:
    hidden = [stored.id for stored in index.passages_of(f"{HIDDEN}/07.md")]
    assert hidden
    assert shown.passages(hidden) == []


def test_conditions_and_hiding_hold_together(shown: Index) -> None:
    assert shown.articles_fitting(Conditions(outlets=(f"Post of {HIDDEN}",))) == []
    assert len(shown.articles_fitting(Conditions(outlets=("Post of open",)), limit=2)) == 2


def test_every_way_to_ask_an_index_is_one_of_these() -> None:
    """Who adds a method to the index decides here whether it shows articles; all SQL goes through the connection."""
    known: set[str] = {name for name in vars(Index) if not name.startswith("_")}
    listed = "close refresh trouble check warm nearest read passages vectors vectors_of passages_of language_sums"
    listed += " articles articles_fitting with_words names count_articles tallies article articles_with article_with"
    listed += " article_at article_text"
    assert known == {*listed.split(), "as_extracted", "newer", "replaced"}, "does it keep to NarrowedIndex?"


def test_it_follows_the_index(index: Index, shown: Index) -> None:
    settings: Any = index._settings
    (settings.articles_dir / "open/99.md").write_text("A new bridge opened in Hamar, said the council.\n", "utf-8")
    ingest(settings, WordEmbedder)
    before = index.refresh()
    assert shown.refresh() == before
    assert shown.count_articles() == 4
    assert "open/99.md" in _near_to(shown, "A new bridge opened in Hamar")


def _near_to(shown: Index, text: str) -> list[str]:
    (vector,) = WordEmbedder().embed_queries([text])
    return [stored.article.source for stored, _ in shown.nearest(vector, 3)]
