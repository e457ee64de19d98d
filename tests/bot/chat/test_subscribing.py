"""Subscribing, on the running application."""

import pytest

from bot.memory import Place
from bot.preview import Preview, Standing
from bot.texts import Texts
from tests.bot.chat.conftest import Start, labels, read


async def test_the_time_zone_is_asked_once(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        asked = await preview.answer_to(await ola.says("/subscribe 08:00 man-fre ferger"))
        assert labels(asked)[:3] == ["Oslo", "London", "Kairo"]
        await ola.taps(asked, "Oslo")
        await preview.until(lambda: "ferger" in preview.current(asked).text)
        again = await preview.answer_to(await ola.says("/subscribe 17:30"))
        listed = await preview.answer_to(await ola.says("/subscriptions"))
        (first, second) = kilde.memory.subscriptions.active()
    assert "Oslo" in read(again)
    assert not again.keyboard
    assert read(listed).split("\n")[1].startswith("• 08:00 (Oslo) · mandag–fredag · om ferger")
    assert (first.subject, second.subject) == ("ferger", "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("mon tue", "Monday, Tuesday"),
        ("mon-wed fri", "Monday–Wednesday, Friday"),
        ("sat-mon", "Monday, Saturday, Sunday"),
    ],
)
async def test_days_in_a_row_are_shown_as_a_span(preview: Preview, start: Start, typed: str, shown: str) -> None:
    ola = preview.user("Ola")
    async with start():
        done = await preview.answer_to(await ola.says(f"/subscribe 08:00 {typed} Oslo"))
    assert f"(Oslo) · {shown} · next" in read(done)


async def test_a_city_in_the_command_and_a_quiet_day(preview: Preview, start: Start) -> None:
    aicha = preview.user("Aicha", language="ar")
    async with start() as kilde:
        done = await preview.answer_to(await aicha.says("/subscribe ٠٨:٠٠ القاهرة"))
        await preview.answer_to(await aicha.says("/quiet الجمعة"))
        timetable = kilde.memory.subscriptions.active()[0].timetable
        stopped = await preview.answer_to(await aicha.says("/unsubscribe"))
        nothing = await preview.answer_to(await aicha.says("/unsubscribe"))
    assert "القاهرة" in done.text
    assert timetable
    assert (timetable.zone, timetable.quiet) == ("Africa/Cairo", frozenset({4}))
    assert read(stopped) == "توقف اشتراك واحد."
    assert "/subscribe" in nothing.text


@pytest.mark.parametrize("typed", ["/subscribe", "/subscribe soon", "/subscribe 25:00", "/quiet soon", "/brief 0d"])
async def test_what_cannot_be_read_is_one_sentence(preview: Preview, start: Start, typed: str) -> None:
    ola = preview.user("Ola")
    async with start() as kilde:
        told = await preview.answer_to(await ola.says(typed))
        assert kilde.memory.subscriptions.of(Place(ola.id)) == []
    assert read(told).endswith(".")
    assert "\n" not in told.text


async def test_in_groups_administrators_decide_and_topics_keep_their_own(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola"), preview.user("Eve")
    forum = preview.chat("Newsroom", admins=[ola], members=[eve], topics=["Sea", "Land"], bot=Standing.MEMBER)
    sea, land = preview.topic(forum, "Sea"), preview.topic(forum, "Land")
    async with start() as kilde:
        refused = await preview.answer_to(await eve.says("/subscribe@kilde_bot 8 Oslo", chat=forum, topic=sea))
        await preview.answer_to(await ola.says("/subscribe@kilde_bot 8 Oslo", chat=forum, topic=sea))
        elsewhere = await preview.answer_to(await ola.says("/subscriptions@kilde_bot", chat=forum, topic=land))
        places = [it.place for it in kilde.memory.subscriptions.active()]
    assert refused.text == Texts("en").text("subscribe.admins_only")
    assert "/subscribe" in elsewhere.text
    assert places == [Place(forum.id, sea.id)]
