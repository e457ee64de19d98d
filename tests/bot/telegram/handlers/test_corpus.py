"""/corpus on the running application: a photo with words below it, the words alone where photos are refused."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta

import pytest

from bot.briefings.story_membership import Belonging
from bot.charts.counting import By
from bot.charts.showing import View
from bot.memory import Place
from bot.monitoring.recorder import SILENT
from bot.preview import Preview, Standing
from bot.preview.errors import ApiError
from bot.preview.methods.uploads import picture_size
from bot.preview.state import Message
from bot.telegram.arguments.corpus_arguments import Rhythm, read_corpus_arguments
from bot.texts import LANGUAGES, Live, Texts
from ingest.index.catalogue import StoredArticle
from ingest.index.tallies import Tally
from tests.bot.charts.corpora import NOW, TALKED_ABOUT, corpus, stories_of
from tests.bot.telegram.conftest import Shelf, Start, read, refuse, until, watch
from tests.bot.telegram.jobs.test_scheduler import rounds

pytestmark = pytest.mark.usefixtures("drawing_ready")


class Newsstand(Shelf):
    """A made-up corpus of 3,000 articles."""

    def tallies(self) -> list[Tally]:
        return corpus()


class Storied(Newsstand):
    """The same, and some of them tell stories."""

    def articles_with(self, hashes: Iterable[str]) -> list[StoredArticle]:
        return [it for it in TALKED_ABOUT if it.content_hash in set(hashes)]


def assert_photo(message: Message) -> None:
    assert message.file
    assert message.file.photo_size == picture_size(message.file.content)
    assert message.file.photo_size
    assert sum(message.file.photo_size) < 10_000


@pytest.mark.parametrize(
    ("language", "title", "total"),
    [
        ("en", "Articles by month and language", "3,000 articles"),
        ("ar", "المقالات حسب الشهر واللغة", "3,000 مقال"),
        ("nb", "Artikler per måned og språk", "3\u00a0000 artikler"),
    ],
)
async def test_a_picture_with_words_below_it(
    preview: Preview, start: Start, language: str, title: str, total: str
) -> None:
    reader = preview.user("Reader", language=language)
    async with start(shelf=Newsstand()):
        shown = await preview.answer_to(await reader.says("/corpus"))
    assert_photo(shown)
    first, second = read(shown).split("\n\n")
    assert first == title
    assert total in second
    assert [(it.type, it.offset) for it in shown.content.entities] == [("bold", 0)]


async def test_the_largest_stories_that_briefings_have_found(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola")
    async with start(shelf=Storied()) as kilde:
        book = [Belonging(key, "", story, NOW) for key, story in stories_of(TALKED_ABOUT).items()]
        assert kilde.memory.stories.add(book, 0)
        shown = await preview.answer_to(await ola.says("/corpus"))
    assert_photo(shown)
    assert "Largest stories: Old library of Mina al-Zahr opens again\u00a0(7)" in read(shown)


async def test_in_a_topic_of_a_forum_by_outlet_over_a_month(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    forum = preview.chat("Newsroom", admins=[ola], topics=["Sea"], bot=Standing.MEMBER)
    sea = preview.topic(forum, "Sea")
    async with start():
        asked = await ola.says("/corpus@kilde_bot aviser 10 år", chat=forum, topic=sea)
        shown = await preview.answer_to(asked)
    assert_photo(shown)
    assert (shown.thread_id, shown.reply_to) == (sea.id, asked.id)
    assert "Medier: Nordavis\u00a0(20)." in read(shown)


@pytest.mark.parametrize(
    ("shelf", "typed", "key"),
    [(Shelf(0), "/corpus", "notice.no_articles"), (Shelf(3), "/corpus 1d", "corpus.nothing")],
)
async def test_nothing_to_draw_is_said(preview: Preview, start: Start, shelf: Shelf, typed: str, key: str) -> None:
    ola = preview.user("Ola")
    async with start(shelf=shelf):
        told = await preview.answer_to(await ola.says(typed))
    assert told.file is None
    assert told.text == Texts("en").text(key)


@pytest.mark.parametrize("typed", ["/corpus cake", "/corpus 0d", "/corpus outlets 30d 30d", "/corpus 999y"])
async def test_what_cannot_be_read_is_one_sentence(preview: Preview, start: Start, typed: str) -> None:
    ola = preview.user("Ola")
    async with start():
        told = await preview.answer_to(await ola.says(typed))
    assert told.file is None
    assert read(told) == (
        "Write /corpus alone, or with “outlets” or “languages” and how far to look back, such as /corpus outlets 30d;"
        " /corpus weekly brings it along with the briefings."
    )


async def test_without_the_right_to_send_photos_the_words_are_sent(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola = preview.user("Ola")
    refuse("sendPhoto", ApiError(400, "Bad Request: not enough rights to send photos to the chat"), monkeypatch)
    async with start():
        told = await preview.answer_to(await ola.says("/corpus"))
    assert told.file is None
    assert "20 articles" in told.text


async def test_refused_markup_is_sent_plain(preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    ola = preview.user("Ola")
    refuse("sendPhoto", ApiError(400, "Bad Request: can't parse entities: sorry"), monkeypatch, times=1)
    async with start():
        shown = await preview.answer_to(await ola.says("/corpus"))
    assert_photo(shown)
    assert shown.content.entities == ()


async def test_it_is_in_the_menus(preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = watch("setMyCommands", monkeypatch)
    async with start():
        pass
    menus = [call.text("commands") for call in calls]
    assert menus
    assert all('"corpus"' in menu for menu in menus)


@pytest.mark.parametrize(
    ("typed", "view"),
    [
        ("", View()),
        ("outlets", View(By.OUTLET)),
        ("Outlets, 30d", View(By.OUTLET, timedelta(30))),
        ("2 years languages", View(By.LANGUAGE, timedelta(730))),
        ("medier 3 måneder", View(By.OUTLET, timedelta(90))),
        ("språk", View(By.LANGUAGE)),
        ("وسائل الإعلام ٣ أشهر", View(By.OUTLET, timedelta(90))),
        ("اللغات ٢ سنة", View(By.LANGUAGE, timedelta(730))),
        ("every week", Rhythm.WEEKLY),
        ("ukentlig", Rhythm.WEEKLY),
        ("أسبوعيًا", Rhythm.WEEKLY),
        ("weekly outlets", None),
        ("12h", View(None, timedelta(hours=12))),
    ],
)
def test_wishes_are_read_in_three_languages(typed: str, view: View | Rhythm | None) -> None:
    assert read_corpus_arguments(typed) == view


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_works(language: str) -> None:
    example = Texts(language).text("corpus.example")
    assert read_corpus_arguments(example.removeprefix("/corpus ")) not in {None, View()}


async def test_what_is_handled_again_since_its_reply_was_refused_turns_nothing_back(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola = preview.user("Ola", language="en")
    monkeypatch.setattr("bot.telegram.api.rate_limiter.RateLimiter.__init__.__defaults__", (0.0, 1, 0.01, SILENT))
    async with start() as kilde:
        await preview.answer_to(await ola.says("/subscribe 08:00 Oslo"))
        refused = refuse("sendMessage", ApiError(502, "Bad Gateway"), monkeypatch, times=4)
        asked = await ola.says("/corpus weekly")
        await until(lambda: len(refused) >= 1)
        await preview.settled(kilde.application, seconds=60)
        async with asyncio.timeout(60):
            while not (told := [it for it in preview.messages(ola.private, by_bot=True) if it.reply_to == asked.id]):
                preview.advance(timedelta(minutes=6))
                await rounds(kilde, 1)
                await preview.settled(kilde.application, seconds=60)
                await asyncio.sleep(0.01)
        (kept,) = kilde.memory.subscriptions.of(Place(ola.id))
    assert kept.picture
    assert told[0].text == Texts("en").text("corpus.weekly_on", command=Live("/corpus weekly"))
