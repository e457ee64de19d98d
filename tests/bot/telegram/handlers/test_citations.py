"""Tapped buttons on the running application."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answers.answer import Answer, NearestPassage
from bot.preview import Preview, Standing
from bot.preview.state import Message
from bot.texts import Texts
from ingest.errors import IndexMissing
from tests.bot.telegram.conftest import HARBOUR, SENTENCE, Scripted, Shelf, Start, labels, read
from tests.bot.telegram.samples import DECLINED

FILE = Texts("nb").text("passage.file")


def files(preview: Preview, chat_id: int) -> list[Message]:
    return [message for message in preview.world.messages[chat_id].values() if message.file]


async def test_a_citation_opens_in_its_surroundings(preview: Preview, start: Start, harbour: Answer) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"?": harbour})):
        answer = await preview.answer_to(await ola.says("?"))
        query = await ola.taps(answer, "[1]")
        opened = await preview.next_message(ola.private, after=answer)
    assert read(opened).split("\n") == [
        "Havnen i Vardø åpner igjen · Nordavis · norsk bokmål · 28. februar 2024",
        "",
        "Sjøfolk har ventet lenge på nyheten.",
        "",
        f"Ordføreren holdt tale på kaia. {SENTENCE} Etterpå var det kaffe.",
        "",
        "Fiskebåtene ligger klare ved moloen.",
        "",
        "nord/havn.txt · linje 2",
    ]
    bold = [entity for entity in opened.content.entities if entity.type == "bold"]
    assert opened.text[bold[0].offset : bold[0].offset + bold[0].length] == SENTENCE
    assert opened.reply_to == answer.id
    assert labels(opened) == [FILE]
    assert not query.text


async def test_the_file_comes_as_a_document_byte_for_byte(preview: Preview, start: Start, harbour: Answer) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"?": harbour})):
        answer = await preview.answer_to(await ola.says("?"))
        await ola.taps(answer, "[1]")
        opened = await preview.next_message(ola.private, after=answer)
        await ola.taps(opened, FILE)
        document = await preview.next_message(ola.private, after=opened)
    assert document.file is not None
    assert (document.file.name, document.file.content) == ("havn.txt", HARBOUR.encode())
    assert document.text == ""


async def test_every_member_may_tap_after_a_restart_in_the_topic(
    preview: Preview, start: Start, harbour: Answer
) -> None:
    ola, kari = preview.user("Ola", language="nb"), preview.user("Kari", language="nb")
    forum = preview.chat("Forum", admins=[ola], members=[kari], topics=["Havn"], bot=Standing.ADMINISTRATOR)
    topic = preview.topic(forum, "Havn")
    async with start(Scripted({"?": harbour})):
        answer = await preview.answer_to(await ola.says("@kilde_bot ?", chat=forum, topic=topic))
    async with start():
        await kari.taps(answer, "[1]")
        opened = await preview.next_message(forum, after=answer)
        await ola.taps(opened, FILE)
        await preview.next_message(forum, after=opened)
    assert opened.thread_id == topic.id
    assert [message.thread_id for message in files(preview, forum.id)] == [topic.id]


async def test_a_changed_file_says_so_and_shows_what_stood_there(
    preview: Preview, start: Start, harbour: Answer, articles: Path
) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"?": harbour})):
        answer = await preview.answer_to(await ola.says("?"))
        (articles / "nord/havn.txt").write_text("Havnen åpner ikke likevel, sier havnesjefen.\n")
        await ola.taps(answer, "[1]")
        opened = await preview.next_message(ola.private, after=answer)
        await ola.taps(opened, FILE)
        document = await preview.next_message(ola.private, after=opened)
    assert Texts("nb").text("passage.changed") in opened.text
    assert SENTENCE in opened.text
    assert document.text == Texts("nb").text("passage.file_changed")


async def test_a_moved_file_opens_under_its_new_name(
    preview: Preview, start: Start, harbour: Answer, articles: Path
) -> None:
    ola, shelf = preview.user("Ola", language="nb"), Shelf()
    async with start(Scripted({"?": harbour}), shelf):
        answer = await preview.answer_to(await ola.says("?"))
        (articles / "nord/havn.txt").rename(articles / "nord/2024-havn.txt")
        shelf.lying[harbour.citations[0].content_hash] = "nord/2024-havn.txt"
        await ola.taps(answer, "[1]")
        opened = await preview.next_message(ola.private, after=answer)
        await ola.taps(opened, FILE)
        document = await preview.next_message(ola.private, after=opened)
        (articles / "nord/havn.txt").write_text("Noe helt annet ligger her nå.\n")
        await ola.taps(answer, "[1]")
        again = await preview.next_message(ola.private, after=document)
    assert Texts("nb").text("passage.moved") in opened.text
    assert "nord/2024-havn.txt · linje 2" in read(opened)
    assert "nord/havn.txt" not in read(opened)
    assert "Sjøfolk har ventet lenge" in opened.text
    assert document.file is not None
    assert (document.file.name, document.file.content) == ("2024-havn.txt", HARBOUR.encode())
    assert document.text == ""
    assert again.text == opened.text


@pytest.mark.parametrize("index", ["behind", "broken"])
async def test_a_moved_file_that_the_index_cannot_find_is_gone(
    preview: Preview, start: Start, harbour: Answer, articles: Path, monkeypatch: pytest.MonkeyPatch, index: str
) -> None:
    ola, shelf = preview.user("Ola", language="nb"), Shelf()
    if index == "broken":
        monkeypatch.setattr(shelf, "article_with", _broken)
    shelf.lying[harbour.citations[0].content_hash] = "nord/elsewhere.txt"
    async with start(Scripted({"?": harbour}), shelf):
        answer = await preview.answer_to(await ola.says("?"))
        (articles / "nord/havn.txt").rename(articles / "nord/2024-havn.txt")
        await ola.taps(answer, "[1]")
        opened = await preview.next_message(ola.private, after=answer)
    assert Texts("nb").text("passage.gone") in opened.text


def _broken(_: str) -> None:
    raise IndexMissing("Nothing was ingested yet; run `python -m ingest`.")


@pytest.mark.parametrize("sentence", [SENTENCE, SENTENCE.replace("åpner igjen", "åpner\nigjen")])
async def test_words_that_still_stand_in_a_changed_file_are_shown_where_they_stand(
    preview: Preview, start: Start, harbour: Answer, articles: Path, sentence: str
) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"?": harbour})):
        answer = await preview.answer_to(await ola.says("?"))
        lines = ["Rettelse: ordføreren het noe annet.", "", f"Kaia var full. {sentence} Slik gikk det."]
        (articles / "nord/havn.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        await ola.taps(answer, "[1]")
        opened = await preview.next_message(ola.private, after=answer)
        await ola.taps(opened, FILE)
        document = await preview.next_message(ola.private, after=opened)
    assert Texts("nb").text("passage.stands") in opened.text
    assert f"nord/havn.txt · linje 3{'–4' if chr(10) in sentence else ''}" in read(opened)
    assert sentence in read(opened).replace(" \n", "\n")
    assert "Slik gikk det." in read(opened)
    assert document.text == Texts("nb").text("passage.file_changed")


async def test_an_offered_passage_is_found_where_its_file_was_moved_to(
    preview: Preview, start: Start, harbour: Answer, articles: Path
) -> None:
    ola, shelf, digest = preview.user("Ola", language="nb"), Shelf(), harbour.citations[0].content_hash
    shelf.lying[digest] = "havn.txt"
    offered = NearestPassage(
        source="nord/havn.txt",
        first_line=2,
        last_line=2,
        quote=SENTENCE,
        score=0.5,
        language="nb",
        title="Havnen",
        content_hash=digest,
    )
    async with start(Scripted({"?": replace(DECLINED, passages=(offered,))}), shelf):
        answer = await preview.answer_to(await ola.says("?"))
        (articles / "nord/havn.txt").rename(articles / "havn.txt")
        await ola.taps(answer, "[1]")
        opened = await preview.next_message(ola.private, after=answer)
    assert "havn.txt · linje 2" in read(opened)
    assert "nord/" not in read(opened)


async def test_a_removed_file_says_so(preview: Preview, start: Start, harbour: Answer, articles: Path) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"?": harbour})):
        answer = await preview.answer_to(await ola.says("?"))
        await ola.taps(answer, "[1]")
        opened = await preview.next_message(ola.private, after=answer)
        (articles / "nord/havn.txt").unlink()
        query = await ola.taps(opened, FILE)
        await ola.taps(answer, "[1]")
        again = await preview.next_message(ola.private, after=opened)
    assert query.text == Texts("nb").text("passage.file_gone")
    assert Texts("nb").text("passage.gone") in again.text
    assert labels(again) == []


async def test_an_offered_passage_opens_too(preview: Preview, start: Start, articles: Path) -> None:
    (articles / "nord/havn.txt").write_text(f"(Nordavis) – {HARBOUR}", encoding="utf-8")
    ola = preview.user("Ola", language="nb")
    offered = NearestPassage(
        source="nord/havn.txt", first_line=2, last_line=2, quote=SENTENCE, score=0.5, language="nb", title="Havnen"
    )
    async with start(Scripted({"?": replace(DECLINED, passages=(offered,))})):
        answer = await preview.answer_to(await ola.says("?"))
        await ola.taps(answer, "[1]")
        opened = await preview.next_message(ola.private, after=answer)
        await ola.taps(opened, FILE)
        await preview.next_message(ola.private, after=opened)
    assert "Sjøfolk har ventet" in opened.text
    assert "Nordavis · norsk bokmål" in read(opened)
    assert len(files(preview, ola.private.id)) == 1


@pytest.mark.parametrize("data", ["cite:1:9", "cite:99:1", "near:1:1", "cite:1:0", "near:1:0"])
async def test_a_button_that_means_nothing_any_more_says_so(
    preview: Preview, start: Start, harbour: Answer, data: str
) -> None:
    ola = preview.user("Ola", language="nb")
    async with start(Scripted({"?": harbour})):
        answer = await preview.answer_to(await ola.says("?"))
        query = await ola.taps_stale(answer, data)
        await preview.until(lambda: query.answered)
    assert query.text == Texts("nb").text("passage.forgotten")


async def test_nobody_opens_the_answers_of_another_chat(preview: Preview, start: Start, harbour: Answer) -> None:
    ola, eve = preview.user("Ola"), preview.user("Eve", language="nb")
    async with start(Scripted({"?": harbour})):
        await preview.answer_to(await ola.says("?"))
        own = await preview.answer_to(await eve.says("?"))
        query = await eve.taps_stale(own, "cite:1:1")
        await preview.until(lambda: query.answered)
    assert query.text == Texts("nb").text("passage.forgotten")


async def test_a_path_out_of_the_folder_opens_nothing(
    preview: Preview, start: Start, harbour: Answer, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("Dette er en hemmelighet som ingen skal lese.\n")
    ola = preview.user("Ola", language="nb")
    leading = replace(harbour.citations[0], source="../secret.txt")
    async with start(Scripted({"?": replace(harbour, citations=(leading,))})):
        answer = await preview.answer_to(await ola.says("?"))
        await ola.taps(answer, "[1]")
        opened = await preview.next_message(ola.private, after=answer)
    assert not re.search("hemmelighet", opened.text)
    assert labels(opened) == []
