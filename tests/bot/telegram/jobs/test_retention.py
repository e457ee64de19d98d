"""Old answers go by the preview's clock, and their buttons say so."""

from datetime import timedelta

import pytest

from bot.answers.answer import Answer
from bot.llm.usage import ModelUsage
from bot.preview import Preview
from bot.telegram.jobs import retention
from bot.texts import Texts
from tests.bot.telegram.conftest import Scripted, Start, read
from tests.bot.telegram.jobs.test_scheduler import rounds
from tests.bot.telegram.samples import DECLINED

NB = Texts("nb")


@pytest.mark.parametrize(
    ("setting", "days", "kept"), [(365, 364, True), (365, 366, False), (30, 31, False), (0, 9999, True)]
)
async def test_answers_are_kept_as_long_as_was_wanted(
    preview: Preview, start: Start, harbour: Answer, setting: int, days: int, kept: bool
) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"?": harbour}), keep_answers_days=setting) as kilde:
        answer = await preview.answer_to(await ola.says("?"))
        preview.advance(timedelta(days=days))
        await rounds(kilde)
        query = await ola.taps(answer, "[1]")
        vote = await ola.taps(answer, "👍")
    assert (query.text == NB.text("passage.forgotten")) is not kept
    assert (vote.text == NB.text("passage.forgotten")) is not kept


@pytest.mark.parametrize(
    ("keys", "votes", "used"), [({}, 1, 1), ({"keep_votes_days": 20, "keep_usage_days": 40}, 0, 2)]
)
async def test_votes_and_use_have_times_of_their_own(
    preview: Preview, start: Start, harbour: Answer, keys: dict[str, object], votes: int, used: int
) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"?": harbour}), keep_answers_days=0, **keys) as kilde:
        answer = await preview.answer_to(await ola.says("?"))
        await ola.taps(answer, "👍")
        today = preview.clock.now().date()
        for ago in (0, 5, 45):
            kilde.memory.model_use.add((ola.id,), ModelUsage(1), 0, today - timedelta(days=ago))
        preview.advance(timedelta(days=30))
        await rounds(kilde)
        assert len(kilde.memory.votes.all()) == votes
        assert kilde.memory.model_use.since(today - timedelta(days=50))[ola.id].calls == used


async def test_all_of_it_goes_a_little_in_each_round(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"?": DECLINED})) as kilde:
        for number in range(5):
            kilde.memory.answers.save(ola.id, None, 1000 + number, DECLINED)
        preview.advance(timedelta(days=366))
        left = []
        for _ in range(4):
            await rounds(kilde, 1)
            left.append(len(kilde.memory.answers.declined()))
        late = kilde.memory.answers.save(ola.id, None, 2000, DECLINED)
        await rounds(kilde, 1)
        assert kilde.memory.answers.get(late)  # It looks again after an hour.
        preview.advance(timedelta(hours=1))
        await rounds(kilde, 1)
        assert kilde.memory.answers.get(late) is None
    assert left == [3, 1, 0, 0]


async def test_a_watched_question_goes_with_its_answer(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"?": DECLINED}), keep_answers_days=30) as kilde:
        await ola.taps(await preview.answer_to(await ola.says("?")), NB.text("watch.button"))
        preview.advance(timedelta(days=31))
        await rounds(kilde)
        listed = await preview.answer_to(await ola.says("/watching"))
    assert read(listed) == NB.text("watching.none")
