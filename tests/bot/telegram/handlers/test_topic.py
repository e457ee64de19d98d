"""/topic, and the rest of a list of articles, on the running application."""

import re
from dataclasses import replace

import pytest

from bot.answers.answer import Answer, Listing
from bot.preview import Preview, Standing
from bot.texts import LANGUAGES, Texts
from tests.bot.telegram.conftest import Scripted, Start, labels, read

LISTING = Listing("harbour", ("nord/havn.txt", "nord/other.txt"), in_order=True)


def listed(harbour: Answer) -> Answer:
    return replace(harbour, listing=LISTING)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_topic_is_asked_with_its_command(preview: Preview, start: Start, language: str) -> None:
    ola = preview.user("Ola", language=language)
    async with start() as kilde:
        await preview.answer_to(await ola.says("/topic the old harbour"))
        await preview.answer_to(await ola.says("/TOPIC: the old harbour"))
        usage = read(await preview.answer_to(await ola.says("/topic")))
    assert [question.text for question in kilde.answerer.asked] == ["/topic the old harbour"] * 2
    assert usage.count("/topic") == 2
    assert usage == re.sub("[\u2068\u2069]", "", Texts(language).text("topic.usage", command="/topic"))


async def test_in_a_group_the_command_names_the_bot(preview: Preview, start: Start) -> None:
    ola, kari = preview.user("Ola"), preview.user("Kari")
    desk = preview.chat("Desk", members=[kari], admins=[ola], bot=Standing.ADMINISTRATOR)
    async with start() as kilde:
        await preview.answer_to(await kari.says("/topic@kilde_bot harbour", chat=desk))
        usage = await preview.answer_to(await kari.says("/topic@kilde_bot", chat=desk))
        said = await ola.says("old harbour", chat=desk)
        await preview.answer_to(await kari.replies_to(said, "/topic@kilde_bot"))
    assert [question.text for question in kilde.answerer.asked] == ["/topic harbour", "/topic old harbour"]
    assert read(usage).count("/topic@kilde_bot") == 2


async def test_an_edited_topic_is_told_anew(preview: Preview, start: Start, harbour: Answer) -> None:
    ola = preview.user("Ola")
    async with start(Scripted({"/topic harbour": harbour})) as kilde:
        typed = await ola.says("/topic habrour")
        first = read(await preview.answer_to(typed))
        await ola.edits(typed, "/topic harbour")
        await preview.until(lambda: read(preview.messages(ola.private, by_bot=True)[-1]) != first)
    assert [question.text for question in kilde.answerer.asked] == ["/topic habrour", "/topic harbour"]
    assert len(preview.messages(ola.private, by_bot=True)) == 1


async def test_a_button_tells_the_rest_of_a_list(preview: Preview, start: Start, harbour: Answer) -> None:
    ola = preview.user("Ola", language="en")
    scripted = Scripted({"/topic harbour": listed(harbour)})
    async with start(scripted) as kilde:
        answer = await preview.answer_to(await ola.says("/topic harbour"))
        (more,) = [label for label in labels(answer) if label == Texts("nb").plural("answer.go_on", 2)]
        scripted.answers["/topic harbour"] = harbour
        await ola.taps(answer, more)
        await preview.until(lambda: len(preview.messages(ola.private, by_bot=True)) == 2)
        again = preview.messages(ola.private, by_bot=True)[-1]
    assert kilde.answerer.asked[1].going_on == LISTING
    assert again.reply_to == answer.id
    assert more not in labels(again)


async def test_tell_me_more_goes_on_with_a_list(preview: Preview, start: Start, harbour: Answer) -> None:
    ola = preview.user("Ola", language="en")
    async with start(Scripted({"/topic harbour": listed(harbour), "tell me more": harbour})) as kilde:
        await preview.answer_to(await ola.says("/topic harbour"))
        more = await preview.answer_to(await ola.says("tell me more"))
    assert kilde.answerer.asked[1].going_on == LISTING
    assert "/topic harbour" in read(more)


async def test_a_button_of_another_chat_is_forgotten(preview: Preview, start: Start, harbour: Answer) -> None:
    ola, eve = preview.user("Ola"), preview.user("Eve", language="nb")
    async with start(Scripted({"?": listed(harbour), "!": harbour})) as kilde:
        await preview.answer_to(await ola.says("?"))
        own = await preview.answer_to(await eve.says("!"))
        for data in ("next:1:0", "next:2:0", "next:99:0"):
            query = await eve.taps_stale(own, data)
            await preview.until(lambda: query.answered)  # noqa: B023 (awaited before the next one)
            assert query.text == Texts("nb").text("passage.forgotten")
        assert len(kilde.answerer.asked) == 2
