"""/log on the running application: what admins did, once each, for admins alone."""

import pytest
from sqlalchemy import create_engine, text

from bot.memory import Act, database_url
from bot.preview import Preview, Standing
from bot.texts import LANGUAGES, Texts
from tests.bot.telegram.conftest import Start, labels, read

NB = Texts("nb")


async def test_what_admins_do_is_listed_once_with_names_as_they_are_now(preview: Preview, start: Start) -> None:
    ola, eve = preview.user("Ola", language="nb"), preview.user("Eve", language="nb")
    group = preview.chat("Redaksjonen", admins=[ola], bot=Standing.LEFT)
    async with start(access="private", admin_ids=frozenset({ola.id})) as kilde:
        for typed in (f"/admit {eve.id}", f"/admit {eve.id}", f"/dismiss {eve.id}", "/dismiss 987654321"):
            await preview.answer_to(await ola.says(typed))
        await ola.sets_bot(group, Standing.MEMBER)
        await preview.next_message(group)
        await kilde.settled()
        listed = await preview.answer_to(await ola.says("/log"))
    title, *lines = read(listed).replace("\n\n", "\n").split("\n")
    assert title == "3 handlinger av administratorer, de nyeste først."
    assert [line for line in lines if "UTC" not in line] == [
        f"Ola ({ola.id}) ga Redaksjonen ({group.id}) tilgang",
        f"Ola ({ola.id}) fjernet tilgangen til Eve ({eve.id})",
        f"Ola ({ola.id}) ga Eve ({eve.id}) tilgang",
    ]
    assert labels(listed) == []


async def test_who_opens_the_link_is_in_it(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(access="private") as kilde:
        await preview.until_polled()  # The start has issued its own link by then, and another one takes its place.
        token = kilde.memory.links.issue()
        await preview.answer_to(await ola.says(f"/start {token}"))
        listed = await preview.answer_to(await ola.says("/log"))
    assert f"Ola ({ola.id}) ble administrator med engangslenken" in read(listed)


async def test_many_have_pages_and_an_act_of_a_newer_version_is_no_error(preview: Preview, start: Start) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(admin_ids=frozenset({ola.id})) as kilde:
        for number in range(10):
            kilde.memory.audit.note(None, Act.ADMITTED, f"thing {number}")
        engine = create_engine(database_url(None, kilde.settings.data_dir))
        with engine.begin() as connection:
            connection.execute(text("UPDATE audit SET act = 'taught_to_fly' WHERE subject = 'thing 9'"))
        engine.dispose()
        listed = await preview.answer_to(await ola.says("/log"))
        first = read(listed)
        await ola.taps(listed, "Eldre")
        await preview.until(lambda: "Side 2 av 2" in read(preview.current(listed)))
        second = read(preview.current(listed))
    assert "Noen ved maskinen: noe som bare en nyere versjon har navn på (thing 9)" in first
    assert "Noen ved maskinen ga thing 0 tilgang" in second


async def test_nobody_else_reads_it(preview: Preview, start: Start) -> None:
    eve, ola = preview.user("Eve", language="nb"), preview.user("Ola", language="nb")
    group = preview.chat("Redaksjonen", admins=[ola], bot=Standing.ADMINISTRATOR)
    async with start(admin_ids=frozenset({ola.id})) as kilde:
        told = await preview.answer_to(await eve.says("/log"))
        query = await eve.taps_stale(told, "log:1")
        await preview.until(lambda: query.answered)
        in_group = await preview.answer_to(await ola.says("/log@kilde_bot", chat=group))
        empty = await preview.answer_to(await ola.says("/log"))
        assert kilde.memory.audit.count() == 0
    assert told.text == query.text == NB.text("access.admins_only")
    assert read(in_group) == "Skriv /log til meg i den private chatten vår."
    assert read(empty) == NB.text("log.none")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_act_has_its_words(language: str) -> None:
    assert all(Texts(language).text(f"log.{act.value}", who="Ola", what="Eve") for act in Act)
