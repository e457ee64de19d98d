"""Questions to the running application, over HTTP, on the preview."""

import asyncio
import threading
from dataclasses import replace

import pytest

from bot.answers.answer import Notice
from bot.preview import Preview, Standing
from bot.preview.errors import ApiError
from bot.preview.state import Chat, ChatKind
from bot.texts import Texts
from tests.bot.telegram.conftest import Scripted, Start, labels, read, refuse, until, watch
from tests.bot.telegram.samples import ANSWER, DECLINED, PORT

LONG = replace(ANSWER, citations=tuple(replace(PORT, number=n, quote="خبر طويل. " * 150) for n in range(1, 8)))

NO_ANSWER = Texts("nb").text("answer.abstained")


async def test_any_text_in_private_is_a_question(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb-NO")
    async with start() as kilde:
        asked = await ola.says("Når åpner havnen?")
        answer = await preview.answer_to(asked)
    assert read(answer).startswith("Havnen i Vardø åpner igjen den 3. mars 2024.\n[1] Nordavis")
    assert labels(answer) == ["[1]", "[2]", "👍", "👎"]
    assert answer.reply_to == asked.id
    quotations = [entity for entity in answer.content.entities if "blockquote" in entity.type]
    assert len(quotations) == 2
    [question] = kilde.answerer.asked
    assert (question.text, question.language, question.hint) == ("Når åpner havnen?", None, "nb")


async def test_typing_is_shown_meanwhile(preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    ola, gate, typed = preview.user("Ola"), threading.Event(), watch("sendChatAction", monkeypatch)
    async with start(Scripted(gates={"?": gate})):
        asked = await ola.says("?")
        await until(lambda: bool(typed))
        assert preview.messages(ola.private, by_bot=True) == []
        gate.set()
        await preview.answer_to(asked)


@pytest.mark.parametrize("text", ["🚢", "؟", "x" * 10_000, "a\u202eb\u0000c\ud83d"])
async def test_strange_texts_reach_the_answerer_and_get_a_reply(preview: Preview, start: Start, text: str) -> None:
    ola = preview.user("Ola")
    async with start() as kilde:
        asked = await ola.says(text)
        assert await preview.answer_to(asked)
        assert kilde.answerer.asked[0].text


async def test_a_declined_question_offers_what_is_near(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"Hvem vant?": DECLINED})):
        answer = await preview.answer_to(await ola.says("Hvem vant?"))
    assert read(answer).startswith(f"{NO_ANSWER}\n\nDisse avsnittene kommer nærmest:")
    assert labels(answer) == ["[1]", "[2]", "[3]", "🔔 Si fra når svaret kommer", "Flere avsnitt", "👍", "👎"]


async def test_a_german_question_is_spoken_of_in_the_askers_language(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"Wer gewann?": replace(DECLINED, language="de")})):
        answer = await preview.answer_to(await ola.says("Wer gewann?"))
        await ola.taps(answer, "1")
        opened = await preview.next_message(ola.private, after=answer)
    assert read(answer).startswith(NO_ANSWER)
    assert Texts("nb").text("passage.gone") in opened.text


async def test_a_notice_is_told(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"?": replace(ANSWER, notices=(Notice.MODEL_FAILED,))})):
        assert "Språkmodellen ga ikke noe" in read(await preview.answer_to(await ola.says("?")))


async def test_the_answers_language_is_spoken_unless_another_was_chosen(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="en")
    async with start(Scripted({"متى؟": replace(DECLINED, language="ar", passages=())})) as kilde:
        first = await preview.answer_to(await ola.says("متى؟"))
        kilde.memory.people.choose_language(ola.id, "nb")
        second = await preview.answer_to(await ola.says("متى؟"))
    assert first.text == Texts("ar").text("answer.abstained")
    assert second.text == Texts("nb").text("answer.abstained")
    assert kilde.answerer.asked[1].language == "nb"


