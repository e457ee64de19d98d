"""/mydata and /deletemydata on the running application."""

import gzip
import json
from typing import Any

import pytest

from bot.answers.answer import Answer
from bot.preview import Preview
from bot.preview.state import Message
from bot.telegram.handlers import personal_data
from bot.texts import Texts
from tests.bot.telegram.conftest import Scripted, Start, labels, read

EN = Texts("en")


def opened(message: Message) -> dict[str, Any]:
    assert message.file is not None
    content: dict[str, Any] = json.loads(message.file.content)
    return content


async def test_what_is_stored_comes_as_a_file_and_goes_by_a_button(
    preview: Preview, start: Start, harbour: Answer
) -> None:
    ola = preview.user("Ola", language="en")
    async with start(Scripted({"?": harbour})) as kilde:
        answer = await preview.answer_to(await ola.says("?"))
        await ola.taps(answer, "👍")
        await preview.answer_to(await ola.says("/subscribe 08:00 Oslo"))
        sent = await preview.answer_to(await ola.says("/mydata"))
        asked = await preview.answer_to(await ola.says("/deletemydata"))
        (button,) = labels(asked)
        before = kilde.memory.personal.of(ola.id)
        await ola.taps(asked, button)
        await preview.until(lambda: EN.text("deletemydata.done") in read(preview.current(asked)))
        vote = await ola.taps(answer, "👎")
        after = kilde.memory.personal.of(ola.id)
    stored = opened(sent)
    assert stored["person"] == ola.id
    assert {"answers", "votes", "subscriptions", "spent"} <= stored["stored"].keys()
    assert stored["stored"]["answers"][0]["answer"]["question"] == "?"
    assert sent.file is not None
    assert sent.file.name == "mydata.json"
    assert "/deletemydata" in read(sent)
    assert {"answers", "votes", "subscriptions"} <= before.keys()
    assert after.keys() <= {"spent", "inbox"}
    said = read(preview.current(asked))
    assert EN.text("deletemydata.today") in said
    assert "administrator" not in said
    assert labels(preview.current(asked)) == []
    assert vote.text == EN.text("passage.forgotten")


async def test_in_a_group_both_point_to_the_private_chat(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="en")
    group = preview.chat("Redaksjonen", members=[ola])
    async with start():
        for command in ("/mydata", "/deletemydata"):
            told = await preview.answer_to(await ola.says(f"{command}@kilde_bot", chat=group))
            assert f"write {command} to me" in read(told)
            assert (told.file, labels(told)) == (None, [])


async def test_nobody_deletes_what_is_anothers(preview: Preview, start: Start, harbour: Answer) -> None:
    ola, eve = preview.user("Ola", language="en"), preview.user("Eve", language="en")
    async with start(Scripted({"?": harbour})) as kilde:
        await preview.answer_to(await ola.says("?"))
        asked = await preview.answer_to(await eve.says("/deletemydata"))
        query = await eve.taps_stale(asked, f"erase:{ola.id}")
        await preview.until(lambda: query.answered)
        assert "Only the person" in (query.text or "")
        assert "answers" in kilde.memory.personal.of(ola.id)


async def test_what_is_large_is_packed(
    preview: Preview, start: Start, harbour: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(personal_data, "_LARGEST", 100)
    ola = preview.user("Ola", language="en")
    async with start(Scripted({"?": harbour})):
        await preview.answer_to(await ola.says("?"))
        sent = await preview.answer_to(await ola.says("/mydata"))
    assert sent.file is not None
    assert sent.file.name == "mydata.json.gz"
    assert json.loads(gzip.decompress(sent.file.content))["person"] == ola.id
