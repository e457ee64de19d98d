"""A voice message on the running application: understood, refused, or nobody listens."""

import pytest

from bot.preview import Preview, Standing
from bot.telegram.handlers import voice
from bot.texts import LANGUAGES, Texts
from tests.bot.telegram.conftest import Start, read
from tests.bot.telegram.samples import ANSWER

WORDS = "Når åpner havnen?"


class Listening:
    """Hears what it is told to; counts the sounds."""

    def __init__(self, words: str = WORDS) -> None:
        self.words = words
        self.sounds: list[bytes] = []

    def transcribe(self, sound: bytes) -> str:
        self.sounds.append(sound)
        return self.words


async def test_it_is_answered_like_a_typed_question_and_shows_what_was_understood(
    preview: Preview, start: Start
) -> None:
    ola, listening = preview.user("Ola", language="nb"), Listening()
    async with start(transcriber=listening) as kilde:
        answer = await preview.answer_to(await ola.says_aloud(b"OggS..."))
        assert [question.text for question in kilde.answerer.asked] == [WORDS]
        assert kilde.memory.answers.find(ola.id, answer.reply_to or 0) is not None
        await preview.answer_to(await ola.says("Og hvorfor?"))
        assert [turn.question for turn in kilde.answerer.asked[-1].earlier] == [WORDS]
    assert listening.sounds == [b"OggS..."]
    assert WORDS in read(answer)
    assert ANSWER.statements[0].text in read(answer)


async def test_a_polite_word_is_answered_politely(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(transcriber=Listening("Tusen takk!")) as kilde:
        assert (await preview.answer_to(await ola.says_aloud(b"OggS"))).text
        assert kilde.answerer.asked == []


async def test_in_a_group_only_a_reply_to_the_bot_is_listened_to(preview: Preview, start: Start) -> None:
    ola, listening = preview.user("Ola"), Listening()
    desk = preview.chat("Desk", admins=[ola], bot=Standing.ADMINISTRATOR)
    async with start(transcriber=listening) as kilde:
        answer = await preview.answer_to(await ola.says("/ask@kilde_bot Hvem?", chat=desk))
        await ola.says_aloud(b"to Kari", chat=desk)
        await preview.answer_to(await ola.says_aloud(b"to the bot", chat=desk, reply_to=answer))
        await kilde.settled()
    assert listening.sounds == [b"to the bot"]


@pytest.mark.parametrize(("seconds", "sound"), [(121, b"OggS"), (3, b"x" * 2000)])
async def test_what_is_too_long_or_too_large_is_not_listened_to(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch, seconds: int, sound: bytes
) -> None:
    monkeypatch.setattr(voice, "LARGEST", 1000)
    ola, listening = preview.user("Ola", language="nb"), Listening()
    async with start(transcriber=listening):
        said = await preview.answer_to(await ola.says_aloud(sound, seconds))
    assert read(said) == read_text("voice.too_long", minutes=2)
    assert listening.sounds == []


async def test_who_speaks_too_often_is_told(preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voice, "A_MINUTE", 1)
    ola, listening = preview.user("Ola", language="nb"), Listening()
    async with start(transcriber=listening):
        await preview.answer_to(await ola.says_aloud(b"one"))
        said = await preview.answer_to(await ola.says_aloud(b"two"))
    assert read(said) == read_text("budget.minute")
    assert listening.sounds == [b"one"]


@pytest.mark.parametrize("words", ["", " … "])
async def test_where_no_words_are_understood_that_is_said(preview: Preview, start: Start, words: str) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(transcriber=Listening(words)) as kilde:
        assert read(await preview.answer_to(await ola.says_aloud(b"hm"))) == read_text("voice.nothing")
        assert kilde.answerer.asked == []


async def test_where_nobody_listens_an_admin_is_told_how_and_others_to_write(preview: Preview, start: Start) -> None:
    ola, kari = preview.user("Ola", language="nb"), preview.user("Kari", language="nb")
    async with start(admin_ids=frozenset({ola.id})):
        assert read(await preview.answer_to(await ola.says_aloud(b"hm"))) == read_text("voice.off")
        assert read(await preview.answer_to(await kari.says_aloud(b"hm"))) == read_text("ask.only_text")


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_to_have_it_listen_names_setting_and_extra(language: str) -> None:
    said = Texts(language).text("voice.off")
    assert "VOICE_MODEL" in said
    assert "voice" in said


def read_text(key: str, **values: object) -> str:
    return Texts("nb").text(key, **values).replace("\u2068", "").replace("\u2069", "")  # type: ignore[arg-type]