async def test_a_picture_without_words_is_told_that_only_text_is_read(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        silent = await preview.answer_to(await ola.sends_file("a.txt", b"a"))
        asked = await ola.sends_file("a.txt", b"a", caption="Når åpner havnen?")
        await preview.answer_to(asked)
    assert silent.text == Texts("nb").text("ask.only_text")
    assert [question.text for question in kilde.answerer.asked] == ["Når åpner havnen?"]


async def test_an_unknown_command_in_private_brings_help(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        assert "/sources" in (await preview.answer_to(await ola.says("/frobnicate now"))).text
        assert kilde.answerer.asked == []


async def test_ask_without_a_question_explains_itself(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        assert read(await preview.answer_to(await ola.says("/ask"))).startswith("Skriv spørsmålet etter /ask")
        await preview.answer_to(await ola.says("/ask Når åpner havnen?"))
    assert [question.text for question in kilde.answerer.asked] == ["Når åpner havnen?"]


@pytest.fixture
def open_group(preview: Preview) -> Chat:
    """A group in which the bot sees everything."""
    ola = preview.user("Ola", language="nb")
    return preview.chat("Redaksjonen", members=[preview.user("Kari")], admins=[ola], bot=Standing.ADMINISTRATOR)


async def test_a_group_is_answered_only_when_it_speaks_to_the_bot(
    preview: Preview, start: Start, open_group: Chat
) -> None:
    kari = preview.user("Kari", language="nb")
    async with start() as kilde:
        await kari.says("Skal vi ta lunsj?", chat=open_group)
        asked = await kari.says("@Kilde_Bot, når åpner havnen?", chat=open_group)
        first = await preview.answer_to(asked)
        await kari.replies_to(asked, "Godt spurt!")
        await preview.answer_to(await kari.replies_to(first, "Og hvorfor?"))
        await preview.answer_to(await kari.says("/ask@kilde_bot Hvor?", chat=open_group))
        await kari.says("/ask@other_bot Hvem?", chat=open_group)
        await kari.says("/frobnicate", chat=open_group)
        await kilde.settled()
    assert [question.text for question in kilde.answerer.asked] == ["når åpner havnen?", "Og hvorfor?", "Hvor?"]
    assert len(preview.messages(open_group, by_bot=True)) == 3


async def test_a_mention_in_reply_to_somebody_asks_what_they_said(
    preview: Preview, start: Start, open_group: Chat
) -> None:
    kari, ola = preview.user("Kari"), preview.user("Ola")
    async with start() as kilde:
        said = await kari.says("Når åpner havnen?", chat=open_group)
        answer = await preview.answer_to(await ola.replies_to(said, "@kilde_bot"))
    assert [question.text for question in kilde.answerer.asked] == ["Når åpner havnen?"]
    assert answer.reply_to == said.id + 1


async def test_the_answer_stays_in_its_topic(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola")
    forum = preview.chat("Forum", admins=[ola], topics=["Havn", "Olje"], bot=Standing.ADMINISTRATOR)
    topic = preview.topic(forum, "Olje")
    async with start() as kilde:
        await ola.says("Bare prat i temaet", chat=forum, topic=topic)
        asked = await ola.says("@kilde_bot Når?", chat=forum, topic=topic)
        answer = await preview.answer_to(asked)
        await kilde.settled()
        stored = kilde.memory.answers.find(forum.id, asked.id)
    assert (answer.thread_id, answer.reply_to) == (topic.id, asked.id)
    assert stored is not None
    assert (stored.topic, stored.messages) == (topic.id, (answer.id,))
    assert len(kilde.answerer.asked) == 1


async def test_an_edited_question_edits_its_answer(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"Hvem?": DECLINED})) as kilde:
        asked = await ola.says("Når?")
        answer = await preview.answer_to(asked)
        await ola.edits(asked, "Hvem?")
        await kilde.settled()
        edited = preview.current(answer)
        assert len(preview.messages(ola.private, by_bot=True)) == 1
        assert read(edited).startswith(NO_ANSWER)
        assert labels(edited)[0] == "[1]"
        await ola.edits(asked, "Hvem?")
        await kilde.settled()
        assert [question.text for question in kilde.answerer.asked] == ["Når?", "Hvem?"]


async def test_an_edited_answer_takes_as_many_messages_as_it_needs(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"Alt?": LONG})) as kilde:
        asked = await ola.says("Når?")
        await kilde.settled()
        await ola.edits(asked, "Alt?")
        await kilde.settled()
        grown = preview.messages(ola.private, by_bot=True)
        await ola.edits(asked, "Når?")
        await kilde.settled()
        [shrunk] = preview.messages(ola.private, by_bot=True)
        stored = kilde.memory.answers.find(ola.private.id, asked.id)
    assert len(grown) == 4
    assert [bool(message.keyboard) for message in grown] == [False, False, False, True]
    assert [message.reply_to for message in grown] == [asked.id, None, None, None]
    assert len(shrunk.keyboard) == 2
    assert stored is not None
    assert stored.messages == (shrunk.id,)


async def test_an_answer_that_was_deleted_is_sent_anew_when_its_question_is_edited(
    preview: Preview, start: Start
) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        asked = await ola.says("Når?")
        preview.world.delete(await preview.answer_to(asked))
        await ola.edits(asked, "Hvor?")
        await kilde.settled()
        assert len(preview.messages(ola.private, by_bot=True)) == 1


