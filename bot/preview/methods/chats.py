"""Methods about chats and their members."""

from bot.preview import errors
from bot.preview.call import Call
from bot.preview.errors import refused
from bot.preview.methods.registry import Result, method
from bot.preview.methods.targets import bot_manages, chat_of, user_of
from bot.preview.service import Service
from bot.preview.state import ChatKind, Standing
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
