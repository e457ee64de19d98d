"""The thumbs under an answer, on the running application."""

import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.answers.answer import Answer
from bot.evaluation.questions import read_questions
from bot.preview import Preview
from bot.preview.state import CallbackQuery
from bot.terminal.voted import write_questions
from bot.texts import Texts
from ingest.errors import QuestionFileError
from tests.bot.telegram.conftest import SENTENCE, Scripted, Start
from tests.bot.telegram.samples import DECLINED

UP, DOWN = "👍", "👎"


async def answered(preview: Preview, query: CallbackQuery) -> str:
    await preview.until(lambda: query.answered)
    return query.text


async def test_a_vote_is_kept_changed_and_taken_back(preview: Preview, start: Start, harbour: Answer) -> None:
    ola, texts = preview.user("Ola", language="nb"), Texts("nb")
    async with start(Scripted({"?": harbour})) as kilde:
        answer = await preview.answer_to(await ola.says("?"))
        assert await answered(preview, await ola.taps(answer, UP)) == texts.text("vote.helpful")
        assert [vote.helpful for vote in kilde.memory.votes.all()] == [True]
        assert await answered(preview, await ola.taps(answer, DOWN)) == texts.text("vote.unhelpful")
        (vote,) = kilde.memory.votes.all()
        assert (vote.helpful, vote.answer.question, vote.answer.citations) == (False, "?", harbour.citations)
        assert vote.versions.embedding_model == "packaged"
        assert await answered(preview, await ola.taps(answer, DOWN)) == texts.text("vote.taken_back")
        assert kilde.memory.votes.all() == []


async def test_every_member_has_one_vote_also_after_a_restart(preview: Preview, start: Start, harbour: Answer) -> None:
    ola, kari = preview.user("Ola", language="nb"), preview.user("Kari", language="ar")
    group = preview.chat("Redaksjonen", members=[ola, kari])
    async with start(Scripted({"When?": harbour})):
        answer = await preview.answer_to(await ola.says("/ask When?", chat=group))
        await answered(preview, await ola.taps(answer, UP))
    async with start() as kilde:
        assert await answered(preview, await kari.taps(answer, UP)) == Texts("ar").text("vote.helpful")
        assert [vote.helpful for vote in kilde.memory.votes.all()] == [True, True]


async def test_nobody_votes_on_the_answers_of_another_chat(preview: Preview, start: Start, harbour: Answer) -> None:
    ola, eve = preview.user("Ola"), preview.user("Eve", language="nb")
    async with start(Scripted({"?": harbour})) as kilde:
        await preview.answer_to(await ola.says("?"))
        own = await preview.answer_to(await eve.says("?"))
        for data in ("vote:1:1", "vote:99:1"):
            assert await answered(preview, await eve.taps_stale(own, data)) == Texts("nb").text("passage.forgotten")
        assert kilde.memory.votes.all() == []


async def test_votes_become_a_question_file(
    preview: Preview, start: Start, harbour: Answer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ola, out = preview.user("Ola", language="nb"), tmp_path / "voted.jsonl"
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    assert main(["feedback", "--out", str(out)]) == 0
    assert not out.exists()
    votes = [("Når åpner havnen?", UP), ("Hvem er ordfører?", DOWN), ("Hvem vant?", UP)]
    async with start(Scripted({votes[0][0]: harbour, votes[1][0]: harbour, votes[2][0]: DECLINED})):
        for text, thumb in votes:
            answer = await preview.answer_to(await ola.says(text))
            await answered(preview, await ola.taps(answer, thumb))
    assert main(["feedback", "--out", str(out)]) == 0
    good, bad, declined = read_questions(out)
    assert (good.question, good.sources, good.words) == ("Når åpner havnen?", frozenset({"nord/havn.txt"}), (SENTENCE,))
    assert (bad.question, bad.sources, bad.words, bad.declined) == ("Hvem er ordfører?", frozenset(), (), False)
    assert (declined.question, declined.declined) == ("Hvem vant?", True)


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    out, nowhere = tmp_path / "there.jsonl", tmp_path / "nowhere" / "voted.jsonl"
    with pytest.raises(QuestionFileError, match="cannot be written; name a file in a folder that is there"):
        write_questions(["{}"], nowhere, sys.stdout, sys.stderr)
    write_questions(['{"question": "?"}'], out, sys.stdout, sys.stderr)
    assert [each.question for each in read_questions(out)] == ["?"]
