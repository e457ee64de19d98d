"""Nothing scripted: the real index over the seeds, the real model, the real answerer, asked over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answers.answerer import ArticleAnswerer
from bot.preview import Preview
from bot.texts import Texts
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.pipeline import ingest
from ingest.settings import CorpusSettings
from tests.bot.telegram.conftest import Start, labels, read
from tests.bot.telegram.jobs.test_scheduler import rounds

pytestmark = pytest.mark.slow


@pytest.fixture
def index(seeds: CorpusSettings) -> Iterator[Index]:
    index = Index(seeds)
    yield index
    index.close()


async def test_ask_open_and_fetch(
    preview: Preview, start: Start, seeds: CorpusSettings, index: Index, embedder: Embedder
) -> None:
    nora = preview.user("Nora", language="nb")
    async with start(ArticleAnswerer(index, embedder), index, articles_dir=seeds.articles_dir):
        asked = await nora.says("Hvor lang tid tar fergen Havsula over?")
        answer = await preview.answer_to(asked, seconds=60)
        await nora.taps(answer, "[1]")
        opened = await preview.next_message(nora.private, after=answer)
        await nora.taps(opened, labels(opened)[0])
        document = await preview.next_message(nora.private, after=opened)
        listed = await preview.answer_to(await nora.says("/sources"))
    assert "24 minutter" in read(answer)
    source = read(opened).split("\n")[-1].split(" · ")[0]
    assert document.file is not None
    assert document.file.content == (Path(seeds.articles_dir) / source).read_bytes()
    assert f"{index.count_articles()} artikler" in read(listed)


async def test_what_no_article_says_is_declined_in_arabic(
    preview: Preview, start: Start, seeds: CorpusSettings, index: Index, embedder: Embedder
) -> None:
    aicha = preview.user("Aicha", language="ar")
    async with start(ArticleAnswerer(index, embedder), index, articles_dir=seeds.articles_dir):
        answer = await preview.answer_to(await aicha.says("من اخترع الهاتف المحمول؟"), seconds=60)
    assert read(answer).startswith(Texts("ar").text("answer.abstained"))
    assert Texts("ar").text("watch.button") in " ".join(labels(answer))


async def test_what_is_watched_is_told_when_an_article_that_answers_is_ingested(
    preview: Preview, start: Start, corpus: Path, tmp_path: Path, embedder: Embedder
) -> None:
    settings = CorpusSettings(articles_dir=corpus, data_dir=tmp_path / "own")
    ingest(settings, lambda: embedder)
    index, nora, nb = Index(settings), preview.user("Nora", language="nb"), Texts("nb")
    async with start(ArticleAnswerer(index, embedder), index, articles_dir=corpus) as kilde:
        asked = await nora.says("Hvor mange passasjerer tar den nye fergen til Storøya?")
        declined = await preview.answer_to(asked, seconds=60)
        await nora.taps(declined, nb.text("watch.button"))
        (corpus / "weather.txt").write_text("It rained on the islands for most of the week.\n" * 2, encoding="utf-8")
        ingest(settings, lambda: embedder)
        await rounds(kilde)
        silent = preview.messages(nora.private, by_bot=True)[-1]
        story = "(Øyavisa) – Den nye fergen til Storøya tar 240 passasjerer og 60 biler.\nDen går fra mandag av.\n"
        (corpus / "north" / "ferry.txt").write_text(story, encoding="utf-8")
        ingest(settings, lambda: embedder)
        await rounds(kilde)
        told = await preview.next_message(nora.private, after=declined)
        await rounds(kilde)
        last = preview.messages(nora.private, by_bot=True)[-1]
        await nora.taps(told, "[1]")
        opened = await preview.next_message(nora.private, after=told)
    index.close()
    assert nb.text("answer.abstained") in read(declined)
    assert silent.id == declined.id
    assert read(told).startswith("🔔 Nå svarer artiklene på dette: Hvor mange passasjerer")
    assert "240 passasjerer" in read(told)
    assert "uten dato, kom inn" in read(told)
    assert (told.reply_to, last.id) == (asked.id, told.id)
    assert "Den går fra mandag av." in read(opened)
    assert "north/ferry.txt · linje 1" in read(opened)
