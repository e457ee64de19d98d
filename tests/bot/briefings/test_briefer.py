"""Briefings over a real index that grows: stories, what is new in them, subjects in any language."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.briefings import briefer, entry_composer
from bot.briefings.briefing import Briefing, BriefingEntry, BriefingRequest
from tests.bot.briefings.news import News

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ask(
    news: News, subject: str = "", since: datetime = LONG_AGO, told: tuple[str, ...] = (), language: str = ""
) -> Briefing:
    return news.briefer().brief(BriefingRequest(subject, since, datetime.now(UTC), frozenset(told), language))


def of(briefing: Briefing, number: str) -> BriefingEntry:
    """The entry that cites this seed."""
    return next(it for it in briefing.entries if any(each.source.startswith(number) for each in it.citations))


def sources(entry: BriefingEntry) -> set[str]:
    return {it.source[:3] for it in entry.citations}


@pytest.fixture
def seeds(news: News) -> News:
    news.write("0")
    return news


def test_every_story_is_one_entry_in_the_words_of_its_articles(seeds: News) -> None:
    briefing = ask(seeds)
    assert seeds.index
    assert sum(it.articles for it in briefing.entries) == seeds.index.count_articles()
    assert {it.articles for it in briefing.entries[:3]} == {3}
    citations = [it for entry in briefing.entries for it in entry.citations]
    assert [it.number for it in citations] == list(range(1, len(citations) + 1))
    for citation in citations:
        text = seeds.index.article_text(citation.source)
        assert text[citation.start : citation.end] == citation.quote
    ferry = next(it for it in briefing.entries if "Fjordposten" in it.outlets and "Küstenblatt" in it.outlets)
    assert set(ferry.languages) == {"nb", "en", "de"}
    assert 1 <= len(ferry.citations) <= 2
    assert not any(it.update for it in briefing.entries)
    assert len(set(briefing.stories)) == len(briefing.entries)


def test_most_widely_told_comes_first(seeds: News) -> None:
    counts = [len(it.outlets) for it in ask(seeds).entries]
    assert counts == sorted(counts, reverse=True)


def test_behind_the_first_stories_come_short_ones_that_ask_nothing_of_the_model(
    seeds: News, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = ask(seeds)
    monkeypatch.setattr(briefer, "CHOSEN", 1)
    monkeypatch.setattr(entry_composer.Composer, "_embedded", _once(entry_composer.Composer._embedded))
    short = ask(seeds)
    assert short.stories == whole.stories
    assert short.entries[0] == whole.entries[0]
    assert {len(it.citations) for it in short.entries[1:]} == {1}
    for entry in short.entries[1:]:
        (citation,) = entry.citations
        assert seeds.index
        assert seeds.index.article_text(citation.source)[citation.start : citation.end] == citation.quote


def _once(method: Callable[..., Any]) -> Callable[..., Any]:
    calls: list[object] = []

    def counted(*given: object) -> Any:
        calls.append(given)
        assert len(calls) == 1, "sentences are embedded for a story that is told by one"
        return method(*given)

    return counted


def test_it_prefers_the_readers_language(seeds: News) -> None:
    for language, seed in (("nb", "003"), ("de", "005"), ("en", "004")):
        ferry = next(it for it in ask(seeds, language=language).entries if sources(it) & {"003", "004", "005"})
        assert ferry.citations[0].source.startswith(seed)


def test_a_story_that_was_told_returns_with_what_is_new(news: News) -> None:
    news.write("003", "006")
    first = ask(news)
    now = datetime.now(UTC)
    assert ask(news, since=now, told=first.stories).entries == ()
    news.write("004", "009")
    second = ask(news, since=now, told=first.stories)
    update = of(second, "004")
    assert update.update
    assert update.story == of(first, "003").story
    assert sources(update) == {"004"}
    assert update.articles == 2
    assert not of(second, "009").update
    assert {it.story for it in second.entries} == {update.story, of(second, "009").story}


def test_news_of_a_followed_story(news: News) -> None:
    news.write("003", "006")
    story, now = of(ask(news), "003").story, datetime.now(UTC)
    briefer = news.briefer()

    def request() -> BriefingRequest:
        return BriefingRequest("", now, datetime.now(UTC))

    assert briefer.news_of(story, request()) is None
    news.write("005")
    found = briefer.news_of(story, request())
    assert found
    assert found.update
    assert sources(found) == {"005"}
    # As earlier versions named them.
    assert briefer.news_of("article:3", request()) is None
    assert ask(news, told=("article:3",)).entries


def test_what_is_no_longer_in_its_file_is_not_cited(news: News) -> None:
    news.write("003", "004", "006")
    news.path("006").write_text("Noe helt annet.", "utf-8")
    news.path("003").unlink()
    briefing = ask(news)
    (ferry,) = briefing.entries
    assert sources(ferry) == {"004"}


def test_an_article_that_came_in_twice_is_no_news(news: News) -> None:
    news.write("003")
    now = datetime.now(UTC)
    first = ask(news)
    copied = news.path("003")
    copied.with_name("003-copy.txt").write_bytes(copied.read_bytes())
    news.ingest()
    assert ask(news, since=now + HOUR * 0, told=first.stories).entries == ()


@pytest.mark.parametrize(
    ("subject", "language", "stories"),
    [
        ("ferries", "en", {"003", "004", "005"}),
        ("ferger", "nb", {"003", "004", "005"}),
        ("Havsula", "ar", {"003", "004", "005"}),
        ("biblioteker", "nb", {"006", "007", "008"}),
        ("كوريا الشمالية", "ar", {"000", "001", "002"}),
    ],
)
def test_a_subject_in_any_language(seeds: News, subject: str, language: str, stories: set[str]) -> None:
    briefing = ask(seeds, subject, language=language)
    assert briefing.subject == subject
    assert sources(briefing.entries[0]) <= stories
    assert len(briefing.entries) <= 2


def test_what_nothing_is_about(seeds: News) -> None:
    assert ask(seeds, "zzzzz", language="en").entries == ()
    assert ask(seeds, "basketball", language="en").entries == ()


WIRE = (
    "The ferry Skarven was sold to a shipyard in Gdansk for {price} kroner, the harbour master of Vardø said today. "
    * 2
)
FLOOD = (
    "The river Tana flooded eleven farms near Karasjok, and soldiers carried the sheep to dry land.",
    "Water stands a metre high in the fields of Karasjok since the Tana broke its banks, farmers told us.",
)


def test_a_wire_story_of_four_outlets_counts_as_one_voice(news: News) -> None:
    for outlet in ("Nordavis", "Kystbladet", "Finnmarken", "Havneposten"):
        text = WIRE.format(price="4.2 million") + f"{outlet} has asked the buyer for an answer."
        _write(news, f"wire-{outlet}", outlet, "Old ferry sold", text)
    for outlet, text in zip(("Altaposten", "Sagat"), FLOOD, strict=True):
        _write(news, f"flood-{outlet}", outlet, "Tana floods farms near Karasjok", text)
    news.ingest()
    flood, ferry = ask(news).entries
    assert (flood.voices, ferry.voices) == (2, 1)
    assert len(ferry.outlets) == ferry.articles == 4
    assert "flood" in flood.citations[0].source


def _write(news: News, name: str, outlet: str, title: str, text: str) -> None:
    front = f"---\ntitle: {title}\noutlet: {outlet}\ndate: 2024-03-05\n---\n"
    (news.settings.articles_dir / f"{name}.md").write_text(f"{front}{text}\n", "utf-8")


def test_a_corrected_article_in_another_file_is_told_as_an_update_and_its_first_form_no_more(news: News) -> None:
    news.write("001", "004")
    first = of(ask(news), "001")
    since = datetime.now(UTC)
    older = news.path("001")
    corrected = older.read_text("utf-8").replace("tre vogner", "fire vogner")
    (older.parent / "901_corrected.txt").write_text(f"{corrected}\nRettelse: Det var fire vogner.\n", "utf-8")
    news.ingest()
    (update,) = ask(news, since=since, told=(first.story,)).entries
    assert (update.story, update.update, sources(update)) == (first.story, True, {"901"})
    whole = ask(news)
    assert sum(entry.articles for entry in whole.entries) == 2
    assert "001" not in {source for entry in whole.entries for source in sources(entry)}
    (older.parent / "901_corrected.txt").unlink()
    news.ingest()
    assert sources(of(ask(news), "001")) == {"001"}, "it comes back"
    assert ask(news, since=since, told=(first.story,)).entries == (), "but is no news"
