"""What the bot is told of what people do: privacy mode, edits, comings and goings."""

from datetime import UTC, datetime

import pytest
from telegram import Bot, ChatMember, ChatMemberRestricted, MessageOriginChannel, MessageOriginUser
from telegram.error import BadRequest, ChatMigrated, NetworkError

from bot.preview import Preview, Standing
from bot.preview.errors import ApiError
from bot.preview.state import ChatKind, Post


def told(preview: Preview) -> list[str]:
    """The kinds of the pending updates."""
    return [next(key for key in update if key != "update_id") for update in preview.service.updates.pending]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("what a day", False),
        ("and you, @kilde_bot?", False),
        ("ask @other_bot", False),
        ("/ask when?", False),
        ("write /ask@kilde_bot to ask", True),
        ("/ask@kilde_bot when?", True),
        ("/ask@other_bot when?", False),
        ("write /ask to ask", False),
    ],
)
@pytest.mark.parametrize("privacy", [True, False])
async def test_privacy_mode(preview: Preview, text: str, seen: bool, privacy: bool) -> None:
    preview.world.bot.privacy, preview.world.bot.mentions = privacy, False
    sam = preview.user("Sam")
    await sam.says(text, chat=preview.chat("Desk", members=[sam]))
    assert told(preview) == ["message"] * (seen or not privacy)


async def test_mentions_are_seen_where_they_are_switched_on(preview: Preview) -> None:
    preview.world.bot.privacy = preview.world.bot.mentions = True
    sam = preview.user("Sam")
    for text in ("and you, @kilde_bot?", "and you, @KILDE_BOT?", "ask @other_bot"):
        await sam.says(text, chat=preview.chat("Desk", members=[sam]))
    assert len(told(preview)) == 2


async def test_a_plain_command_is_seen_once_the_bot_was_the_last_to_write(telegram: Bot, preview: Preview) -> None:
    preview.world.bot.privacy = True
    sam = preview.user("Sam")
    desk = preview.chat("Desk", members=[sam])
    await sam.says("/ask when?", chat=desk)
    await telegram.send_message(desk.id, "The quay opens in March.")
    await sam.says("/ask when?", chat=desk)
    assert told(preview) == ["message"]


async def test_replies_to_the_bot_are_seen(telegram: Bot, preview: Preview) -> None:
    preview.world.bot.privacy = True
    sam, nora = preview.user("Sam"), preview.user("Nora")
    desk = preview.chat("Desk", members=[sam, nora])
    await telegram.send_message(desk.id, "The quay opens in March.")
    said = await sam.replies_to(preview.messages(desk)[-1], "which year?")
    await nora.replies_to(said, "this one")  # to a message that was meant for the bot
    await nora.says("and a good day", chat=desk)
    assert told(preview) == ["message"] * 2


async def test_administrators_see_everything(preview: Preview) -> None:
    sam = preview.user("Sam")
    await sam.says("what a day", chat=preview.chat("Desk", members=[sam], bot=Standing.ADMINISTRATOR))
    assert told(preview) == ["message"]


async def test_privacy_mode_is_the_one_at_joining(preview: Preview) -> None:
    sam = preview.user("Sam")
    preview.world.bot.privacy = True
    desk = preview.chat("Desk", members=[sam])
    preview.world.bot.privacy = False
    await sam.says("what a day", chat=desk)
    assert told(preview) == []
    await sam.sets_bot(desk, Standing.LEFT)
    await sam.sets_bot(desk, Standing.MEMBER)
    await sam.says("what a day", chat=desk)
    assert told(preview) == ["my_chat_member", "my_chat_member", "message"]


async def test_a_bot_outside_sees_nothing(preview: Preview) -> None:
    sam = preview.user("Sam")
    await sam.says("@kilde_bot?", chat=preview.chat("Desk", members=[sam], bot=Standing.LEFT))
    assert told(preview) == []


async def test_an_edit_that_adds_the_mention_is_seen(preview: Preview) -> None:
    preview.world.bot.privacy = preview.world.bot.mentions = True
    sam = preview.user("Sam")
    said = await sam.says("when?", chat=preview.chat("Desk", members=[sam]))
    edited = await sam.edits(said, "when, @kilde_bot?")
    assert told(preview) == ["edited_message"]
    assert edited.edited is not None


