"""What the bot is told of what people do: privacy mode, edits, comings and goings."""

import pytest
from telegram import Bot

from bot.preview import Preview, Standing


def told(preview: Preview) -> list[str]:
    """The kinds of the pending updates."""
    return [next(key for key in update if key != "update_id") for update in preview.service.updates.pending]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("what a day", False),
        ("and you, @kilde_bot?", True),
        ("and you, @KILDE_BOT?", True),
        ("ask @other_bot", False),
        ("/ask when?", True),
        ("/ask@kilde_bot when?", True),
        ("/ask@other_bot when?", False),
        ("write /ask to ask", False),
    ],
)
@pytest.mark.parametrize("privacy", [True, False])
async def test_privacy_mode(preview: Preview, text: str, seen: bool, privacy: bool) -> None:
    preview.world.bot.privacy = privacy
    sam = preview.user("Sam")
    await sam.says(text, chat=preview.chat("Desk", members=[sam]))
    assert told(preview) == ["message"] * (seen or not privacy)


async def test_replies_to_the_bot_are_seen(telegram: Bot, preview: Preview) -> None:
    sam, nora = preview.user("Sam"), preview.user("Nora")
    desk = preview.chat("Desk", members=[sam, nora])
    await telegram.send_message(desk.id, "The quay opens in March.")
    said = await sam.replies_to(preview.messages(desk)[-1], "which year?")
    await nora.replies_to(said, "this one")
    assert told(preview) == ["message"]


async def test_administrators_see_everything(preview: Preview) -> None:
    sam = preview.user("Sam")
    await sam.says("what a day", chat=preview.chat("Desk", members=[sam], bot=Standing.ADMINISTRATOR))
    assert told(preview) == ["message"]


async def test_privacy_mode_is_the_one_at_joining(preview: Preview) -> None:
    sam = preview.user("Sam")
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
