"""Sending: limits and refusals, through python-telegram-bot."""

import struct
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, ReplyParameters
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter

from bot.preview import ChatKind, Person, Preview, Standing, StoppedClock
from bot.preview.methods import uploads
from tests.bot.preview.conftest import bot_on


@pytest.fixture
async def sam(preview: Preview) -> Person:
    person = preview.user("Sam")
    await person.says("hi")
    return person


async def test_text_goes_to_the_limit_and_not_beyond(telegram: Bot, sam: Person) -> None:
    sent = await telegram.send_message(sam.id, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")
    assert len(sent.text or "") == 4096
    with pytest.raises(BadRequest, match=r"^Message is too long$"):
        await telegram.send_message(sam.id, "x" * 4097)
    with pytest.raises(BadRequest, match=r"^Message is too long$"):
        await telegram.send_message(sam.id, "😀" * 2049)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Message text is empty"),
        (" \n ", "Text must be non-empty"),
        ("<b> </b>", "Text must be non-empty"),
        ("<p>ja</p>", 'Can\'t parse entities: unsupported start tag "p" at byte offset 0'),
        ("<b>ja", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
    ],
)
async def test_text_that_is_refused(telegram: Bot, sam: Person, text: str, error: str) -> None:
    with pytest.raises(BadRequest) as caught:
        await telegram.send_message(sam.id, text, parse_mode="HTML")
    assert str(caught.value).lower() == error.lower()


async def test_a_reply_with_a_quotation(telegram: Bot, preview: Preview, sam: Person) -> None:
    asked = await sam.says("when does the quay open?")
    sent = await telegram.send_message(sam.id, "in March", reply_parameters=ReplyParameters(asked.id, quote="the quay"))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.message_id == asked.id
    assert sent.quote is not None
    assert (sent.quote.text, sent.quote.position) == ("the quay", 10)


@pytest.mark.parametrize(("selective", "asks"), [(None, "all"), (True, "selective")])
async def test_a_message_that_asks_for_a_reply(
    telegram: Bot, preview: Preview, sam: Person, selective: bool | None, asks: str
) -> None:
    await sam.says("hei")
    sent = await telegram.send_message(sam.id, "Who are you?", reply_markup=ForceReply(selective=selective))
    shown = preview.messages(sam.private, by_bot=True)[-1]
    assert (shown.id, shown.asks_reply, shown.keyboard) == (sent.message_id, asks, ())


async def test_replies_that_are_refused(telegram: Bot, sam: Person) -> None:
    asked = await sam.says("when does the quay open?")
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await telegram.send_message(sam.id, "in March", reply_parameters=ReplyParameters(99))
    with pytest.raises(BadRequest, match="Quote_text_invalid"):
        await telegram.send_message(sam.id, "in March", reply_parameters=ReplyParameters(asked.id, quote="the ferry"))
    lenient = ReplyParameters(99, allow_sending_without_reply=True)
    assert (await telegram.send_message(sam.id, "in March", reply_parameters=lenient)).reply_to_message is None


async def test_chats_the_bot_may_not_write_to(telegram: Bot, preview: Preview, sam: Person) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await telegram.send_message(424242, "hei")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await telegram.send_message(preview.user("Nora").id, "hei")
    await sam.blocks_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await telegram.send_message(sam.id, "hei")


@pytest.mark.parametrize(
    ("kind", "standing", "error"),
    [
        (ChatKind.GROUP, Standing.KICKED, "bot was kicked from the group chat"),
        (ChatKind.SUPERGROUP, Standing.KICKED, "bot was kicked from the supergroup chat"),
        (ChatKind.SUPERGROUP, Standing.LEFT, "bot is not a member of the supergroup chat"),
    ],
)
async def test_groups_the_bot_is_not_in(
    telegram: Bot, preview: Preview, kind: ChatKind, standing: Standing, error: str
) -> None:
    chat = preview.chat("Desk", kind=kind, bot=standing)
    with pytest.raises(Forbidden, match=error):
        await telegram.send_message(chat.id, "hei")