async def test_stopping_and_starting_the_bot(preview: Preview) -> None:
    sam = preview.user("Sam")
    await sam.says("hi")
    await sam.blocks_bot()
    await sam.says("are you there?")
    assert told(preview) == ["message", "my_chat_member", "my_chat_member", "message"]


async def test_people_change_only_what_is_theirs(preview: Preview) -> None:
    sam, nora = preview.user("Sam"), preview.user("Nora")
    desk = preview.chat("Desk", members=[sam, nora])
    said = await sam.says("mine", chat=desk)
    with pytest.raises(ValueError, match="only their own"):
        await nora.edits(said, "yours")
    with pytest.raises(ValueError, match="text or a file"):
        await sam.says(" \n", chat=desk)
    with pytest.raises(ValueError, match="Only what the message says"):
        await nora.replies_to(said, "what?", quote="yours")


async def test_who_may_not_write_is_refused(telegram: Bot, preview: Preview) -> None:
    nora = preview.user("Nora")
    desk = preview.chat("Desk", admins=[nora])
    for muted in (True, False):
        await nora.mutes(desk, muted=muted)
        if muted:
            with pytest.raises(BadRequest, match="ot enough rights"):
                await telegram.send_message(desk.id, "Hello")
        else:
            await telegram.send_message(desk.id, "Hello")
    await nora.sets_bot(desk, Standing.RESTRICTED)
    with pytest.raises(BadRequest, match="ot enough rights"):
        await telegram.send_message(desk.id, "Hello")
    (change,) = [it["my_chat_member"] for it in preview.service.updates.pending]
    member = ChatMember.de_json(change["new_chat_member"], telegram)
    assert isinstance(member, ChatMemberRestricted)
    assert not member.can_send_messages


async def test_a_group_becomes_a_supergroup(telegram: Bot, preview: Preview) -> None:
    nora = preview.user("Nora")
    old = preview.chat("Desk", admins=[nora], kind=ChatKind.GROUP)
    new = await nora.migrates(old)
    with pytest.raises(ChatMigrated) as caught:
        await telegram.send_message(old.id, "Hello")
    assert caught.value.new_chat_id == new.id
    await telegram.send_message(new.id, "Hello")
    first, second = (it["message"] for it in preview.service.updates.pending)
    assert (first["migrate_to_chat_id"], second["migrate_from_chat_id"]) == (new.id, old.id)


async def test_members_may_be_hidden_and_calls_fail_as_told(telegram: Bot, preview: Preview) -> None:
    nora = preview.user("Nora")
    desk = preview.chat("Desk", admins=[nora])
    desk.hidden = True
    with pytest.raises(BadRequest, match="hat_admin_required"):
        await telegram.get_chat_member(desk.id, nora.id)
    assert [it.user.id for it in await telegram.get_chat_administrators(desk.id)] == [nora.id]
    preview.fail("getChatAdministrators", ApiError(502, "Bad Gateway"))
    with pytest.raises(NetworkError):
        await telegram.get_chat_administrators(desk.id)
    assert await telegram.get_chat_administrators(desk.id)


async def test_a_forwarded_post_names_its_channel_and_an_album_holds_together(telegram: Bot, preview: Preview) -> None:
    sam, posted = preview.user("Sam"), datetime(2024, 3, 1, 8, tzinfo=UTC)
    origin = Post(-1_002_000_000_001, "Harbour Wire", "harbourwire", 77, posted)
    await sam.forwards("The ferry sails again.", origin, files=[sam.photo(), sam.photo()])
    await sam.forwards("I heard it too.", preview.user("Eve").user)
    first, second, third = [update.message for update in await telegram.get_updates()]
    assert first
    assert second
    assert third
    assert isinstance(first.forward_origin, MessageOriginChannel)
    assert (first.forward_origin.chat.title, first.forward_origin.message_id) == ("Harbour Wire", 77)
    assert first.forward_origin.date == posted
    assert (first.caption, second.caption) == ("The ferry sails again.", None)
    assert first.media_group_id == second.media_group_id != third.media_group_id
    assert isinstance(third.forward_origin, MessageOriginUser)
