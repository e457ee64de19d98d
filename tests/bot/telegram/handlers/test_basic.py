"""The plain commands on the running application."""

import pytest

from bot.preview import Preview, Standing
from bot.texts import LANGUAGES, Texts, own_name
from tests.bot.telegram.conftest import Shelf, Start, labels, read

NB = Texts("nb")


async def test_start_and_help_speak_the_language_of_the_person(preview: Preview, start: Start) -> None:
    aicha = preview.user("Aicha", language="ar")
    async with start():
        welcome = await preview.answer_to(await aicha.says("/start"))
        page = await preview.answer_to(await aicha.says("/help"))
    assert welcome.text.startswith("مرحبًا")
    assert "/sources" in page.text
    assert "/admit" not in page.text


async def test_help_tells_admins_how_to_let_people_in(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(admin_ids=frozenset({ola.id})):
        assert "/admit" in (await preview.answer_to(await ola.says("/help"))).text


async def test_start_in_a_group_says_when_it_listens(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    group = preview.chat("Redaksjonen", admins=[ola])
    async with start():
        assert "/ask" in (await preview.answer_to(await ola.says("/start@kilde_bot", chat=group))).text


async def test_sources_are_listed_in_pages_that_turn(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start():
        listed = await preview.answer_to(await ola.says("/sources"))
        first = read(listed).split("\n")
        assert labels(listed) == ["↓ Eldre"]
        await ola.taps(listed, "Eldre")
        await preview.until(lambda: "Side 2 av 3" in read(preview.current(listed)))
        assert labels(preview.current(listed)) == ["↑ Nyere", "↓ Eldre"]
        await ola.taps(listed, "Eldre")
        await preview.until(lambda: "Side 3 av 3" in read(preview.current(listed)))
        assert labels(preview.current(listed)) == ["↑ Nyere"]
        await ola.taps_stale(listed, "list:999")
        last = read(preview.current(listed))
    assert first[0] == "Jeg kjenner 20 artikler, de nyeste først."
    assert first[2:4] == ["Nyhet <0> · Nordavis · norsk bokmål · 1. mars 2024", "nyheter/00.md"]
    assert first[-1] == "Side 1 av 3"
    assert "Nyhet <19>" in last


@pytest.mark.parametrize(("count", "text"), [(0, "Jeg har ingen artikler"), (1, "Jeg kjenner 1 artikkel.")])
async def test_few_sources_have_no_pages(preview: Preview, start: Start, count: int, text: str) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(shelf=Shelf(count)):
        listed = await preview.answer_to(await ola.says("/sources"))
    assert read(listed).startswith(text)
    assert labels(listed) == []


async def test_a_person_chooses_a_language_and_takes_it_back(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start() as kilde:
        offered = await preview.answer_to(await ola.says("/language"))
        assert labels(offered) == [*map(own_name, LANGUAGES), "✓ Samme språk som spørsmålet"]
        await ola.taps(offered, "العربية")
        await preview.until(lambda: "العربية" in preview.current(offered).text)
        assert preview.current(offered).keyboard == ()
        assert kilde.memory.people.get(ola.id).language == "ar"
        assert (await preview.answer_to(await ola.says("/help"))).text.startswith("اكتب لي")
    async with start() as kilde:
        again = await preview.answer_to(await ola.says("/language"))
        assert labels(again)[1] == "✓ العربية"
        await ola.taps(again, labels(again)[-1])
        await preview.until(lambda: preview.current(again).keyboard == ())
        assert kilde.memory.people.get(ola.id).language is None
        assert preview.current(again).text == NB.text("language.chosen_automatic")


async def test_only_administrators_choose_the_language_of_a_group(preview: Preview, start: Start) -> None:
    ola, kari = preview.user("Ola", language="nb"), preview.user("Kari", language="nb")
    group = preview.chat("Redaksjonen", admins=[ola], members=[kari], bot=Standing.ADMINISTRATOR)
    async with start() as kilde:
        offered = await preview.answer_to(await kari.says("/language", chat=group))
        refused = await kari.taps(offered, "English")
        assert refused.text == NB.text("language.admins_only")
        assert kilde.memory.chats.get(group.id).language is None
        await ola.taps(offered, "English")
        await preview.until(lambda: "English" in preview.current(offered).text)
        assert kilde.memory.chats.get(group.id).language == "en"
        assert kilde.memory.people.get(ola.id).language is None


@pytest.mark.parametrize("data", ["lang:", "lang:xx", "list:-1", "list:٣", "nonsense", "admit:"])
async def test_made_up_buttons_do_no_harm(
    preview: Preview, start: Start, caplog: pytest.LogCaptureFixture, data: str
) -> None:
    ola = preview.user("Ola")
    async with start() as kilde:
        offered = await preview.answer_to(await ola.says("/language"))
        await ola.taps_stale(offered, data)
        await kilde.settled()
        assert kilde.memory.people.get(ola.id).language is None
    assert not [record for record in caplog.records if record.levelname == "ERROR"]
