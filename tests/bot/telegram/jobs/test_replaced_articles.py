"""Answers that quote a replaced article say so, once: the real application over a real index, or a scripted one."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import Answer
from bot.answers.answerer import ArticleAnswerer
from bot.briefings.briefer import StoryBriefer
from bot.mcp.library import Library
from bot.preview import Preview
from bot.preview.errors import ApiError
from bot.visibility.collection_rules import Collections
from bot.visibility.per_chat import Makers, in_sight
from ingest.index.conditions import Conditions
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.bot.telegram.conftest import Kilde, Scripted, Shelf, Start, read, stored_article, watch
from tests.bot.telegram.jobs.test_scheduler import rounds
from tests.bot.telegram.samples import ANSWER, HARBOUR

TOLD = (
    "Five people died in the fire at the harbour of Vik on Sunday night, said the police. The fire brigade came after "
    "ten minutes. The warehouse belonged to the fishermen, who had stored nets and paint in it for the winter months.\n"
)
FRONT = "---\ntitle: Fire at the harbour of Vik\noutlet: Vik Post\nlanguage: en\ndate: 2026-05-0{}\n---\n"
ASKED = "How many people died in the fire at the harbour of Vik?"
SAID = {
    "en": "⚠️ [1] Replaced by a newer version since.",
    "nb": "⚠️ [1] Erstattet av en nyere versjon siden.",
    "ar": "⚠️ [1] حلّت محلّه نسخة أحدث منذ ذلك الحين.",
    "fr": "⚠️ [1] Remplacé depuis par une version plus récente.",
    "ru": "⚠️ [1] С тех пор заменено более новой версией.",
}


@dataclass
class Newsroom:
    """A bot over articles that come in."""

    index: Index
    settings: CorpusSettings
    embedder: Embedder
    start: Start

    def write(self, name: str, text: str) -> None:
        path = self.settings.articles_dir / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        ingest(self.settings, lambda: self.embedder)

    @asynccontextmanager
    async def open(self, rule: str = "") -> AsyncIterator[Kilde]:
        makers = Makers(
            lambda index: ArticleAnswerer(index, self.embedder, None, caution="low"),
            lambda index, book: StoryBriefer(index, self.embedder, book),
        )
        sight = in_sight(Collections.parse(rule), self.index, makers)
        async with self.start(sight.answerer, sight.index, collections=rule) as kilde:
            yield kilde


@pytest.fixture
def newsroom(start: Start, tmp_path: Path, articles: Path, embedder: Embedder) -> Iterator[Newsroom]:
    settings = CorpusSettings(articles_dir=articles, data_dir=tmp_path / "index")
    (articles / "first.md").write_text(FRONT.format(3) + TOLD, "utf-8")
    ingest(settings, lambda: embedder)
    with contextlib.closing(Index(settings)) as index:
        yield Newsroom(index, settings, embedder, start)


async def test_from_the_correction_on_everything_names_it(
    preview: Preview, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola = preview.user("Ola", language="en")
    edits = watch("editMessageText", monkeypatch)
    async with newsroom.open() as kilde:
        before = await preview.answer_to(await ola.says(ASKED))
        await rounds(kilde)
        assert not edits
        newsroom.write("second.md", FRONT.format(4) + TOLD.replace("Five", "Four"))
        await rounds(kilde)
        after = await preview.answer_to(await ola.says(ASKED))
        earlier = await preview.answer_to(await ola.says(f"{ASKED[:-1]} before 4 May 2026?"))
        await ola.taps(before, "[1]")
        opened = await preview.next_message(ola.private, after=earlier)
        sources = await preview.answer_to(await ola.says("/sources"))
        await kilde.settled()
    async with newsroom.open() as kilde:
        await rounds(kilde)
    assert len(edits) == 1
    marked = preview.current(before)
    assert read(marked) == f"{SAID['en']}\n\n{read(before)}"
    assert marked.keyboard == before.keyboard
    assert "Five people died" in read(before)
    assert "Four people died" in read(after)
    assert "Five people" not in read(after)
    assert "Five people died" in read(earlier)
    assert "Replaced" not in read(preview.current(earlier)), "it asks for the time before"
    newer = "Fire at the harbour of Vik · Vik Post · May 4, 2026"
    assert newer in read(opened)
    assert "The article has been changed since" in read(opened)
    assert "second.md" in read(opened)
    entries = read(sources).split("\n\n")
    assert ["second.md" in entry and newer in entry for entry in entries if "first.md" in entry] == [True]


async def test_a_chat_that_does_not_see_the_correction_hears_nothing_of_it(
    preview: Preview, newsroom: Newsroom
) -> None:
    ola, eve = preview.user("Ola", language="en"), preview.user("Eve", language="en")
    async with newsroom.open(f"desk={ola.id}") as kilde:
        told = [await preview.answer_to(await person.says(ASKED)) for person in (ola, eve)]
        newsroom.write("desk/second.md", FRONT.format(4) + TOLD.replace("Five", "Four"))
        await rounds(kilde)
        again = [await preview.answer_to(await person.says(ASKED)) for person in (ola, eve)]
    assert ["Replaced" in read(preview.current(message)) for message in told] == [True, False]
    assert ["Four people" in read(message) for message in again] == [True, False]


def test_other_programs_are_told_which_is_newer(newsroom: Newsroom) -> None:
    newsroom.write("second.md", FRONT.format(4) + TOLD.replace("Five", "Four"))
    library: Any = Library(newsroom.index, None, None, None)  # type: ignore[arg-type]
    first, second = library.article("first.md", 1), library.article("second.md", 1)
    assert (first.replaced, first.replaced_by.source) == (True, "second.md")
    assert (second.replaced, second.replaced_by) == (False, None)


@dataclass
class Stage:
    """A bot with scripted answers, one of which quotes what is replaced then."""

    shelf: Shelf
    answers: dict[str, Answer]
    start: Start

    def run(self) -> Any:
        return self.start(Scripted(self.answers), self.shelf)

    def replace(self) -> None:
        newer = stored_article(7, "nord/newer.md", datetime(2024, 3, 2, tzinfo=UTC))
        self.shelf.newest[HARBOUR.source] = newer
        assert HARBOUR.content_hash
        self.shelf.outdated[HARBOUR.content_hash] = HARBOUR.source
        self.shelf.generation += 1


@pytest.fixture
def stage(start: Start) -> Stage:
    return Stage(Shelf(), {"?": ANSWER}, start)


@pytest.mark.parametrize("language", SAID)
async def test_it_is_said_in_the_language_of_the_answer(preview: Preview, stage: Stage, language: str) -> None:
    ola = preview.user("Ola", language=language)
    stage.answers["?"] = replace(ANSWER, language=language)
    async with stage.run() as kilde:
        told = await preview.answer_to(await ola.says("?"))
        await kilde.settled()
        stage.replace()
        await rounds(kilde)
    assert read(preview.current(told)).startswith(f"{SAID[language]}\n\n")


async def test_what_cannot_be_edited_is_left_and_holds_up_nothing(
    preview: Preview, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [preview.user(name, language="nb") for name in ("Ola", "Kari", "Per", "Eve")]
    edits = watch("editMessageText", monkeypatch)
    async with stage.run() as kilde:
        told = [await preview.answer_to(await person.says("?")) for person in people]
        preview.world.delete(told[0])
        await people[1].blocks_bot()
        await kilde.settled()
        stage.replace()
        preview.fail("editMessageText", ApiError(400, "Bad Request: message can't be edited"))
        await rounds(kilde, 4)
        stage.shelf.generation += 1
        await rounds(kilde)
    assert [SAID["nb"] in read(preview.current(message)) for message in told[2:]] == [True, False]
    assert len({call.number("chat_id") for call in edits}) == len(edits), "nothing is tried twice"


async def test_a_lost_line_is_tried_again(preview: Preview, stage: Stage) -> None:
    ola = preview.user("Ola", language="nb")
    async with stage.run() as kilde:
        told = await preview.answer_to(await ola.says("?"))
        await kilde.settled()
        stage.replace()
        preview.fail("editMessageText", ApiError(502, "Bad Gateway"), times=1)
        await rounds(kilde)
    assert SAID["nb"] in read(preview.current(told))


async def test_what_asks_for_the_time_before_is_not_marked(preview: Preview, stage: Stage) -> None:
    ola = preview.user("Ola", language="nb")
    stage.answers["?"] = replace(ANSWER, conditions=Conditions(before=date(2024, 3, 1)))
    async with stage.run() as kilde:
        told = await preview.answer_to(await ola.says("?"))
        await kilde.settled()
        stage.replace()
        await rounds(kilde)
    assert "Erstattet" not in read(preview.current(told))


async def test_an_answer_that_was_being_sent_is_found_by_the_next_look(
    preview: Preview, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola = preview.user("Ola", language="nb")
    async with stage.run() as kilde:
        told = await preview.answer_to(await ola.says("?"))
        await kilde.settled()
        stored = kilde.memory.answers.citing([HARBOUR.content_hash or ""])
        with monkeypatch.context() as patch:
            patch.setattr(kilde.memory.answers, "citing", lambda _: [])
            stage.replace()
            await rounds(kilde, 1)
        await rounds(kilde, 1)
        again = kilde.memory.answers.get(stored[0])
    assert SAID["nb"] in read(preview.current(told))
    assert again
    assert again.replaced == (1,)


async def test_an_edited_question_has_an_answer_of_its_own(preview: Preview, stage: Stage) -> None:
    ola = preview.user("Ola", language="nb")
    stage.answers["Og nå?"] = replace(
        ANSWER, citations=(replace(HARBOUR, content_hash="5" * 64),), statements=ANSWER.statements[:1]
    )
    async with stage.run() as kilde:
        asked = await ola.says("?")
        told = await preview.answer_to(asked)
        await kilde.settled()
        stage.replace()
        await rounds(kilde)
        await ola.edits(asked, "Og nå?")
        await kilde.settled()
        assert "Erstattet" not in read(preview.current(told))
        await ola.edits(asked, "?")
        await kilde.settled()
        stage.shelf.generation += 1
        await rounds(kilde)
    assert "Erstattet" not in read(preview.current(told)), "asked again, the answer is one of now"
