"""/unanswered on the running application, and the gathering of questions that are the same but for spelling."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Answer, Notice
from bot.memory import Declined
from bot.preview import Preview, Standing
from bot.telegram.handlers.unanswered import gather
from bot.texts import Texts
from tests.bot.telegram.conftest import Scripted, Start, labels, read
from tests.bot.telegram.samples import DECLINED

NB = Texts("nb")
NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)
NOTHING_ASKED = replace(DECLINED, passages=(), notices=(Notice.NOTHING_ASKED,))


def declined(*questions: str) -> list[Declined]:
    return [Declined(question, NOON - timedelta(days=age), ()) for age, question in enumerate(questions)]


async def test_an_admin_reads_what_was_not_answered(preview: Preview, start: Start) -> None:
    ola, kari = preview.user("Ola", language="nb"), preview.user("Kari", language="nb")
    answers: dict[str, Answer] = {"Hvem vant <cupen>?": DECLINED, "hvem  vant «<cupen>»": DECLINED, "🙂": NOTHING_ASKED}
    async with start(Scripted(answers), admin_ids=frozenset({ola.id})):
        for question in (*answers, "Når åpner havnen?"):
            await preview.answer_to(await kari.says(question))
    async with start(admin_ids=frozenset({ola.id})):
        listed = await preview.answer_to(await ola.says("/unanswered"))
    title, _, question, asked = read(listed).split("\n")
    assert title == "1 spørsmål som artiklene ikke svarte på."
    assert question == "hvem vant «<cupen>»"
    assert asked.startswith("Stilt 2 ganger, sist ")
    assert labels(listed) == []


async def test_many_have_pages_that_turn(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(admin_ids=frozenset({ola.id})) as kilde:
        for number in range(20):
            asked = replace(DECLINED, question=f"Hvem vant løp {number}?")
            kilde.memory.answers.save(ola.id, None, 1000 + number, asked)
        listed = await preview.answer_to(await ola.says("/unanswered"))
        first = read(listed)
        await ola.taps(listed, "Eldre")
        await preview.until(lambda: "Side 2 av 3" in read(preview.current(listed)))
        assert labels(preview.current(listed)) == ["↑ Nyere", "↓ Eldre"]
        await ola.taps_stale(listed, "gaps:999")
        await preview.until(lambda: "Side 3 av 3" in read(preview.current(listed)))
        last = read(preview.current(listed))
    assert first.startswith("20 spørsmål som artiklene ikke svarte på, de nyeste først.\n\nHvem vant løp 19?\nStilt én")
    assert "Hvem vant løp 0?" in last


async def test_with_nothing_declined_it_says_so(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(admin_ids=frozenset({ola.id})):
        listed = await preview.answer_to(await ola.says("/unanswered"))
    assert listed.text == NB.text("unanswered.none")


async def test_nobody_else_reads_it(preview: Preview, start: Start) -> None:
    eve = preview.user("Eve", language="nb")
    async with start(Scripted({"?": DECLINED})):
        answer = await preview.answer_to(await eve.says("?"))
        told = await preview.answer_to(await eve.says("/unanswered"))
        query = await eve.taps_stale(answer, "gaps:1")
        await preview.until(lambda: query.answered)
    assert told.text == query.text == NB.text("access.admins_only")


async def test_it_is_not_shown_to_a_group(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    group = preview.chat("Redaksjonen", admins=[ola], bot=Standing.ADMINISTRATOR)
    async with start(Scripted({"Hvem vant?": DECLINED}), admin_ids=frozenset({ola.id})):
        await preview.answer_to(await ola.says("Hvem vant?"))
        told = await preview.answer_to(await ola.says("/unanswered@kilde_bot", chat=group))
    assert read(told) == "Skriv /unanswered til meg i den private chatten vår."


async def test_help_and_menu_of_admins_name_it(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola", language="nb"), preview.user("Eve", language="nb")
    async with start(admin_ids=frozenset({ola.id})):
        assert "/unanswered" in (await preview.answer_to(await ola.says("/help"))).text
        assert "/unanswered" not in (await preview.answer_to(await eve.says("/help"))).text


def test_spellings_of_a_question_are_one_as_last_written() -> None:
    (port, cup) = gather(declined("متى يُفتح الميناءُ؟", "Hvem vant?", "متى يفتح الميناء", "hvem vant"))
    assert (port.question, port.count, port.last) == ("متى يُفتح الميناءُ؟", 2, NOON)
    assert (cup.question, cup.count, cup.last) == ("Hvem vant?", 2, NOON - timedelta(days=1))


@given(st.lists(st.text(max_size=12), max_size=30))
def test_no_question_is_lost_and_the_newest_stands_first(questions: list[str]) -> None:
    gaps = gather(declined(*questions))
    assert sum(gap.count for gap in gaps) == len(questions)
    assert [gap.last for gap in gaps] == sorted((gap.last for gap in gaps), reverse=True)


def test_a_question_answered_since_leaves_the_list_and_comes_back_if_declined_again() -> None:
    asked = declined("Hvem vant?", "Hvem tapte?", "hvem vant", "Hvem vant")
    answered = [("hvem tapte", NOON), ("Hvem vant?", NOON - timedelta(days=2, hours=1))]
    assert [(gap.question, gap.count) for gap in gather(asked, answered)] == [("Hvem vant?", 2)]


def test_watchers_of_all_spellings_are_counted_once() -> None:
    first, second = declined("Hvem vant?", "hvem vant")
    (gap,) = gather([replace(first, watchers=frozenset({1, 2})), replace(second, watchers=frozenset({2}))])
    assert gap.watchers == {1, 2}


async def test_the_list_says_how_many_wait_and_drops_what_was_answered_elsewhere(
    preview: Preview, start: Start
) -> None:
    ola, kari = preview.user("Ola", language="nb"), preview.user("Kari", language="nb")
    answers: dict[str, Answer] = {"Hvem vant?": DECLINED, "Hvem tapte?": DECLINED}
    async with start(Scripted(answers), admin_ids=frozenset({ola.id})):
        for person in (ola, kari):
            declined_here = await preview.answer_to(await person.says("Hvem vant?"))
            await person.taps(declined_here, NB.text("watch.button"))
        await preview.answer_to(await kari.says("Hvem tapte?"))
        both = await preview.answer_to(await ola.says("/unanswered"))
        del answers["Hvem tapte?"]
        await preview.answer_to(await ola.says("hvem tapte?"))
        left = await preview.answer_to(await ola.says("/unanswered"))
    assert "Hvem tapte?" in read(both)
    assert "Hvem tapte?" not in read(left)
    assert read(left).split("\n")[2:][0] == "Hvem vant?"
    assert read(left).endswith(" · 2 personer venter på svaret")
