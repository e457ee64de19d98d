"""The buttons that take a condition off, on the running application."""

from dataclasses import replace
from datetime import date

from bot.answers.answer import Answer
from bot.preview import Preview
from bot.texts import Texts
from ingest.index.conditions import Conditions
from tests.bot.telegram.conftest import Scripted, Start, labels, read

CONDITIONS = Conditions(before=date(2020, 5, 1), outlets=("Fjordposten",))


def conditioned(harbour: Answer) -> Answer:
    return replace(harbour, conditions=CONDITIONS)


async def test_what_was_read_is_shown_and_can_be_taken_off(preview: Preview, start: Start, harbour: Answer) -> None:
    ola = preview.user("Ola", language="en")
    async with start(Scripted({"?": conditioned(harbour)})) as kilde:
        answer = await preview.answer_to(await ola.says("?"))
        assert "før 1. mai 2020 · bare Fjordposten" in read(answer)
        time, outlet = [label for label in labels(answer) if label.startswith("✖")]
        assert "før 1. mai 2020" in time
        await ola.taps(answer, outlet)
        await preview.until(lambda: len(kilde.answerer.asked) == 2)
        assert [question.text for question in kilde.answerer.asked] == ["?", "?"]
        assert kilde.answerer.asked[1].ignored == ("outlets",)
        await preview.until(lambda: len(preview.messages(ola.private, by_bot=True)) == 2)
        again = preview.messages(ola.private, by_bot=True)[-1]
        assert again.reply_to == answer.id
        # The buttons of the first answer go on working beside those of the second.
        await ola.taps(answer, time)
        await preview.until(lambda: len(kilde.answerer.asked) == 3)
        assert kilde.answerer.asked[2].ignored == ("time",)


async def test_a_button_of_another_chat_or_place_is_forgotten(preview: Preview, start: Start, harbour: Answer) -> None:
    ola, eve = preview.user("Ola"), preview.user("Eve", language="nb")
    async with start(Scripted({"?": conditioned(harbour)})) as kilde:
        await preview.answer_to(await ola.says("?"))
        own = await preview.answer_to(await eve.says("?"))
        for data in ("drop:1:1", "drop:2:9", "drop:2:0", "drop:99:1"):
            query = await eve.taps_stale(own, data)
            await preview.until(lambda: query.answered)  # noqa: B023 (awaited before the next one)
            assert query.text == Texts("nb").text("passage.forgotten")
        assert len(kilde.answerer.asked) == 2
