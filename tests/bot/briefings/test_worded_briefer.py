"""Briefings worded by a scripted model over a real wire: what its quotes carry is told, or the articles' words."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from bot.briefings.briefing import Briefing, BriefingEntry, BriefingRequest, numbered
from bot.briefings.worded_briefer import WordedBriefer
from bot.llm.language_model import load_language_model
from bot.llm.second_opinion import ModelOpinion
from bot.llm.usage import metered
from bot.quotes.citation import Statement
from bot.quotes.drafts import Judges
from ingest.models.embedding import Embedder
from tests.bot.briefings.news import News
from tests.bot.chat_server import Behaviour, Handler, answers, drips, hangs_up, refuses, says, serving
from tests.bot.telegram.briefings import BRIDGE, FERRY

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
QUOTE = "The ship carries 120 cars and takes 24 minutes for the crossing."
TOLD = "Fergen tar 120 biler, og overfarten tar 24 minutter."

Brief = Callable[..., Briefing]


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[News]:
    """The ferry and the library; nothing here changes them."""
    news = News(tmp_path_factory.mktemp("news"), embedder)
    news.write("004", "007")
    yield news
    assert news.index
    news.index.close()
    news.memory.close()


@pytest.fixture
def brief(news: News, monkeypatch: pytest.MonkeyPatch) -> Brief:
    """Brief on these with a model that behaves so."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")

    def make(
        *behaviours: Behaviour, language: str = "nb", most: int = 5, seconds: float = 20.0, twice: bool = False
    ) -> Briefing:
        with serving(*behaviours) as server:
            monkeypatch.setenv("OPENAI_BASE_URL", server.url)
            assert news.index
            model = load_language_model("openai:scripted", seconds=seconds)
            judges = Judges(opinion=ModelOpinion(model) if twice else None)
            briefer = WordedBriefer(news.briefer(), model, news.index, most, judges)
            with metered() as meter:
                briefing = briefer.brief(BriefingRequest("", LONG_AGO, datetime.now(UTC), frozenset(), language))
            make.calls = meter.usage.calls  # type: ignore[attr-defined]
            return briefing

    return make


def tells(*texts: str, quote: str = QUOTE) -> Behaviour:
    """State texts, and claim the quote of every passage: the contract finds the one that holds it."""
    citations = [{"passage": number, "quote": quote} for number in range(1, 5)]
    return answers(statements=[{"text": text, "citations": citations} for text in texts])


def ferry(briefing: Briefing) -> BriefingEntry:
    return next(entry for entry in briefing.entries if "ferry" in entry.title.lower())


def assert_sound(briefing: Briefing, news: News) -> None:
    """Every citation stands in its file, every number is there once, every statement leans on its own entry's."""
    assert news.index
    citations = [it for entry in briefing.entries for it in entry.citations]
    assert [it.number for it in citations] == list(range(1, len(citations) + 1))
    for it in citations:
        assert news.index.article_text(it.source)[it.start : it.end] == it.quote
    for entry in briefing.entries:
        assert {n for it in entry.statements for n in it.citations} <= {it.number for it in entry.citations}


def test_an_entry_is_told_in_the_readers_language_under_its_quotes(brief: Brief, news: News) -> None:
    briefing = brief(tells(TOLD))
    entry = ferry(briefing)
    assert [it.text for it in entry.statements] == [TOLD]
    assert [it.quote for it in entry.citations] == [QUOTE]
    assert all(not it.statements for it in briefing.entries if it != entry)
    assert_sound(briefing, news)


@pytest.mark.parametrize(
    "lie",
    [
        tells("Fergen tar 130 biler, og overfarten tar 24 minutter."),
        tells("Fergen er solgt til Danmark i all stillhet.", quote="The ferry was sold to Denmark in silence."),
        tells("The ferry carries 120 cars and takes 24 minutes."),
        says("Fergen sank."),
        hangs_up,
    ],
)
def test_what_does_not_hold_leaves_the_articles_own_sentences(lie: Behaviour, brief: Brief, news: News) -> None:
    briefing = brief(lie)
    assert not any(entry.statements for entry in briefing.entries)
    assert all(entry.citations for entry in briefing.entries)
    assert_sound(briefing, news)


@pytest.mark.parametrize(
    ("behaviour", "told"),
    [
        (answers(judgements=[{"number": 1, "carried": True}]), True),
        (answers(judgements=[{"number": 1, "carried": False}]), False),
        (says("It is carried."), False),
        (refuses(401), False),
    ],
)
def test_what_a_second_opinion_does_not_confirm_is_not_told(behaviour: Behaviour, told: bool, brief: Brief) -> None:
    def behave(handler: Handler) -> None:
        asked = handler.server.requests[-1]["messages"][-1]["content"]
        (behaviour if "<statement " in asked else tells(TOLD))(handler)

    entry = ferry(brief(behave, twice=True))
    assert [it.text for it in entry.statements] == ([TOLD] if told else [])
    assert entry.citations


@pytest.mark.parametrize(("behaviour", "seconds"), [(drips, 0.3), (refuses(401), 20.0)])
def test_a_model_that_fails_is_not_asked_again(behaviour: Behaviour, seconds: float, brief: Brief) -> None:
    """What is sent is counted, not what arrives: on a busy machine the time may be over before the server has it."""
    brief(behaviour, seconds=seconds)
    assert brief.calls == 1  # type: ignore[attr-defined]


def test_only_the_first_entries_are_worded_and_only_for_a_known_reader(brief: Brief) -> None:
    brief(tells(TOLD), most=1)
    assert brief.calls == 1  # type: ignore[attr-defined]
    brief(tells(TOLD), language="")
    assert brief.calls == 0  # type: ignore[attr-defined]


def test_at_most_two_sentences_are_told(brief: Brief) -> None:
    briefing = brief(tells(TOLD, "Skipet tar 120 biler.", "Overfarten tar 24 minutter."))
    assert len(ferry(briefing).statements) == 2


def test_statements_are_numbered_with_their_citations() -> None:
    worded = BriefingEntry(
        "ferry", "F", FERRY.citations, statements=(Statement("Den går igjen.", (FERRY.citations[0].number,)),)
    )
    first, second = numbered((BRIDGE, worded))
    assert second.citations[0].number == len(first.citations) + 1
    assert second.statements[0].citations == (second.citations[0].number,)
