"""Which of the published menus a person sees in a chat (https://core.telegram.org/bots/api#botcommandscope)."""

import json

from bot.preview.entities import Json
from bot.preview.state import Chat, ChatKind, Command, Standing, User
from bot.preview.world import World


def scope_key(scope: Json) -> str:
    """One string per scope, however its JSON was written."""
    return json.dumps(scope or {"type": "default"}, sort_keys=True)


def menu_for(world: World, chat: Chat, user: User) -> tuple[Command, ...]:
    """The narrowest scope that has a menu, in the person's language or in none."""
    language = user.language.split("-")[0]
    for scope in _scopes(chat, user):
        for code in (language, ""):
            if commands := world.bot.commands.get((scope_key(scope), code)):
                return commands
    return ()


def _scopes(chat: Chat, user: User) -> list[Json]:
    this: Json = {"type": "chat", "chat_id": chat.id}
    if chat.kind is ChatKind.PRIVATE:
        return [this, {"type": "all_private_chats"}, {"type": "default"}]
    leads = chat.standings.get(user.id) in {Standing.OWNER, Standing.ADMINISTRATOR}
    scopes = [this | {"type": "chat_member", "user_id": user.id}]
    scopes += [this | {"type": "chat_administrators"}] * leads
    scopes += [this]
    scopes += [{"type": "all_chat_administrators"}] * leads
    return [*scopes, {"type": "all_group_chats"}, {"type": "default"}]
