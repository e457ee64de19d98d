"""The editor's desk on the running application, with a real index, a real reader process and a real folder."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.answers.answerer import ArticleAnswerer
from bot.desk.draft import WAITING, DraftState
from bot.desk.newsroom import IngestionProgress, Newsroom, newsroom
from bot.desk.publishing import Ingestion
from bot.preview import Preview
from bot.preview.person import Person
from bot.preview.state import Message, Post
from bot.telegram.api import draft_board
from bot.texts import Live, Texts
from ingest.errors import KildeError
from ingest.index.index import Index
from ingest.models.embedding import Embedder
from ingest.pipeline import ingest
from ingest.report import IngestReport, Progress
from ingest.settings import CorpusSettings
from ingest.sources.fetching import Fetcher
from tests.bot.telegram.conftest import Kilde, Start, labels, read, until
from tests.ingest.fakes import WordEmbedder
from tests.ingest.readers.pages import STORY, page
from tests.ingest.sources.web_server import gives, here, web

EN, NB = Texts("en"), Texts("nb")
BODY = (
    "The ferry Skarven was sold to a shipyard in Gdansk on Tuesday for two million kroner.\n"
    "It had carried cars over the Lerk sound for forty-one years.\n"
    "The town will use the money for a new quay, said mayor Ingrid Vold.\n"
)
FERRY = f"---\ntitle: Old ferry sold\n---\n{BODY}"
ORIGIN = Post(-1_002_000_000_001, "Harbour Wire", "harbourwire", 77, datetime(2024, 3, 1, 8, tzinfo=UTC))


@dataclass
class Desk:
    """A folder, its index, and how to start a bot with editors over them."""

    articles: Path
    index: Index
    open: Callable[..., AbstractAsyncContextManager[Kilde]]

    @property
    def inbox(self) -> list[str]:
        return sorted(it.name for it in (self.articles / "inbox").glob("*"))


@pytest.fixture
def desk(start: Start, articles: Path, tmp_path: Path) -> Iterator[Desk]:
    """With a model that costs nothing; index, Chroma, reader process and folder are the real ones."""
    yield from _desk(start, articles, tmp_path, WordEmbedder())


@pytest.fixture
def real_desk(start: Start, articles: Path, tmp_path: Path, embedder: Embedder) -> Iterator[Desk]:
    """With the packaged model."""
    yield from _desk(start, articles, tmp_path, embedder)


def _desk(start: Start, articles: Path, tmp_path: Path, embedder: Embedder) -> Iterator[Desk]:
    settings = CorpusSettings(articles_dir=articles, data_dir=tmp_path / "data")
    ingest(settings, lambda: embedder)
    index = Index(settings)

    @asynccontextmanager
    async def open_(fetcher: Fetcher | None = None, **keys: object) -> AsyncIterator[Kilde]:
        answerer, staff = ArticleAnswerer(index, embedder, None, caution="low"), newsroom(settings, index, embedder)
        staff = replace(staff, fetcher=fetcher or staff.fetcher)
        async with start(answerer, index, newsroom=staff, **keys) as kilde:
            yield kilde

    yield Desk(articles, index, open_)
    index.close()


async def shows(preview: Preview, message: Message, *words: str) -> str:
    """Waits until a message says all of this; gives what it says then."""
    await preview.until(lambda: all(it in read(preview.current(message)) for it in words), seconds=60)
    return read(preview.current(message))


async def sent(preview: Preview, person: Person, name: str, content: bytes, caption: str = "") -> Message:
    """Sends a file; gives what the bot says to that."""
    return await preview.answer_to(await person.sends_file(name, content, caption=caption), seconds=60)


async def test_a_file_is_looked_at_published_asked_about_and_taken_back(preview: Preview, real_desk: Desk) -> None:
    ola, desk = preview.user("Ola"), real_desk
    async with desk.open(editors=frozenset({ola.id})):
        draft = await sent(preview, ola, "../../etc/ferry.txt", FERRY.encode())
        assert not (desk.articles / "inbox").exists()
        first = read(draft)
        await ola.taps(draft, "Publish")
        published = await shows(preview, draft, "You can ask about it now")
        (name,) = desk.inbox
        assert desk.index.article(f"inbox/{name}") is not None
        answer = await preview.answer_to(await ola.says("To whom was the ferry Skarven sold?"), seconds=60)
        await ola.taps(preview.current(draft), "Undo")
        undone = await shows(preview, draft, EN.text("desk.undone"))
        await until(lambda: desk.index.refresh() > 0 and desk.index.article(f"inbox/{name}") is None, 60)
    assert "Old ferry sold" in first
    assert EN.text("desk.draft") in first
    assert name.startswith("old-ferry-sold-")
    assert f"inbox/{name}" in published
    assert "Gdansk" in read(answer)
    assert desk.inbox == []
    assert undone == EN.text("desk.undone")


async def test_what_is_typed_is_changed_by_replies_and_buttons(preview: Preview, desk: Desk) -> None:
    ola = preview.user("Ola", language="nb")
    async with desk.open(admin_ids=frozenset({ola.id})) as kilde:
        usage = await preview.answer_to(await ola.says("/add"))
        draft = await preview.answer_to(await ola.says("/add " + BODY), seconds=60)
        await kilde.settled()
        typed = await ola.replies_to(draft, "dato: 5. mars 2024\navis: Havneposten")
        await shows(preview, draft, "Havneposten", "5. mars 2024")
        changed = await preview.answer_to(typed)
        await ola.taps(preview.current(draft), "Tittel")
        asked = await preview.next_message(ola.private, after=changed)
        await kilde.settled()
        await preview.answer_to(await ola.replies_to(asked, "Skarven er solgt"), seconds=60)
        await shows(preview, draft, "Skarven er solgt")
        puzzled = await preview.answer_to(await ola.replies_to(draft, "dato: i fjor sommer"))
        await ola.taps(preview.current(draft), "Publiser")
        await shows(preview, draft, "Du kan spørre om den nå")
    assert asked.asks_reply
    assert NB.text("desk.add_usage", add=Live("/add")) in usage.text
    assert "2024-03-17" in puzzled.text
    (name,) = desk.inbox
    assert name.startswith("2024-03-05-skarven-er-solgt-")
    text = (desk.articles / "inbox" / name).read_text("utf-8")
    assert text.startswith(
        "---\ntitle: Skarven er solgt\ndate: 2024-03-05\noutlet: Havneposten\n---\nThe ferry Skarven"
    )


async def test_a_forwarded_album_says_where_it_comes_from(preview: Preview, desk: Desk) -> None:
    ola = preview.user("Ola")
    async with desk.open(editors=frozenset({ola.id})) as kilde:
        post = await ola.forwards(BODY, ORIGIN, files=[ola.photo(), ola.photo(), ola.photo()])
        draft = await preview.answer_to(post, seconds=60)
        await kilde.settled()
        await shows(preview, draft, "3 pictures are left out")
        await preview.answer_to(
            await ola.replies_to(draft, "language: English")
        )  # It is thought to be English already.
        shown = await shows(preview, draft, "English")
        await ola.taps(preview.current(draft), "Publish")
        await shows(preview, draft, "You can ask about it now")
        assert len(preview.messages(ola.private, by_bot=True)) == 2
    assert "Harbour Wire · March 1, 2024 · English" in shown
    (name,) = desk.inbox
    text = (desk.articles / "inbox" / name).read_text("utf-8")
    assert "outlet: Harbour Wire\nlanguage: en\nurl: https://t.me/harbourwire/77\n" in text


async def test_a_page_keeps_its_file_and_what_is_said_stands_beside(preview: Preview, desk: Desk) -> None:
    ola, content = preview.user("Ola"), page(STORY).encode()
    async with desk.open(editors=frozenset({ola.id})) as kilde:
        draft = await sent(preview, ola, "ferry.HTML", content)
        await kilde.settled()
        await ola.replies_to(draft, "title: Ferry again\noutlet: The Lerk")
        await shows(preview, draft, "Ferry again")
        await ola.taps(preview.current(draft), "Publish")
        await shows(preview, draft, "You can ask about it now")
        article = desk.index.article(f"inbox/{desk.inbox[0]}")
    original, beside = desk.inbox
    assert beside == f"{original}.yaml"
    assert (desk.articles / "inbox" / original).read_bytes() == content
    assert article is not None
    assert (article.title, article.outlet) == ("Ferry again", "The Lerk")


async def test_a_twin_is_found_and_replaced_and_comes_back(preview: Preview, desk: Desk) -> None:
    ola, old = preview.user("Ola"), desk.articles / "nord" / "havn.txt"
    before = old.read_text("utf-8")
    async with desk.open(editors=frozenset({ola.id})):
        draft = await sent(preview, ola, "rettet.txt", before.replace("3. mars", "4. mars").encode())
        first = read(draft)
        await ola.taps(draft, "Replace")
        said = await shows(preview, draft, "You can ask about it now")
        replaced = old.read_text("utf-8")
        await ola.taps(preview.current(draft), "Undo")
        await shows(preview, draft, EN.text("desk.undone"))
    assert "% the same as an article" in first
    assert "nord/havn.txt" in said
    assert "4. mars" in replaced
    assert old.read_text("utf-8") == before
    assert desk.inbox == []


async def test_of_two_editors_who_press_at_once_one_decides(preview: Preview, desk: Desk) -> None:
    ola, kari = preview.user("Ola"), preview.user("Kari")
    group = preview.chat("Desk", members=[kari], admins=[ola])
    async with desk.open(editors=frozenset({ola.id, kari.id})) as kilde:
        draft = await preview.answer_to(await ola.says("/add@kilde_bot " + FERRY, chat=group), seconds=60)
        taps = await asyncio.gather(ola.taps(draft, "Publish"), kari.taps(draft, "Publish"))
        await shows(preview, draft, "You can ask about it now")
        late = await ola.taps_stale(preview.current(draft), "reject:1")
        await preview.until(lambda: late.answered)
        acts = [(it.act, it.actor) for it in kilde.memory.audit.latest(offset=0, limit=5)]
    assert acts in ([("published", ola.id)], [("published", kari.id)])
    assert sorted(it.text for it in taps) == ["", EN.text("desk.decided")]
    assert late.text == EN.text("desk.decided")
    assert len(desk.inbox) == 1


async def test_a_draft_outlives_a_restart_and_what_was_claimed_is_seen_through(preview: Preview, desk: Desk) -> None:
    ola = preview.user("Ola")
    async with desk.open(editors=frozenset({ola.id})) as kilde:
        draft = await sent(preview, ola, "ferry.txt", FERRY.encode())
        other = await preview.answer_to(await ola.says("/add Kystverket moves to Bodo next year, the minister said."))
        # As if the process had been killed right after the second decision.
        assert kilde.memory.drafts.claim(2, WAITING, DraftState.PUBLISHING, acted_at=preview.clock.now())
    assert desk.inbox == []
    async with desk.open(editors=frozenset({ola.id}), seconds=0.3):
        await shows(preview, other, "You can ask about it now")
        await ola.taps(preview.current(draft), "Publish")
        await shows(preview, draft, "You can ask about it now")
    assert len(desk.inbox) == 2


async def test_others_get_the_polite_sentence_and_may_propose_where_that_is_on(preview: Preview, desk: Desk) -> None:
    ola, eve = preview.user("Ola"), preview.user("Eve")
    async with desk.open(editors=frozenset({ola.id})):
        polite = await sent(preview, eve, "ferry.txt", FERRY.encode())
        refused = await preview.answer_to(await eve.says("/add " + FERRY))
    async with desk.open(editors=frozenset({ola.id}), proposals="on"):
        await preview.answer_to(await ola.says("/start"))  # Bots write only to whom has written to them.
        told = await sent(preview, eve, "ferry.txt", FERRY.encode())
        thanked = await sent(preview, eve, "ferry.txt", FERRY.encode(), caption="/add")
        proposal = preview.messages(ola.private, by_bot=True)[-1]
        tap = await eve.taps_stale(thanked, "publish:1")
        await preview.until(lambda: tap.answered)
        await ola.taps(proposal, "Publish")
        await shows(preview, proposal, "You can ask about it now")
        accepted = await preview.next_message(eve.private, after=thanked, seconds=60)
    assert polite.text == EN.text("ask.only_text")
    assert refused.text == tap.text == EN.text("desk.editors_only")
    assert "/add" in told.text
    assert thanked.text == EN.text("desk.proposed")
    assert EN.text("desk.proposal") in proposal.text
    assert accepted.text == EN.text("desk.accepted")


async def test_an_article_is_withdrawn_with_a_reason_and_comes_back(preview: Preview, desk: Desk) -> None:
    ola, kept = preview.user("Ola"), desk.articles / "nord" / "havn.txt"
    async with desk.open(editors=frozenset({ola.id}), removal_limit=0, removal_limit_percent=0) as kilde:
        none = await preview.answer_to(await ola.says("/withdraw nothing like this"))
        chosen = await preview.answer_to(await ola.says("/withdraw havn"))
        await ola.taps(chosen, "✕")
        asked = await preview.next_message(ola.private, after=chosen)
        await kilde.settled()
        done = await preview.answer_to(await ola.replies_to(asked, "The council says that it was wrong."))
        said = await shows(preview, done, "No answer uses it")
        gone = not kept.exists() and desk.index.refresh() and desk.index.article("nord/havn.txt") is None
        await ola.taps(preview.current(done), "Undo")
        await shows(preview, done, EN.text("desk.undone"))
        await until(lambda: desk.index.refresh() > 0 and desk.index.article("nord/havn.txt") is not None, 60)
        again = await preview.answer_to(await ola.says("/withdraw nord/havn.txt Twice is enough"))
        await shows(preview, again, "No answer uses it")
        preview.advance(timedelta(minutes=11))
        late = await ola.taps(preview.current(again), "Undo")
    assert none.text == EN.text("withdraw.none")
    assert gone
    assert "The council says that it was wrong." in said
    assert "Twice is enough" in read(preview.current(again))
    assert "ten minutes" in late.text
    assert not kept.exists()


def _bomb() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", 8) as archive:
        archive.writestr("word/document.xml", b"0" * 300_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("virus.exe", b"MZ", "I cannot read files of this kind"),
        ("ferry", b"no ending", "I cannot read files of this kind"),
        ("many.zip", b"PK", "This cannot become an article"),
        ("many.jsonl", b'{"headline": "Nothing else"}', "This cannot become an article"),
        ("large.txt", b"x" * (6 << 20), EN.text("desk.too_large")),
        ("huge.pdf", b"%PDF-" + b"x" * (21 << 20), EN.text("desk.too_large")),
        ("bomb.docx", _bomb(), "This cannot become an article"),
        ("empty.txt", b" \n", "This cannot become an article"),
    ],
)
async def test_what_cannot_be_an_article_is_refused_in_a_sentence(
    preview: Preview, desk: Desk, name: str, content: bytes, said: str
) -> None:
    ola = preview.user("Ola")
    async with desk.open(editors=frozenset({ola.id})):
        told = await sent(preview, ola, name, content)
    assert said in read(told)
    assert not [it for it in labels(told) if "Publish" in it]
    assert not (desk.articles / "inbox").exists()


async def test_a_link_is_fetched_and_one_that_leads_inside_is_not(preview: Preview, desk: Desk) -> None:
    ola = preview.user("Ola")
    with web() as server:
        server.pages["/ferry?id=3"] = gives(page(STORY, url="").encode())
        async with desk.open(editors=frozenset({ola.id}), fetcher=here()):
            link = f"{server.url}/ferry?id=3&utm_source=letter#top"
            server.pages["/ferry?id=3&utm_source=letter"] = server.pages["/ferry?id=3"]
            draft = await preview.answer_to(await ola.says(link), seconds=60)
            await ola.taps(draft, "Publish")
            await shows(preview, draft, "You can ask about it now")
            article = desk.index.article(f"inbox/{desk.inbox[0]}")
            gone = await preview.answer_to(await ola.says(f"{server.url}/nothing"))
        async with desk.open(editors=frozenset({ola.id})):
            refused = await preview.answer_to(await ola.says(f"{server.url}/ferry?id=3"))
        asked = len(server.paths())
    assert article is not None
    assert article.url == f"{server.url}/ferry?id=3"
    assert article.title == "The ferry is back"
    assert "404" in gone.text
    assert "not a public address" in refused.text
    assert asked == 2


async def test_a_publication_that_takes_long_says_how_far_it_is(
    preview: Preview, desk: Desk, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola, go_on, progress = preview.user("Ola", language="en"), threading.Event(), IngestionProgress()
    monkeypatch.setattr(draft_board, "_EVERY", 0.05)

    def bring(_: Collection[str]) -> IngestReport:
        progress.note(Progress(3, 40, 1200))
        assert go_on.wait(60)
        raise KildeError("The disk is full.")

    staff = Newsroom(None, Ingestion(bring), progress=progress)
    async with start(None, desk.index, newsroom=staff, editors=frozenset({ola.id})):
        draft = await preview.answer_to(await ola.says("/add " + BODY), seconds=60)
        await ola.taps(preview.current(draft), "Publish")
        said = await shows(preview, draft, "Files read: 3 of 40", "1,200")
        progress.note(Progress(40, 40, 9000))
        await shows(preview, draft, "Files read: 40 of 40", "9,000")
        progress.now = None
        go_on.set()
    assert "I will say here" in said


def _records(*records: dict[str, str]) -> bytes:
    return "".join(f"{json.dumps(record)}\n" for record in records).encode()


def _record(number: int, **fields: str) -> dict[str, str]:
    told = (
        f"Ship number {number} lay at quay {number} with {number} tons of coal, and its crew of {number} went ashore."
    )
    known = {"id": f"n{number}", "headline": f"Ship {number} is here", "content": f"{told}\n{told[::-1]}"}
    return known | {"published": f"2024-03-0{number}", "publisher": "Harbour Wire"} | fields


def _zip() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", 8) as archive:
        archive.writestr("a/ferry.txt", FERRY)
        archive.writestr("b/ships.jsonl", _records(_record(1), _record(2)))
        archive.writestr("b/empty.txt", " ")
        archive.writestr("picture.png", b"\x89PNG")
    return buffer.getvalue()


def _mbox() -> bytes:
    letters = [
        f"From a@wire.example Mon Mar  4 08:00:00 2024\nFrom: Harbour Wire <a@wire.example>\nSubject: Ship {number}\n"
        f"Date: Mon, 0{number} Mar 2024 08:00:00 +0000\nMessage-ID: <{number}@wire.example>\n\n"
        f"{_record(number)['content']}\n\n"
        for number in (4, 5)
    ]
    return "".join(letters).encode()


FEED = (
    '<rss version="2.0"><channel><title>Harbour Wire</title><language>en</language>'
    "<item><guid>7</guid><title>Ship 7 is here</title><pubDate>Thu, 07 Mar 2024 08:00:00 GMT</pubDate>"
    f"<description>{_record(7)['content'].splitlines()[0]}</description></item>"
    "<item><guid>8</guid><title>Ship 8 is here</title><pubDate>Fri, 08 Mar 2024 08:00:00 GMT</pubDate>"
    f"<description>{_record(8)['content'].splitlines()[0]}</description></item></channel></rss>"
).encode()
CSV = b"id,headline,content,published\n1,Ship one,Ship one lay at the long quay for nine days in May.,2024-05-01\n"


@pytest.mark.parametrize(
    ("name", "content", "shown"),
    [
        (
            "wire.zip",
            _zip(),
            ["Articles in this file: 3", "Old ferry sold", "Ship 1 is here", "Cannot be read: 1", ".png (1)"],
        ),
        ("wire.mbox", _mbox(), ["Articles in this file: 2", "Ship 4", "Ship 5"]),
        ("wire.jsonl", _records(_record(1), _record(2)), ["Articles in this file: 2", "Outlets: Harbour Wire (2)"]),
        ("wire.csv", CSV, ["Articles in this file: 1", "Ship one · May 1, 2024 · English"]),
        (
            "wire.rss",
            FEED,
            ["Articles in this file: 2", "Ship 7 is here", "Published from March 7, 2024 to March 8, 2024"],
        ),
    ],
)
async def test_a_file_with_many_articles_is_one_draft(
    preview: Preview, desk: Desk, name: str, content: bytes, shown: list[str]
) -> None:
    ola = preview.user("Ola")
    async with desk.open(editors=frozenset({ola.id})):
        before = desk.index.count_articles()
        draft = await sent(preview, ola, name, content)
        said = read(draft)
        for words in (*shown, EN.text("desk.draft"), EN.text("desk.many_fixed")):
            assert words in said
        assert labels(draft) == [EN.text("desk.publish"), EN.text("desk.reject")]
        assert not (desk.articles / "inbox").exists()
        unchanged = await preview.answer_to(await ola.replies_to(draft, "title: Another"))
        await ola.taps(draft, "Publish")
        await shows(preview, draft, "You can ask about it now")
        (kept,) = desk.inbox
        bytes_kept = (desk.articles / "inbox" / kept).read_bytes()
        desk.index.refresh()
        came = desk.index.count_articles() - before
        source = desk.index.articles(offset=0, limit=1)[0].source
        await ola.taps(preview.current(draft), "Undo")
        await shows(preview, draft, EN.text("desk.undone"))
        await until(lambda: desk.index.refresh() > 0 and desk.index.count_articles() == before, 60)
    assert read(unchanged) == EN.text("desk.many_fixed")
    assert bytes_kept == content
    assert came == int(shown[0].rpartition(" ")[2])
    assert source.startswith(f"inbox/{kept}#")
    assert desk.inbox == []


async def test_of_many_articles_those_that_are_there_already_are_counted_and_a_rejected_file_goes(
    preview: Preview, desk: Desk
) -> None:
    ola = preview.user("Ola")
    first = _records(_record(1), _record(2))
    again = _records(
        _record(1, id="x1"), _record(3), _record(3, id="x3", publisher="Elsewhere"), _record(4, published="")
    )
    async with desk.open(editors=frozenset({ola.id})) as kilde:
        draft = await sent(preview, ola, "first.jsonl", first)
        await ola.taps(draft, "Publish")
        await shows(preview, draft, "You can ask about it now")
        other = await sent(preview, ola, "again.jsonl", again)
        said = read(other)
        await ola.taps(other, "Reject")
        await shows(preview, other, EN.text("desk.rejected"))
        await kilde.settled()
    assert EN.text("desk.many_known", count=1) in said
    assert EN.text("desk.many_alike", count=1) in said
    assert EN.text("desk.many_undated", count=1) in said
    assert "Outlets: Harbour Wire (3) and Elsewhere (1)" in said
    assert len(desk.inbox) == 1


async def test_names_of_fields_are_read_as_the_folder_reads_them(preview: Preview, desk: Desk) -> None:
    ola = preview.user("Ola")
    record = {"nr": "1", "kop": "Ship one is here", "tekst": _record(1)["content"]}
    async with desk.open(editors=frozenset({ola.id}), dump_fields="title=kop, text=tekst, id=nr"):
        draft = await sent(preview, ola, "wire.jsonl", _records(record))
    assert "Ship one is here" in read(draft)


async def test_many_articles_are_shown_in_one_message(preview: Preview, desk: Desk) -> None:
    ola = preview.user("Ola")
    content = _records(
        *(
            {**_record(number % 9 + 1), "id": f"m{number}", "headline": f"{'Long ' * 40}{number}"}
            for number in range(40)
        )
    )
    async with desk.open(editors=frozenset({ola.id})):
        draft = await sent(preview, ola, "wire.jsonl", content)
        await preview.settled()
    assert "Articles in this file: 40" in read(draft)
    assert EN.text("desk.many_rest", count=30) in read(draft)
    assert len(preview.messages(ola.private, by_bot=True)) == 1
