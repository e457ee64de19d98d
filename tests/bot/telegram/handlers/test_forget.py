"""Conversations on the running application: what a question leans on, and /forget."""

from bot.answers.answer import Answer
from bot.preview import Preview
from bot.texts import Texts
from tests.bot.telegram.conftest import SENTENCE, Scripted, Start, read


def topics(scripted: Scripted) -> list[list[str]]:
    return [[turn.question for turn in question.earlier] for question in scripted.asked]


async def test_in_private_a_question_comes_with_the_one_before_until_forget(
    preview: Preview, start: Start, harbour: Answer
) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"?": harbour})) as kilde:
        await preview.answer_to(await ola.says("Når?"))
    async with start(Scripted({"?": harbour})) as kilde:
        await preview.answer_to(await ola.says("?"))
        await preview.answer_to(await ola.says("Hvorfor?"))
        done = await preview.answer_to(await ola.says("/forget"))
        await preview.answer_to(await ola.says("Hvor?"))
    assert read(done) == Texts("nb").text("forget.done")
    assert topics(kilde.answerer) == [["Når?"], ["?"], []]
    assert kilde.answerer.asked[1].earlier[0].quotes == (SENTENCE,)


async def test_in_a_group_only_a_reply_to_an_answer_says_what_is_meant(
    preview: Preview, start: Start, harbour: Answer
) -> None:
    ola, kari = preview.user("Ola", language="nb"), preview.user("Kari", language="nb")
    group = preview.chat("Redaksjonen", members=[ola, kari])
    async with start(Scripted({"?": harbour})) as kilde:
        first = await preview.answer_to(await ola.says("/ask Når?", chat=group))
        await preview.answer_to(await kari.says("/ask Hvem?", chat=group))
        await preview.answer_to(await kari.says("Hvorfor?", chat=group, reply_to=first))
        await preview.answer_to(await ola.says("/forget", chat=group))
        await preview.answer_to(await kari.says("Hvor?", chat=group, reply_to=first))
    assert topics(kilde.answerer) == [[], [], ["Når?"], []]


async def test_no_minutes_mean_replies_only(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(conversation_minutes=0) as kilde:
        first = await preview.answer_to(await ola.says("Når?"))
        await preview.answer_to(await ola.says("Hvorfor?"))
        await preview.answer_to(await ola.says("Hvor?", reply_to=first))
    assert topics(kilde.answerer) == [[], [], ["Når?"]]


async def test_an_edited_question_does_not_lean_on_its_own_answer(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        asked = await ola.says("Når?")
        await preview.answer_to(asked)
        await ola.edits(asked, "Hvorfor?")
        await kilde.settled()
    assert topics(kilde.answerer) == [[], []]


async def test_an_edited_question_leans_on_the_one_asked_before_it(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        first = await ola.says("Når?")
        await preview.answer_to(first)
        second = await ola.says("Hvorfor?")
        await preview.answer_to(second)
        await ola.edits(second, "Hvor?")
        await kilde.settled()
        await ola.edits(first, "Hvem?")
        await kilde.settled()
        await preview.answer_to(await ola.says("Hvordan?"))
    assert topics(kilde.answerer) == [[], ["Når?"], ["Når?"], [], ["Hvor?"]]