async def test_topics(telegram: Bot, preview: Preview) -> None:
    forum = preview.chat("News", topics=["Oil"])
    oil = preview.topic(forum, "Oil")
    assert (await telegram.send_message(forum.id, "hei", message_thread_id=oil.id)).message_thread_id == oil.id
    with pytest.raises(BadRequest, match="Message thread not found"):
        await telegram.send_message(forum.id, "hei", message_thread_id=1)
    oil.closed = True
    with pytest.raises(BadRequest, match="Topic_closed"):
        await telegram.send_message(forum.id, "hei", message_thread_id=oil.id)


async def test_buttons(telegram: Bot, sam: Person) -> None:
    def keyboard(data: str) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[InlineKeyboardButton("1", callback_data=data)]])

    sent = await telegram.send_message(sam.id, "hei", reply_markup=keyboard("å" * 32))
    assert sent.reply_markup == keyboard("å" * 32)
    with pytest.raises(BadRequest, match="Button_data_invalid"):
        await telegram.send_message(sam.id, "hei", reply_markup=keyboard("å" * 32 + "x"))
    many = InlineKeyboardMarkup([[InlineKeyboardButton("1", callback_data="x")] for _ in range(101)])
    with pytest.raises(BadRequest, match="Reply_markup_too_long"):
        await telegram.send_message(sam.id, "hei", reply_markup=many)


async def test_other_parse_modes_are_refused(telegram: Bot, sam: Person) -> None:
    with pytest.raises(BadRequest, match="Unsupported parse_mode"):
        await telegram.send_message(sam.id, "*hei*", parse_mode="MarkdownV2")


async def test_documents(telegram: Bot, sam: Person) -> None:
    sent = await telegram.send_document(
        sam.id, b"linje\n", filename="sak.txt", caption="<i>hele</i>", parse_mode="HTML"
    )
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("sak.txt", 6)
    assert (sent.caption, sent.caption_entities[0].type) == ("hele", "italic")
    again = await telegram.send_document(sam.id, sent.document.file_id)
    assert again.document == sent.document
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await telegram.send_document(sam.id, b"", filename="tom.txt")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await telegram.send_document(sam.id, b"x", filename="x.txt", caption="x" * 1025)
    with pytest.raises(BadRequest, match="Wrong remote file identifier"):
        await telegram.send_document(sam.id, "no such file")


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes((width + 1) * height))), (b"IEND", b"")]
    packed = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


async def test_photos(telegram: Bot, sam: Person) -> None:
    sent = await telegram.send_photo(sam.id, png(40, 30), caption="kart")
    assert (sent.photo[0].width, sent.photo[0].height, sent.caption) == (40, 30, "kart")
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await telegram.send_photo(sam.id, InputFile(b"no picture", filename="x.png"))
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await telegram.send_photo(sam.id, png(100, 2))


async def test_drafts_go_when_the_message_comes(telegram: Bot, preview: Preview, sam: Person) -> None:
    await telegram.send_message_draft(sam.id, 7, "The quay")
    await telegram.send_message_draft(sam.id, 7, "The quay opens")
    assert [draft.content.text for draft in preview.world.drafts.values()] == ["The quay opens"]
    await telegram.send_message(sam.id, "The quay opens in March.")
    assert not preview.world.drafts
    with pytest.raises(BadRequest):
        await telegram.send_message_draft(preview.chat("Desk").id, 7, "The quay")


async def test_actions(telegram: Bot, sam: Person) -> None:
    assert await telegram.send_chat_action(sam.id, "typing")
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await telegram.send_chat_action(sam.id, "sleeping")


async def test_an_upload_beyond_the_limit(telegram: Bot, sam: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UPLOAD_BYTES", 10)
    await telegram.send_document(sam.id, b"x" * 10, filename="x.txt")
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await telegram.send_document(sam.id, b"x" * 11, filename="x.txt")


async def test_a_flood_is_refused_with_the_seconds_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    clock = StoppedClock(datetime(2025, 3, 14, tzinfo=UTC))
    async with Preview(limits=True, clock=clock) as preview, bot_on(preview) as telegram:
        sam = preview.user("Sam")
        await sam.says("hi")
        await telegram.send_message(sam.id, "one")
        with pytest.raises(RetryAfter, match="Retry in 0:00:01"):
            await telegram.send_message(sam.id, "two")
        preview.advance(timedelta(seconds=1))
        await telegram.send_message(sam.id, "two")
