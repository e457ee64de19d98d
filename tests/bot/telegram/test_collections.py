"""COLLECTIONS at every door: a chat that does not see a folder reads nothing of it, whatever it asks or taps."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import Answer, NearestPassage
from bot.answers.answerer import ArticleAnswerer
from bot.briefings.briefer import StoryBriefer
from bot.memory import Memory, database_url
from bot.preview import Preview
from bot.preview.clock import StoppedClock
from bot.preview.person import Person
from bot.visibility.collection_rules import Collections
from bot.visibility.per_chat import Makers, Sight, in_sight
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.bot.telegram.conftest import Kilde, Start, read, watch
from tests.bot.telegram.jobs.test_scheduler import HOUR, SEVEN, rounds

FRONT = "---\ntitle: {title}\noutlet: {outlet}\ndate: 2026-05-0{day}\nlanguage: en\n---\n"
OPEN = FRONT.format(title="Harbour opens", outlet="Nordavis", day=1) + (
    "The harbour of Vardø opens again in May, said the mayor. Fishing boats lie ready at the pier.\n"
)
SECRET = FRONT.format(title="Zanzibarium sold", outlet="Internposten", day=2) + (
    "The shipping company Zanzibarium is sold to a fund in Qaanaaq for nine million. Director Petra Hemmelig signed.\n"
)
WORDS = ("Zanzibarium", "Internposten", "Qaanaaq", "Hemmelig", "internal/")
ASKED = "To whom is the shipping company Zanzibarium sold?"
SAID = (
    *(ASKED, "Zanzibarum sold?", "Who is Petra Hemmelig?", "What did Internposten write?", "What is new?"),
    *("How many articles are there?", "Which outlets are there?", "Hello!", "What can you do?", "Tell me more"),
    *("/start", "/sources", "/corpus", "/corpus outlets", "/topic Zanzibarium", "/topic the harbour", "/brief"),
    *("/brief Zanzibarium", "/watching", "/unanswered", "/withdraw Zanzibarium", "/mydata"),
)


@dataclass
class House:
    """A bot with an open folder, and one that only Ola's chat sees."""

    index: Index
    settings: CorpusSettings
    embedder: Embedder
    start: Start
    book: Any

    @asynccontextmanager
    async def open(self, ola: Person, **keys: object) -> AsyncIterator[Kilde]:
        rule = f"internal={ola.id}"
        sight = self.sight(Collections.parse(rule))
        briefer = sight.briefers(self.book)
        async with self.start(sight.answerer, sight.index, briefer=briefer, collections=rule, **keys) as kilde:
            yield kilde

    def sight(self, collections: Collections) -> Sight:
        return in_sight(
            collections,
            self.index,
            Makers(
                lambda index: ArticleAnswerer(index, self.embedder, None, caution="low"),
                lambda index, book: StoryBriefer(index, self.embedder, book),
            ),
        )


@pytest.fixture
def house(start: Start, tmp_path: Path, articles: Path, embedder: Embedder) -> Iterator[House]:
    for folder, text in (("open", OPEN), ("internal", SECRET)):
        (articles / folder).mkdir()
        (articles / folder / "a.md").write_text(text, "utf-8")
    settings = CorpusSettings(articles_dir=articles, data_dir=tmp_path / "data")
    ingest(settings, lambda: embedder)
    memory = Memory(database_url(None, tmp_path / "book"))
    with contextlib.closing(Index(settings)) as index:
        yield House(index, settings, embedder, start, memory.stories)
    memory.close()


def heard(preview: Preview, *people: Person) -> str:
    """All that people were told by the bot, with what buttons and files say."""
    said = []
    for person in people:
        for message in preview.messages(person.private, by_bot=True):
            now = preview.current(message)
            said += [read(now), *(button.text for row in now.keyboard for button in row)]
            said += [now.file.content.decode("latin-1")] if now.file else []
    return "\n".join(said)


async def say(preview: Preview, kilde: Kilde, person: Person, text: str) -> None:
    await preview.answer_to(await person.says(text), seconds=120)
    await kilde.settled()


def assert_closed(text: str) -> None:
    assert [word for word in WORDS if word in text.replace(ASKED, "")] == []


