"""Methods about chats, their members and topics."""

from bot.preview import errors
from bot.preview.call import Call
from bot.preview.errors import refused
from bot.preview.feed import Kind
from bot.preview.methods.registry import Result, method
from bot.preview.methods.targets import bot_manages, chat_of, user_of
from bot.preview.service import Service
from bot.preview.state import Chat, ChatKind, Standing, Topic
from bot.preview.wire import full_chat_json, member_json


@method("getChat")
def get_chat(service: Service, call: Call) -> Result:
    """ChatFullInfo."""
    return full_chat_json(service.world, chat_of(service, call))


@method("getChatMember")
def get_chat_member(service: Service, call: Call) -> Result:
    """What somebody is in a chat."""
    chat, user = chat_of(service, call), user_of(service, call)
    if chat.hidden and user.id != service.world.bot.user.id and not bot_manages(service, chat):
        raise refused(errors.MEMBERS_HIDDEN)
    return member_json(service.world, chat, user)


@method("getChatAdministrators")
def get_chat_administrators(service: Service, call: Call) -> Result:
    """Owner and administrators that are no other bots."""
    chat = chat_of(service, call)
    if chat.kind is ChatKind.PRIVATE:
        raise refused("Bad Request: there are no administrators in the private chat")
    leading = {Standing.OWNER, Standing.ADMINISTRATOR}
    ids = [user_id for user_id, standing in chat.standings.items() if standing in leading]
    return [member_json(service.world, chat, service.world.users[user_id]) for user_id in ids]


@method("getChatMemberCount")
def get_chat_member_count(service: Service, call: Call) -> Result:
    """How many are in a chat, the bot counted."""
    gone = {Standing.LEFT, Standing.KICKED}
    return sum(standing not in gone for standing in chat_of(service, call).standings.values())


@method("leaveChat")
def leave_chat(service: Service, call: Call) -> Result:
    """The bot goes."""
    chat = chat_of(service, call)
    if chat.kind is ChatKind.PRIVATE:
        raise refused("Bad Request: chat member status can't be changed in private chats")
    chat.standings[service.world.bot.user.id] = Standing.LEFT
    service.world.publish(Kind.CHAT, chat.id)
    return True


def _forum(service: Service, call: Call) -> Chat:
    chat = chat_of(service, call)
    if not chat.forum:
        raise refused(errors.NOT_A_FORUM)
    if not bot_manages(service, chat):
        raise refused(errors.NEEDS_RIGHTS.format(what="forum topics"))
    return chat


def _topic(chat: Chat, call: Call) -> Topic:
    topic = chat.topics.get(call.number("message_thread_id"))
    if topic is None:
        raise refused(errors.THREAD_NOT_FOUND)
    return topic


@method("createForumTopic")
def create_forum_topic(service: Service, call: Call) -> Result:
    """A new topic."""
    chat = _forum(service, call)
    if not 1 <= len(call.text("name")) <= 128:
        raise refused("Bad Request: TOPIC_TITLE_EMPTY")
    topic = service.world.add_topic(chat, call.text("name"), service.world.bot.user)
    return {"message_thread_id": topic.id, "name": topic.name, "icon_color": 0x6FB9F0}


@method("editForumTopic")
def edit_forum_topic(service: Service, call: Call) -> Result:
    """Another name."""
    chat = _forum(service, call)
    _topic(chat, call).name = call.text("name")
    service.world.publish(Kind.CHAT, chat.id)
    return True


@method("closeForumTopic")
def close_forum_topic(service: Service, call: Call) -> Result:
    """Only administrators write there from now on."""
    chat = _forum(service, call)
    _topic(chat, call).closed = True
    service.world.publish(Kind.CHAT, chat.id)
    return True


@method("reopenForumTopic")
def reopen_forum_topic(service: Service, call: Call) -> Result:
    """Everybody writes there again."""
    chat = _forum(service, call)
    _topic(chat, call).closed = False
    service.world.publish(Kind.CHAT, chat.id)
    return True


@method("deleteForumTopic")
def delete_forum_topic(service: Service, call: Call) -> Result:
    """Take a topic away with its messages."""
    chat = _forum(service, call)
    topic = _topic(chat, call)
    for message in list(service.world.messages[chat.id].values()):
        if message.thread_id == topic.id:
            service.world.delete(message)
    del chat.topics[topic.id]
    service.world.publish(Kind.CHAT, chat.id)
    return True
