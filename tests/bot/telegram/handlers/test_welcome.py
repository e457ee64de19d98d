"""Who asks nothing gets a friendly line and questions to tap, and nothing of it is kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.answers.answer import Answer, NearestPassage
from bot.preview.driver import Preview
from bot.texts import Texts
from tests.bot.telegram.conftest import Scripted, Shelf, Start, labels, read
from tests.bot.telegram.samples import DECLINED, NEAREST, OWN_WORDS


async def test_start_says_what_there_is_and_offers_three_questions(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        welcome = await preview.answer_to(await ola.says("/start"))
        assert "20 artikler fra 1 avis" in read(welcome)
        assert len(labels(welcome)) == 3
        question = labels(welcome)[0]
        await ola.taps(welcome, welcome.keyboard[0][0])
        await kilde.settled()
        shown, answer = preview.messages(ola.private, by_bot=True)[-2:]
        assert read(shown) == f"❓ {question}"
        assert answer.reply_to == shown.id
        assert read(answer).startswith("Havnen")
        assert [each.text for each in kilde.answerer.asked] == [question]
        await ola.taps(welcome, welcome.keyboard[1][0])
        await kilde.settled()
        assert len(kilde.memory.answers.answered(datetime.now(UTC) - timedelta(days=1))) == 2


async def test_start_over_an_empty_index_is_no_error(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(shelf=Shelf(0)):
        welcome = await preview.answer_to(await ola.says("/start"))
    assert Texts("nb").text("holdings.none") in read(welcome)
    assert labels(welcome) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [("Hei!", "greeting"), ("Tusen takk", "thanks"), ("Hva kan du?", "ability"), ("https://vg.example/1", "link")],
)
async def test_what_asks_nothing_gets_a_friendly_line(preview: Preview, start: Start, text: str, key: str) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        reply = await preview.answer_to(await ola.says(text))
        assert read(reply) == Texts("nb").text(f"talk.{key}")
        assert len(labels(reply)) == 2
        assert kilde.answerer.asked == []
        assert kilde.memory.answers.declined() == []


async def test_a_polite_turn_is_no_topic(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"Hvem vant?": DECLINED})) as kilde:
        await preview.answer_to(await ola.says("Når åpner havnen?"))
        await preview.answer_to(await ola.says("takk!"))
        await preview.answer_to(await ola.says("Og hvorfor?"))
        assert [turn.question for turn in kilde.answerer.asked[-1].earlier] == ["Når åpner havnen?"]
        await preview.answer_to(await ola.says("Hvem vant?"))
        await preview.answer_to(await ola.says("Og hvorfor?"))
        assert kilde.answerer.asked[-1].earlier == ()


async def test_the_day_and_the_outlet_of_the_answer_above(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"Når?": replace(OWN_WORDS, passages=NEAREST)})) as kilde:
        await preview.answer_to(await ola.says("Når?"))
        day = await preview.answer_to(await ola.says("Når ble det publisert?"))
        assert "28. februar 2024" in read(day)
        assert "Nordavis <AS>" in read(await preview.answer_to(await ola.says("Hvem skrev det?")))
        assert len(kilde.answerer.asked) == 1


async def test_more_is_told_from_the_answer_above_and_can_be_opened(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    quote = OWN_WORDS.citations[0].quote
    passage = NearestPassage(
        source="nord/havnen.md",
        first_line=2,
        last_line=2,
        quote=f"{quote} Isen går i april.",
        score=0.5,
        language="nb",
        title="Havnen",
        content_hash="0" * 64,
    )
    answer: Answer = replace(OWN_WORDS, passages=(passage,))
    async with start(Scripted({"Når?": answer})) as kilde:
        await preview.answer_to(await ola.says("Når?"))
        more = await preview.answer_to(await ola.says("Fortell mer"))
        assert "Isen går i april." in read(more)
        assert "[1]" in labels(more)
        last = await preview.answer_to(await ola.says("Mer"))
        assert read(last) == Texts("nb").text("aside.no_more")
        assert len(kilde.answerer.asked) == 1


async def test_without_an_answer_above_such_words_are_a_question(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        await preview.answer_to(await ola.says("Hvem skrev det?"))
        assert [each.text for each in kilde.answerer.asked] == ["Hvem skrev det?"]


async def test_no_i_meant_asks_about_something_else(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        await preview.answer_to(await ola.says("Når åpner havnen?"))
        answer = await preview.answer_to(await ola.says("Nei, jeg mente trikken"))
        asked = kilde.answerer.asked[-1]
        assert (asked.text, asked.earlier) == ("Når trikken", ())
        assert read(answer).startswith("Forstått som: Når trikken")


async def test_what_was_found_besides_comes_on_a_tap(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"Når?": replace(OWN_WORDS, passages=NEAREST)})):
        answer = await preview.answer_to(await ola.says("Når?"))
        await ola.taps(answer, "Flere avsnitt")
        more = await preview.next_message(ola.private, after=answer)
    assert "[4] Om vær" in read(more)
    assert labels(more) == ["[1]", "[2]", "[3]", "[4]"]


async def test_an_empty_chat_says_what_there_is(preview: Preview, start: Start) -> None:
    async with start():
        await preview.until(lambda: ("description", "nb") in preview.world.bot.texts)
    said = preview.world.bot.texts["description", "nb"]
    assert said.startswith("Jeg har 20 artikler fra 1 avis")
    assert said.count("\n• ") == 3
