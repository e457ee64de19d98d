"""Subscribing, on the running application."""

from datetime import UTC, datetime, time

import pytest

from bot.briefings.schedule import EVERY_DAY
from bot.memory import Place
from bot.memory.subscriptions import A_CHAT
from bot.preview import Preview, Standing, acting
from bot.texts import Texts
from tests.bot.telegram.conftest import Start, labels, read

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


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


@pytest.mark.parametrize(
    "typed",
    ["/subscribe", "/subscribe soon", "/subscribe 25:00", "/quiet soon", "/brief 0d", "/subscribe 8 Oslo Cairo"],
)
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


@pytest.mark.parametrize(
    ("typed", "button", "subject", "zone"),
    [
        ("/subscribe 8 Toyko trains", "Tokyo", "trains", "Asia/Tokyo"),
        ("/subscribe 8 UTC jeden Dienstag", "jeden Dienstag", "jeden Dienstag", "UTC"),
        ("/subscribe 8 UTC tomorrow", "tomorrow", "tomorrow", "UTC"),
    ],
)
async def test_in_doubt_nothing_is_stored_until_a_button_is_tapped(
    preview: Preview, start: Start, typed: str, button: str, subject: str, zone: str
) -> None:
    ola = preview.user("Ola")
    async with start() as kilde:
        asked = await preview.answer_to(await ola.says(typed))
        assert kilde.memory.subscriptions.of(Place(ola.id)) == []
        assert "\n" not in asked.text
        await ola.taps(asked, button)
        await kilde.settled()
        (kept,) = kilde.memory.subscriptions.active()
    assert kept.subject == subject
    assert kept.timetable
    assert kept.timetable.zone == zone
    assert "Your briefing" in preview.current(asked).text


async def test_only_administrators_say_how_it_was_meant_and_only_while_the_command_is_there(
    preview: Preview, start: Start
) -> None:
    ola, eve = preview.user("Ola"), preview.user("Eve")
    group = preview.chat("Desk", admins=[ola], members=[eve])
    async with start() as kilde:
        said = await ola.says("/subscribe@kilde_bot 8 Toyko", chat=group)
        asked = await preview.answer_to(said)
        assert (await eve.taps(asked, "Tokyo")).text == Texts("en").text("subscribe.admins_only")
        acting.delete(preview.service, ola.user, said)
        assert (await ola.taps(asked, "Tokyo")).text == Texts("en").text("subscribe.gone")
        assert kilde.memory.subscriptions.of(Place(group.id)) == []


async def test_a_briefing_on_demand_asks_back_as_well(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola")
    async with start():
        asked = await preview.answer_to(await ola.says("/brief 4 Tage"))
        await ola.taps(asked, "4 Tage")
        told = await preview.next_message(ola.private, after=asked)
    assert read(told) == "Nothing new about 4 Tage."


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("TRAINS", ["", "fish quotas"]),
        ("about trains.", ["", "fish quotas"]),
        ("fish  Quotas", ["", "trains"]),
        ("8 trains", ["", "trains", "fish quotas"]),
        ("9", ["", "fish quotas"]),
        ("9 London trains", ["", "fish quotas"]),
        ("at 9 in Oslo", ["", "trains", "fish quotas"]),
        ("whales", ["", "trains", "fish quotas"]),
        ("monday", ["", "trains", "fish quotas"]),
        ("everything", []),
        ("", []),
    ],
)
async def test_what_was_asked_for_is_stopped_by_the_same_words(
    preview: Preview, start: Start, typed: str, left: list[str]
) -> None:
    ola = preview.user("Ola")
    async with start() as kilde:
        for wanted in ("8 Oslo", "9 London Trains", "10 Cairo fish quotas"):
            await preview.answer_to(await ola.says(f"/subscribe {wanted}"))
        told = await preview.answer_to(await ola.says(f"/unsubscribe {typed}"))
        kept = [it.subject.lower() for it in kilde.memory.subscriptions.of(Place(ola.id))]
    assert kept == left
    assert ("Stopped" in told.text) == (len(left) < 3)
    assert ("fish quotas" in told.text) == (len(left) == 3)


async def test_a_second_city_does_not_move_the_first_briefing(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola")
    async with start():
        await preview.answer_to(await ola.says("/subscribe 8 Oslo trains"))
        await preview.answer_to(await ola.says("/subscribe 9 Cairo ships"))
        listed = await preview.answer_to(await ola.says("/subscriptions"))
    lines = read(listed).split("\n")
    assert "(Oslo)" in lines[1]
    assert "(Cairo)" in lines[2]


async def test_help_says_how_to_stop(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola")
    async with start():
        assert "/unsubscribe" in (await preview.answer_to(await ola.says("/help"))).text


async def test_a_long_list_has_pages_that_turn(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        for number in range(A_CHAT):
            subject = f"emne {number:02} " + "skip " * 15
            kilde.memory.subscriptions.put(Place(ola.id), subject, time(8), EVERY_DAY, NOW, zone="Europe/Oslo")
        before = len(preview.messages(ola.private, by_bot=True))
        listed = await preview.answer_to(await ola.says("/subscriptions"))
        assert len(preview.messages(ola.private, by_bot=True)) == before + 1
        assert labels(listed) == ["↓ Neste"]
        seen = read(listed)
        for page in ("Side 2 av 3", "Side 3 av 3"):
            await ola.taps(preview.current(listed), "Neste")
            await kilde.settled()
            assert page in read(preview.current(listed))
            seen += read(preview.current(listed))
        assert labels(preview.current(listed)) == ["↑ Forrige"]
        await ola.taps_stale(listed, "subs:999")
        await kilde.settled()
        assert "Side 3 av 3" in read(preview.current(listed))
        asked = await preview.answer_to(await ola.says("/unsubscribe fisk"))
    assert [f"emne {number:02}" in seen for number in range(A_CHAT)] == [True] * A_CHAT
    assert labels(asked) == ["↓ Neste"]
