"""What people do in their chats: write, edit, tap, react, send files, ask inline, let the bot in and out.

Takes a Service and who does what; changes the world as Telegram's servers would and queues the updates that the bot may
see, privacy mode included. The page and the driver both act through here. Raises ValueError for what no client offers.
"""

import dataclasses
from datetime import datetime

from bot.preview.clock import MovableClock, StoppedClock, next_morning
from bot.preview.detection import detected
from bot.preview.entities import Formatted, trimmed, utf16_length, utf16_slice
from bot.preview.feed import Kind
from bot.preview.limits import INLINE_QUERY_LENGTH, TEXT_LENGTH
from bot.preview.service import Service
from bot.preview.state import (
    Button,
    CallbackQuery,
    Chat,
    ChatKind,
    InlineQuery,
    Message,
    Quote,
    Standing,
    User,
)
from bot.preview.wire import callback_json, chat_json, inline_query_json, member_json, message_json, user_json

_GONE = {None, Standing.LEFT, Standing.KICKED}


def write(service: Service, message: Message) -> Message:
    """Send a person's message; the first one in a private chat opens it."""
    chat = service.world.chats[message.chat_id]
    _refuse_strangers(chat, message.sender)
    if chat.kind is ChatKind.PRIVATE:
        if chat.blocked:
            set_blocked(service, chat, blocked=False)
        _open(service, chat)
    if not message.text.strip() and message.file is None:
        raise ValueError("A message needs text or a file.")
    posted = service.world.post(dataclasses.replace(message, content=detected(trimmed(message.content))))
    if bot_sees(service, posted):
        service.updates.add("message", message_json(service.world, posted))
    return posted


def _open(service: Service, chat: Chat) -> None:
    if not chat.started:
        chat.started = True
        service.world.publish(Kind.CHAT, chat.id)


def pieces(text: str) -> list[str]:
    """`text` as a client sends it: in messages of at most TEXT_LENGTH."""
    units = utf16_length(text)
    return [utf16_slice(text, start, TEXT_LENGTH) for start in range(0, units, TEXT_LENGTH)]


def _refuse_strangers(chat: Chat, user: User) -> None:
    if chat.standings.get(user.id) in _GONE:
        raise ValueError(f"{user.name} is not in {chat.title}.")


def quoted(message: Message, part: str) -> Quote:
    """The quotation of `part` of a message."""
    if part not in message.text:
        raise ValueError("Only what the message says can be quoted.")
    return Quote(Formatted(part), utf16_length(message.text[: message.text.index(part)]))


def bot_sees(service: Service, message: Message) -> bool:
    """The message is one that Telegram sends to the bot (https://core.telegram.org/bots/features#privacy-mode).

    In privacy mode: commands that name it, other commands if it was the last bot to write there, messages sent by way
    of it, and replies to what it wrote or was meant for it. Telegram's list has no mentions; BotFather's own words do,
    and people report both, so that `BotProfile.mentions` says which.
    """
    chat, bot = service.world.chats[message.chat_id], service.world.bot.user
    standing = chat.standings.get(bot.id)
    if standing in _GONE or message.sender.is_bot:
        return False
    if not chat.privacy or chat.kind is ChatKind.PRIVATE or standing is Standing.ADMINISTRATOR or message.service:
        return True
    return _is_meant(service, message)


def _is_meant(service: Service, message: Message | None) -> bool:
    """The message, or the one that it replies to, and so on, is for the bot or by it."""
    while message is not None:
        if message.via_bot or message.sender.is_bot or _addressed(service, message):
            return True
        message = service.world.message(message.chat_id, message.reply_to)
    return False


