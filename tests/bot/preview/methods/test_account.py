"""The bot itself, chats and files, through python-telegram-bot."""

import pytest
from aiohttp import ClientSession
from telegram import Bot, BotCommandScopeAllGroupChats, BotCommandScopeChatAdministrators
from telegram.error import BadRequest

from bot.preview import ChatKind, Person, Preview
from bot.preview.menu import menu_for
from bot.preview.methods import files
from bot.preview.state import Chat


async def test_who_the_bot_is(telegram: Bot, preview: Preview) -> None:
    me = await telegram.get_me()
    assert (me.id, me.username, me.is_bot) == (preview.bot.id, "kilde_bot", True)
    assert me.can_read_all_group_messages is False


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("bot{token}/sendPigeon", 404, "Not Found: method not found"),
        ("botnonsense/getMe", 401, "Unauthorized"),
        ("bot{token}/GETME", 200, None),
        ("file/bot{token}/documents/none.txt", 404, "Not Found"),
        ("file/botnonsense/documents/none.txt", 401, "Unauthorized"),
    ],
)
async def test_addresses(preview: Preview, path: str, status: int, description: str | None) -> None:
    async with ClientSession() as session:
        response = await session.get(f"{preview.base_url}/{path.format(token=preview.token)}")
        assert response.status == status
        assert (await response.json()).get("description") == description


async def test_calls_in_json_and_query_are_read_alike(preview: Preview) -> None:
    sam = preview.user("Sam")
    await sam.says("hi")
    address = f"{preview.base_url}/bot{preview.token}/sendMessage"
    async with ClientSession() as session:
        asked = {"chat_id": sam.id, "text": "ett", "reply_parameters": {"message_id": 1}}
        assert (await (await session.post(address, json=asked)).json())["result"]["reply_to_message"]["message_id"] == 1
        got = await session.get(address, params={"chat_id": str(sam.id), "text": "to"})
        assert (await got.json())["result"]["text"] == "to"
        broken = await session.post(address, data=b"{", headers={"Content-Type": "application/json"})
        assert broken.status == 400


async def test_menus_by_scope_and_language(telegram: Bot, preview: Preview) -> None:
    nora, sam = preview.user("Nora", language="nb"), preview.user("Sam", language="en-GB")
    desk = preview.chat("Desk", members=[sam], admins=[nora])
    await telegram.set_my_commands([("help", "What I do")])
    await telegram.set_my_commands([("help", "Hva jeg gjør")], language_code="nb")
    await telegram.set_my_commands([("ask", "Ask")], scope=BotCommandScopeAllGroupChats())
    await telegram.set_my_commands([("lead", "Lead")], scope=BotCommandScopeChatAdministrators(desk.id))

    def menu(person: Person, chat: Chat) -> list[str]:
        return [command.description for command in menu_for(preview.world, chat, person.user)]

    assert menu(nora, nora.private) == ["Hva jeg gjør"]
    assert menu(sam, sam.private) == ["What I do"]
    assert menu(sam, desk) == ["Ask"]
    assert menu(nora, desk) == ["Lead"]


@pytest.mark.parametrize(
    ("commands", "error"),
    [
        ([("Help", "x")], "Bot_command_invalid"),
        ([("help", "")], "Bot_command_description_invalid"),
        ([(f"c{number}", "x") for number in range(101)], "Bot_commands_too_much"),
    ],
)
async def test_commands_that_are_refused(telegram: Bot, commands: list[tuple[str, str]], error: str) -> None:
    with pytest.raises(BadRequest, match=error):
        await telegram.set_my_commands(commands)


async def test_descriptions_by_language(telegram: Bot, preview: Preview) -> None:
    await telegram.set_my_description("Answers.")
    await telegram.set_my_description("Svarer.", language_code="nb")
    assert preview.world.bot.texts == {("description", ""): "Answers.", ("description", "nb"): "Svarer."}
    with pytest.raises(BadRequest):
        await telegram.set_my_description("x" * 513)


async def test_members(telegram: Bot, preview: Preview) -> None:
    nora, sam = preview.user("Nora"), preview.user("Sam")
    desk = preview.chat("Desk", members=[sam], admins=[nora], kind=ChatKind.GROUP)
    assert [member.user.id for member in await telegram.get_chat_administrators(desk.id)] == [nora.id]
    assert (await telegram.get_chat_member(desk.id, sam.id)).status == "member"
    assert (await telegram.get_chat_member(desk.id, preview.user("Ada").id)).status == "left"
    with pytest.raises(BadRequest, match="User not found"):
        await telegram.get_chat_member(desk.id, 5)


async def test_a_persons_file_is_fetched(telegram: Bot, preview: Preview) -> None:
    sent = await preview.user("Sam").sends_file("spørsmål.txt", b"one\ntwo\n")
    assert sent.file is not None
    file = await telegram.get_file(sent.file.id)
    assert await file.download_as_bytearray() == b"one\ntwo\n"
    with pytest.raises(BadRequest, match="Invalid file_id"):
        await telegram.get_file("nothing")


async def test_a_file_that_is_too_big_to_fetch(
    telegram: Bot, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "DOWNLOAD_BYTES", 10)
    sent = await preview.user("Sam").sends_file("big.bin", b"x" * 11)
    assert sent.file is not None
    with pytest.raises(BadRequest, match="File is too big"):
        await telegram.get_file(sent.file.id)
