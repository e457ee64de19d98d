"""People talk to a real python-telegram-bot application over HTTP."""

import pytest

from bot.preview import Preview, Standing
from tests.bot.preview.scripted import Bot


async def test_a_question_is_answered_in_its_place(preview: Preview, application: Bot) -> None:
    aicha = preview.user("Aicha", language="ar")
    asked = await aicha.says("متى يفتح الجسر؟")
    answer = await preview.answer_to(asked)
    assert answer.text == "You said\nمتى يفتح الجسر؟"
    assert [entity.type for entity in answer.content.entities] == ["bold", "expandable_blockquote"]
    assert answer.reply_to == asked.id
    assert [button.text for button in answer.keyboard[0]] == ["Show", "File"]


async def test_a_tap_is_answered_and_edits_the_message(preview: Preview, application: Bot) -> None:
    nora = preview.user("Nora", language="nb")
    answer = await preview.answer_to(await nora.says("hei"))
    query = await nora.taps(answer, "Show")
    await preview.settled(application)
    assert (query.text, query.alert) == ("Here it is.", False)
    assert preview.current(answer).text == "Shown."
    assert preview.current(answer).keyboard == ()


async def test_a_document_comes_down_whole(preview: Preview, application: Bot) -> None:
    sam = preview.user("Sam")
    answer = await preview.answer_to(await sam.says("hi"))
    await sam.taps(answer, "File")
    sent = await preview.next_message(sam.private, after=answer)
    assert sent.file is not None
    assert (sent.file.name, sent.file.content) == ("article.txt", b"One line.\n")


async def test_a_message_in_a_topic_is_answered_there(preview: Preview, application: Bot) -> None:
    nora = preview.user("Nora")
    forum = preview.chat("News", members=[nora], topics=["Oil", "Sport"])
    oil = preview.topic(forum, "Oil")
    answer = await preview.answer_to(await nora.says("@kilde_bot hei", chat=forum, topic=oil))
    assert answer.thread_id == oil.id


async def test_the_bot_does_not_see_what_is_not_meant_for_it(preview: Preview, application: Bot) -> None:
    nora = preview.user("Nora")
    desk = preview.chat("Desk", members=[nora])
    await nora.says("nothing for a bot", chat=desk)
    meant = await nora.says("and you, @kilde_bot?", chat=desk)
    await preview.answer_to(meant)
    await preview.settled(application)
    assert [message.reply_to for message in preview.messages(desk, by_bot=True)] == [meant.id]


async def test_an_edited_question_reaches_the_bot(preview: Preview, application: Bot) -> None:
    sam = preview.user("Sam")
    asked = await sam.says("helo")
    await preview.answer_to(asked)
    await sam.edits(asked, "hello")
    await preview.settled(application)
    assert preview.messages(sam.private, by_bot=True)[-1].text == "Now you say: hello"


async def test_what_is_too_long_for_one_message_goes_in_several(preview: Preview) -> None:
    sam = preview.user("Sam")
    await sam.says("word " * 2_000)
    assert [len(message.text) for message in preview.messages(sam.private, by_bot=False)] == [4096, 4096, 1807]


async def test_waiting_for_what_does_not_come_ends(preview: Preview) -> None:
    sam = preview.user("Sam")
    asked = await sam.says("is anybody there?")
    with pytest.raises(TimeoutError):
        await preview.answer_to(asked, seconds=0.01)


async def test_reset_empties_the_world_and_keeps_the_bot_connected(preview: Preview, application: Bot) -> None:
    await preview.answer_to(await preview.user("Sam").says("first"))
    preview.reset()
    sam = preview.user("Sam")
    asked = await sam.says("second")
    assert asked.id == 1
    assert (await preview.answer_to(asked)).text == "You said\nsecond"


async def test_only_members_write_in_a_group(preview: Preview) -> None:
    desk = preview.chat("Desk", bot=Standing.MEMBER)
    with pytest.raises(ValueError, match="Sam is not in Desk"):
        await preview.user("Sam").says("hello", chat=desk)