def _addressed(service: Service, message: Message) -> bool:
    """A command for this bot, or, where that counts, its name somewhere."""
    profile, chat = service.world.bot, service.world.chats[message.chat_id]
    name = f"@{profile.user.username}".lower()
    for entity in message.content.entities:
        said = utf16_slice(message.text, entity.offset, entity.length).lower()
        if entity.type == "mention" and said == name and profile.mentions:
            return True
        if entity.type == "bot_command" and (said.endswith(name) or ("@" not in said and chat.bot_wrote_last)):
            return True
    return False


def edit(service: Service, user: User, message: Message, text: str) -> Message:
    """Change one's own message."""
    if message.sender.id != user.id or message.service:
        raise ValueError("People edit only their own messages.")
    content = detected(trimmed(Formatted(text)))
    if not content.text and message.file is None:
        raise ValueError("A message needs text or a file.")
    edited = dataclasses.replace(message, content=content, edited=service.world.clock.now())
    service.world.replace(edited)
    if bot_sees(service, edited):
        service.updates.add("edited_message", message_json(service.world, edited))
    return edited


def delete(service: Service, user: User, message: Message) -> None:
    """Take one's own message back; bots are not told."""
    if message.sender.id != user.id:
        raise ValueError("People delete only their own messages.")
    service.world.delete(message)


def tap(service: Service, user: User, message: Message, button: Button) -> CallbackQuery:
    """Tap a button with callback data."""
    _refuse_strangers(service.world.chats[message.chat_id], user)
    if button.data is None:
        raise ValueError("This button does not tell the bot.")
    query = CallbackQuery(
        id=str(service.world.count("query")),
        user=user,
        chat_id=message.chat_id,
        message_id=message.id,
        data=button.data,
        asked=service.world.clock.now(),
    )
    service.world.callbacks[query.id] = query
    service.updates.add("callback_query", callback_json(service.world, query))
    return query


def react(service: Service, user: User, message: Message, emoji: str) -> Message:
    """Put, change or with "" take back one's reaction; groups tell only bots that are administrators."""
    chat = service.world.chats[message.chat_id]
    _refuse_strangers(chat, user)
    old = [sign for owner, sign in message.reactions if owner == user.id]
    others = [(owner, sign) for owner, sign in message.reactions if owner != user.id]
    new = [emoji] if emoji else []
    changed = dataclasses.replace(message, reactions=(*others, *((user.id, sign) for sign in new)))
    service.world.replace(changed)
    bot_standing = chat.standings.get(service.world.bot.user.id)
    if chat.kind is ChatKind.PRIVATE or bot_standing is Standing.ADMINISTRATOR:
        update = {
            "chat": chat_json(service.world, chat),
            "message_id": message.id,
            "user": user_json(user),
            "date": int(service.world.clock.now().timestamp()),
            "old_reaction": [{"type": "emoji", "emoji": sign} for sign in old],
            "new_reaction": [{"type": "emoji", "emoji": sign} for sign in new],
        }
        service.updates.add("message_reaction", update)
    return changed


def ask_inline(service: Service, user: User, chat: Chat, text: str) -> InlineQuery:
    """Type `@bot text` and wait for results; Telegram shows again what it kept, without asking the bot.

    Where BotFather has not switched inline mode on, or the bot does not want such updates, nothing comes.
    """
    _refuse_strangers(chat, user)
    text, now = text[:INLINE_QUERY_LENGTH], service.world.clock.now()
    query = InlineQuery(str(service.world.count("query")), user, chat.id, text, now)
    kept = next((it for it in service.world.inline_queries.values() if _is_kept(it, query)), None)
    service.world.inline_queries[query.id] = query
    if kept is not None:
        query.results, query.button, query.start, query.answered = kept.results, kept.button, kept.start, True
        service.world.publish(Kind.ANSWERED, chat.id, query)
    elif service.world.bot.inline:
        service.updates.add("inline_query", inline_query_json(service.world, query))
    return query


def _is_kept(earlier: InlineQuery, query: InlineQuery) -> bool:
    """The results of an earlier query are those of this one."""
    whose = not earlier.personal or earlier.user.id == query.user.id
    return earlier.answered and whose and earlier.text == query.text and query.asked - earlier.asked < earlier.kept