@pytest.mark.slow
async def test_nothing_that_is_said_or_commanded_shows_it(preview: Preview, house: House) -> None:
    ola, eve = preview.user("Ola", language="en"), preview.user("Eve", language="en")
    async with house.open(ola, admin_ids=frozenset({ola.id}), editors=frozenset({eve.id})) as kilde:
        for text in (ASKED, "/sources", "/brief"):
            before = heard(preview, ola)
            await say(preview, kilde, ola, text)
            assert "Zanzibarium" in heard(preview, ola).removeprefix(before), text
        for text in SAID:
            words = text.replace("Zanzibarium", "the company") if text.startswith(("/topic", "/brief")) else text
            before = heard(preview, eve)
            await say(preview, kilde, eve, words)
            echoed = " ".join(SAID) if text == "/mydata" else text  # which gives her own questions back
            assert_closed(_without_echo(heard(preview, eve).removeprefix(before), echoed))


async def test_in_any_chat_only_what_every_chat_sees_is_offered(preview: Preview, house: House) -> None:
    ola = preview.user("Ola", language="en")
    async with house.open(ola, inline="on"):
        hidden = await ola.asks_inline(ASKED)
        shown = await ola.asks_inline("When does the harbour of Vardø open?")
    offered = [f"{it.title} {it.description} {it.content.text}" for it in (*hidden.results, *shown.results)]
    assert_closed("\n".join(offered))
    assert any("Vardø" in each for each in offered)


def _without_echo(said: str, text: str) -> str:
    """What was said, without the words of the question itself, which an answer may repeat."""
    for word in WORDS:
        said = said.replace(word, "") if word in text else said
    return said


@pytest.mark.parametrize(
    "data", ["cite:{id}:1", "near:{id}:1", "file:{id}:1", "copy:{id}:1", "rest:{id}:1", "show:{id}:1", "next:{id}:1"]
)
async def test_what_was_told_before_is_not_shown_again(
    preview: Preview, house: House, harbour: Answer, monkeypatch: pytest.MonkeyPatch, data: str
) -> None:
    ola, eve, alerts = preview.user("Ola", language="en"), preview.user("Eve", language="en"), []
    told = replace(harbour.citations[0], source="internal/a.md", quote="Zanzibarium is sold", content_hash="0" * 64)
    near = NearestPassage(
        source="internal/a.md",
        first_line=1,
        last_line=1,
        quote="Zanzibarium is sold",
        score=0.5,
        language="en",
        title="Zanzibarium sold",
        content_hash="0" * 64,
    )
    async with house.open(ola) as kilde:
        await say(preview, kilde, eve, "/help")
        (message, *_) = preview.messages(eve.private, by_bot=True)
        stored = kilde.memory.answers.save(
            eve.private.id, None, None, replace(harbour, citations=(told,), passages=(near,))
        )
        alerts = watch("answerCallbackQuery", monkeypatch)
        await eve.taps_stale(message, data.format(id=stored))
        await preview.until(lambda: bool(alerts), seconds=60)
        await kilde.settled()
        assert_closed(heard(preview, eve))
    assert alerts[0].text("text") != ""
    assert_closed(alerts[0].text("text"))


async def test_a_cited_file_that_moved_out_of_sight_is_gone(preview: Preview, house: House) -> None:
    ola, eve = preview.user("Ola", language="en"), preview.user("Eve", language="en")
    async with house.open(ola) as kilde:
        answer = await preview.answer_to(await eve.says("When does the harbour of Vardø open?"), seconds=120)
        (house.settings.articles_dir / "open/a.md").rename(house.settings.articles_dir / "internal/b.md")
        ingest(house.settings, lambda: house.embedder)
        await eve.taps_stale(answer, "cite:1:1")
        opened = await preview.next_message(eve.private, after=answer)
        await kilde.settled()
    assert "removed since this answer" in read(opened)
    assert_closed(heard(preview, eve))


class TestByItself:
    """What the bot sends unasked, on a clock that is moved."""

    @pytest.fixture
    async def preview(self) -> AsyncIterator[Preview]:
        async with Preview(clock=StoppedClock(SEVEN)) as preview:
            yield preview

    async def test_briefings_and_watched_questions_keep_to_it(self, preview: Preview, house: House) -> None:
        ola, eve = preview.user("Ola", language="en"), preview.user("Eve", language="en")
        async with house.open(ola) as kilde:
            for person in (ola, eve):
                await say(preview, kilde, person, "/subscribe 08:00 Oslo")
            preview.advance(HOUR * 2)
            await rounds(kilde, 2)
            await kilde.settled()
            told = heard(preview, ola), heard(preview, eve)
        assert "Zanzibarium" in told[0]
        assert "Harbour opens" in told[1]
        assert_closed(told[1])