async def test_a_mention_added_by_an_edit_is_answered(preview: Preview, start: Start, open_group: Chat) -> None:
    kari = preview.user("Kari")
    async with start() as kilde:
        said = await kari.says("Når åpner havnen?", chat=open_group)
        await kari.edits(said, "Når åpner havnen, folkens?")
        await kari.edits(said, "@kilde_bot når åpner havnen?")
        answer = await preview.answer_to(said)
        await kari.edits(said, "Hvor åpner havnen?")
        await kilde.settled()
    assert answer.reply_to == said.id
    assert [question.text for question in kilde.answerer.asked] == ["når åpner havnen?", "Hvor åpner havnen?"]
    assert len(preview.messages(open_group, by_bot=True)) == 1


async def test_an_edited_command_is_not_given_again(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola")
    async with start() as kilde:
        said = await ola.says("/help")
        await preview.answer_to(said)
        await ola.edits(said, "/sources")
        await kilde.settled()
        assert len(preview.messages(ola.private, by_bot=True)) == 1


async def test_edits_stay_in_order_however_long_the_answers_take(preview: Preview, start: Start) -> None:
    ola, slow = preview.user("Ola", language="nb"), threading.Event()
    async with start(Scripted({"Hvem?": DECLINED}, gates={"Når?": slow})) as kilde:
        asked = await ola.says("Når?")
        await until(lambda: bool(kilde.answerer.asked))
        await ola.edits(asked, "Hvor?")
        await ola.edits(asked, "Hvem?")
        await preview.service.updates.delivered()
        slow.set()
        await kilde.settled()
        [answer] = preview.messages(ola.private, by_bot=True)
    assert [question.text for question in kilde.answerer.asked] == ["Når?", "Hvor?", "Hvem?"]
    assert read(answer).startswith(NO_ANSWER)


async def test_chats_do_not_wait_for_one_another(preview: Preview, start: Start) -> None:
    ola, kari, slow = preview.user("Ola"), preview.user("Kari"), threading.Event()
    async with start(Scripted(gates={"Vent": slow})):
        waiting = await ola.says("Vent")
        others = [await kari.says(f"Når? {n}") for n in range(5)]
        await asyncio.gather(*(preview.answer_to(other) for other in others))
        assert preview.messages(ola.private, by_bot=True) == []
        slow.set()
        assert await preview.answer_to(waiting)


async def test_the_chosen_language_of_a_group_comes_first(preview: Preview, start: Start, open_group: Chat) -> None:
    kari = preview.user("Kari", language="en")
    async with start() as kilde:
        kilde.memory.chats.choose_language(open_group.id, "ar")
        kilde.memory.people.choose_language(kari.id, "nb")
        answer = await preview.answer_to(await kari.says("@kilde_bot ?", chat=open_group))
    assert "النرويجية" in answer.text
    assert kilde.answerer.asked[0].language == "ar"


async def test_an_answer_follows_a_group_that_moves_while_it_is_made(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola = preview.user("Ola")
    old, new = preview.chat("Desk", admins=[ola], kind=ChatKind.GROUP), preview.chat("Desk", admins=[ola])
    async with start() as kilde:
        await preview.until_polled()
        error = ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=new.id)
        with monkeypatch.context() as patch:
            refuse("sendMessage", error, patch, times=1)
            await ola.says("@kilde_bot Når?", chat=old)
            await kilde.settled()
        (answer,) = preview.messages(new, by_bot=True)
        assert kilde.memory.answers.shown_in(new.id, answer.id)
    assert preview.messages(old, by_bot=True) == []


@pytest.mark.parametrize(
    "said", ["takk!", "Thanks 🙏", "شكرا", "gracias", "obrigado", "teşekkürler", "谢谢", "ok", "👍", "hei"]
)
async def test_courtesy_in_reply_gets_silence_in_a_group_and_a_line_in_private(
    preview: Preview, start: Start, said: str
) -> None:
    ola = preview.user("Ola")
    group = preview.chat("Desk", admins=[ola])
    async with start() as kilde:
        answer = await preview.answer_to(await ola.says("/ask@kilde_bot Når?", chat=group))
        await ola.replies_to(answer, said)
        await kilde.settled()
        assert preview.messages(group, by_bot=True) == [answer]
        assert len(kilde.answerer.asked) == 1
        if said != "👍":
            assert await preview.answer_to(await ola.says(said))
            assert len(kilde.answerer.asked) == 1