def open_by_button(service: Service, query: InlineQuery) -> Message:
    """Tap the button above the results and start the bot in its chat."""
    if not query.button:
        raise ValueError("There is no such button.")
    chat = service.world.private_chat(query.user)
    return write(service, Message(chat.id, query.user, Formatted(f"/start {query.start}")))


def choose(service: Service, query: InlineQuery, result_id: str, thread_id: int | None = None) -> Message:
    """Send one of the results."""
    result = next((result for result in query.results if result.id == result_id), None)
    if result is None:
        raise ValueError("There is no such result.")
    message = Message(
        query.chat_id, query.user, result.content, keyboard=result.keyboard, thread_id=thread_id, via_bot=True
    )
    posted = write(service, message)
    chosen = {"result_id": result.id, "from": user_json(query.user), "query": query.text}
    service.updates.add("chosen_inline_result", chosen)
    return posted


def set_blocked(service: Service, chat: Chat, *, blocked: bool) -> None:
    """Stop the bot, or let it write again (private chats)."""
    before = member_json(service.world, chat, service.world.bot.user)
    chat.blocked = blocked
    chat.standings[service.world.bot.user.id] = Standing.KICKED if blocked else Standing.MEMBER
    _tell_standing(service, chat, service.world.users[chat.id], before)


def set_bot_standing(service: Service, user: User, chat: Chat, standing: Standing) -> None:
    """Add the bot to a group, promote it, or remove it."""
    bot = service.world.bot
    before = member_json(service.world, chat, bot.user)
    if chat.standings.get(bot.user.id) in _GONE:
        chat.privacy = bot.privacy
    chat.standings[bot.user.id] = standing
    _tell_standing(service, chat, user, before)


def mute(service: Service, user: User, chat: Chat, *, muted: bool) -> None:
    """Let nobody but administrators write in a group, or everybody again; bots are not told."""
    if chat.standings.get(user.id) not in {Standing.OWNER, Standing.ADMINISTRATOR}:
        raise ValueError("Only administrators do that.")
    chat.muted = muted
    service.world.publish(Kind.CHAT, chat.id)


def migrate(service: Service, user: User, chat: Chat) -> Chat:
    """Turn a group into a supergroup, which has another id; gives it. Both get a message that says so."""
    if chat.kind is not ChatKind.GROUP or chat.migrated_to is not None:
        raise ValueError("Only a group becomes a supergroup, and only once.")
    new = service.world.add_group(chat.title, chat.standings, ChatKind.SUPERGROUP)
    new.privacy, chat.migrated_to = chat.privacy, new.id
    for place, service_word, other in ((chat, "migrate_to_chat_id", new), (new, "migrate_from_chat_id", chat)):
        posted = service.world.post(Message(place.id, user, Formatted(str(other.id)), service=service_word))
        service.updates.add("message", message_json(service.world, posted))
    return new


def sleep_until_morning(service: Service, zone: str) -> datetime:
    """Move the clock to the next morning in a zone, for everybody; gives the time that it is then, in UTC."""
    clock = service.world.clock
    if not isinstance(clock, MovableClock | StoppedClock):
        raise ValueError("This clock cannot be moved.")
    now = clock.now()
    clock.advance(next_morning(now, zone) - now)
    service.world.publish(Kind.BOT)
    return clock.now()


def _tell_standing(service: Service, chat: Chat, actor: User, before: dict[str, object]) -> None:
    service.world.publish(Kind.CHAT, chat.id)
    update = {
        "chat": chat_json(service.world, chat),
        "from": user_json(actor),
        "date": int(service.world.clock.now().timestamp()),
        "old_chat_member": before,
        "new_chat_member": member_json(service.world, chat, service.world.bot.user),
    }
    service.updates.add("my_chat_member", update)
