"""The button under a declined question, and /watching, on the running application."""

from dataclasses import replace

import pytest

from bot.answers.answer import Answer
from bot.memory.watches import A_PERSON
from bot.preview import Preview, Standing
from bot.texts import LANGUAGES, Live, Texts
from tests.bot.telegram.conftest import Kilde, Scripted, Start, labels, read
from tests.bot.telegram.samples import DECLINED

NB = Texts("nb")
BELL = f"🔔 {NB.text('watch.button')}"
ASKED: dict[str, Answer] = dict.fromkeys(("Hvem vant?", "Hvem tapte?"), DECLINED)


def watched(kilde: Kilde, person: int) -> list[str]:
    return [it.declined.answer.question for it in kilde.memory.watches.of(person)]


async def test_watched_and_stopped_by_the_same_button(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted(ASKED)) as kilde:
        answer = await preview.answer_to(await ola.says("Hvem vant?"))
        first = await ola.taps(answer, BELL)
        assert watched(kilde, ola.id) == ["Hvem vant?"]
        second = await ola.taps(answer, BELL)
        assert watched(kilde, ola.id) == []
    assert "én gang, hvis artiklene svarer på dette innen 90 dager" in (first.text or "")
    assert all(len(Texts(code).plural("watch.watched", 365, command=Live("/watching"))) <= 200 for code in LANGUAGES)
    assert second.text == NB.text("watch.stopped")


async def test_an_answered_question_has_no_such_button(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start():
        answer = await preview.answer_to(await ola.says("?"))
        query = await ola.taps_stale(answer, "watch:1:0")
        await preview.until(lambda: query.answered)
    assert BELL not in labels(answer)
    assert query.text == NB.text("passage.forgotten")


async def test_the_list_stops_one_at_a_time(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted(ASKED)):
        empty = await preview.answer_to(await ola.says("/watching"))
        for question in ASKED:
            await ola.taps(await preview.answer_to(await ola.says(question)), BELL)
        listed = await preview.answer_to(await ola.says("/watching"))
        first = read(listed).split("\n")
        await ola.taps(listed, "✕ 1")
        await preview.until(lambda: labels(preview.current(listed)) == ["✕ 1"])
        left = read(preview.current(listed))
        await ola.taps(preview.current(listed), "✕ 1")
        await preview.until(lambda: not labels(preview.current(listed)))
    assert read(empty) == read(preview.current(listed)) == NB.text("watching.none")
    assert first[:4] == ["Du venter på svar på 2 spørsmål:", "", "1. Hvem vant?", first[3]]
    assert first[3].startswith("Til ")
    assert "1. Hvem tapte?" in left


async def test_in_a_group_everybody_watches_for_themselves(preview: Preview, start: Start) -> None:
    ola, kari = preview.user("Ola", language="nb"), preview.user("Kari", language="nb")
    group = preview.chat("Redaksjonen", members=[kari], admins=[ola], bot=Standing.MEMBER)
    async with start(Scripted(ASKED)) as kilde:
        await ola.taps(await preview.answer_to(await ola.says("Hvem tapte?")), BELL)
        answer = await preview.answer_to(await ola.says("@kilde_bot Hvem vant?", chat=group))
        for person in (ola, kari):
            await person.taps(answer, BELL)
        listed = await preview.answer_to(await ola.says("/watching@kilde_bot", chat=group))
        query = await kari.taps(listed, "✕ 1")
        assert watched(kilde, kari.id) == ["Hvem vant?"]
        await ola.taps(listed, "✕ 1")
        await preview.until(lambda: not labels(preview.current(listed)))
        assert watched(kilde, ola.id) == ["Hvem tapte?"]
        assert watched(kilde, kari.id) == ["Hvem vant?"]
    assert "Hvem tapte?" not in read(listed)
    assert query.text == NB.text("watching.not_yours", command=Live("/watching"))


async def test_enough_is_said_in_one_sentence(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted(ASKED)) as kilde:
        for number in range(A_PERSON):
            asked = replace(DECLINED, question="Hvem " * 200 + f"{number}?")
            stored = kilde.memory.answers.get(kilde.memory.answers.save(ola.id, None, 1000 + number, asked))
            assert stored
            kilde.memory.watches.toggle(stored, ola.id, preview.clock.now())
        query = await ola.taps(await preview.answer_to(await ola.says("Hvem vant?")), BELL)
        listed = await preview.answer_to(await ola.says("/watching"))
    assert query.text == NB.text("watch.enough", most=A_PERSON, command=Live("/watching"))
    assert len(labels(listed)) == A_PERSON
    assert f"{A_PERSON}. Hvem" in read(listed)


@pytest.mark.parametrize("chat", ["private", "group"])
async def test_the_menu_names_it(preview: Preview, start: Start, chat: str) -> None:
    ola = preview.user("Ola", language="nb")
    async with start():
        await preview.answer_to(await ola.says("/start"))
        await preview.until(lambda: any(it for it in preview.world.bot.commands.values() if _names(it, "watching")))


def _names(commands: object, name: str) -> bool:
    return name in repr(commands)
