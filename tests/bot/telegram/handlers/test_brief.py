"""/brief and the buttons under a briefing, on the running application, also after a restart."""

import time
from dataclasses import replace
from typing import Any

import pytest

from bot.answers.answer import Answer
from bot.memory import Place
from bot.memory.ledger import Ledger
from bot.preview import Preview, Standing
from bot.texts import Texts
from tests.bot.telegram.briefings import BRIDGE, FERRY, ScriptedBriefer
from tests.bot.telegram.conftest import SENTENCE, Scripted, Start, labels, read, until

NB = Texts("nb")


async def test_since_last_time_then_nothing_then_a_span(preview: Preview, start: Start) -> None:
    ola, briefer = preview.user("Ola", language="nb"), ScriptedBriefer()
    async with start(briefer=briefer) as kilde:
        first = await preview.answer_to(await ola.says("/brief"))
        await until(lambda: bool(kilde.memory.ledger.told(Place(ola.id))))
        nothing = await preview.answer_to(await ola.says("/brief"))
        about = await preview.answer_to(await ola.says("/brief ferger"))
        again = await preview.answer_to(await ola.says("/brief 3d"))
    lines = read(first).split("\n")
    assert lines[0] == "Nytt"
    assert "1. Fergen går igjen" in lines
    assert "Nordavis · norsk bokmål" in lines
    assert any(line.startswith("Kildene er uenige: 3 / 4") for line in lines)
    assert labels(first)[:3] == ["[1]", "1 🔔 Følg", "1 💬 Spør"]
    assert read(nothing) == "Ingenting nytt siden sist."
    assert read(about) == "Ingenting nytt om ferger."
    assert "Fergen går igjen" in read(again)
    assert briefer.asked[1].since == briefer.asked[0].until


async def test_what_was_just_told_is_not_told_again(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle = Ledger.settle

    def settle_late(self: Ledger, *arguments: Any) -> None:
        time.sleep(0.3)
        settle(self, *arguments)

    monkeypatch.setattr(Ledger, "settle", settle_late)
    ola = preview.user("Ola", language="nb")
    async with start(briefer=ScriptedBriefer()):
        first = await preview.answer_to(await ola.says("/brief"))
        second = await preview.answer_to(await ola.says("/brief"))
    assert "Fergen går igjen" in read(first)
    assert read(second) == "Ingenting nytt siden sist."


async def test_the_rest_stands_behind_more(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    entries = tuple(replace(FERRY, story=f"story{number}", title=f"Sak {number}") for number in range(5))
    async with start(briefer=ScriptedBriefer(entries), briefing_entries=2):
        briefed = await preview.answer_to(await ola.says("/brief"))
    async with start(briefer=ScriptedBriefer(()), briefing_entries=2):
        await ola.taps(briefed, "Mer (3)")
        more = await preview.next_message(ola.private, after=briefed)
        await ola.taps(more, "Mer (1)")
        last = await preview.next_message(ola.private, after=more)
    assert [f"{n}. Sak {n - 1}" in read(more) for n in range(1, 6)] == [False, False, True, True, False]
    assert labels(last) == ["[5]", "5 🔔 Følg", "5 💬 Spør"]


async def test_a_citation_opens_and_a_question_leans_on_the_story(
    preview: Preview, start: Start, harbour: Answer
) -> None:
    ola, entry = preview.user("Ola", language="nb"), replace(FERRY, citations=harbour.citations)
    async with start(briefer=ScriptedBriefer((entry,))):
        briefed = await preview.answer_to(await ola.says("/brief"))
    answerer = Scripted()
    async with start(answerer, briefer=ScriptedBriefer(())) as kilde:
        await ola.taps(briefed, "[1]")
        opened = await preview.next_message(ola.private, after=briefed)
        await ola.taps(briefed, "1 💬 Spør")
        invited = await preview.next_message(ola.private, after=opened)
        await kilde.settled()
        await preview.answer_to(await ola.replies_to(invited, "Og når var det?"))
    assert SENTENCE in read(opened)
    assert "Fergen går igjen" in read(invited)
    (turn,) = answerer.asked[0].earlier
    assert turn.question == "Fergen går igjen"
    assert turn.quotes == (SENTENCE,)


async def test_what_cannot_grow_cannot_be_followed(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(briefer=ScriptedBriefer((replace(FERRY, grows=False),))):
        briefed = await preview.answer_to(await ola.says("/brief"))
    assert labels(briefed) == ["[1]", "1 💬 Spør"]


async def test_in_a_group_administrators_follow(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola"), preview.user("Eve")
    group = preview.chat("Newsroom", admins=[ola], members=[eve], bot=Standing.MEMBER)
    async with start(briefer=ScriptedBriefer((BRIDGE,))) as kilde:
        briefed = await preview.answer_to(await eve.says("/brief@kilde_bot", chat=group))
        refused = await eve.taps(briefed, "1 🔔 Follow")
        await kilde.settled()
        assert kilde.memory.ledger.followed() == []
        await ola.taps(briefed, "1 🔔 Follow")
        await kilde.settled()
        assert [story for _, story, _ in kilde.memory.ledger.followed()] == ["bridge"]
    assert refused


@pytest.mark.parametrize("data", ["more:1:9", "follow:1:7", "about:99:1", "told:1:99"])
async def test_a_button_that_means_nothing_says_so(preview: Preview, start: Start, data: str) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(briefer=ScriptedBriefer()) as kilde:
        briefed = await preview.answer_to(await ola.says("/brief"))
        await ola.taps_stale(briefed, data)
        await kilde.settled()
        assert len(preview.messages(ola.private, by_bot=True)) == 1


async def test_a_briefing_of_another_version_is_forgotten(preview: Preview, start: Start) -> None:
    from bot.telegram.views.briefing import read_briefing

    assert read_briefing('{"entries": 3}') is None


@pytest.mark.parametrize(
    ("username", "asks", "named"), [("ola_n", "selective", "@ola_n"), (None, "", ""), ("private", "all", "")]
)
async def test_a_reply_is_begun_for_whoever_would_ask(
    preview: Preview, start: Start, username: str | None, asks: str, named: str
) -> None:
    ola = preview.user("Ola", language="nb")
    ola.user = replace(ola.user, username=username or "")
    group = preview.chat("Redaksjonen", admins=[ola], bot=Standing.MEMBER)
    chat = ola.private if username == "private" else group
    async with start(briefer=ScriptedBriefer((FERRY,))):
        briefed = await preview.answer_to(await ola.says("/brief@kilde_bot", chat=chat))
        await ola.taps(briefed, "1 💬 Spør")
        invited = await preview.next_message(chat, after=briefed)
    assert invited.asks_reply == asks
    mentioned = [it for it in invited.content.entities if it.type == "mention"]
    assert [invited.text[it.offset : it.offset + it.length] for it in mentioned] == ([named] if named else [])
    assert "Fergen går igjen" in read(invited)
