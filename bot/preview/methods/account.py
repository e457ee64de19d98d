"""Methods about the bot itself: who it is, its menu of commands, its texts."""

import re

from bot.preview.call import Call
from bot.preview.errors import refused
from bot.preview.feed import Kind
from bot.preview.limits import COMMANDS
from bot.preview.menu import scope_key
from bot.preview.methods.registry import Result, method
from bot.preview.service import Service
from bot.preview.state import Command
from bot.preview.wire import bot_json

_NAME = re.compile(r"[a-z0-9_]{1,32}")


@method("getMe")
def get_me(service: Service, call: Call) -> Result:
    """The bot."""
    return bot_json(service.world)


def _menu(call: Call) -> tuple[str, str]:
    return scope_key(call.mapping("scope")), call.text("language_code")


@method("setMyCommands")
def set_my_commands(service: Service, call: Call) -> Result:
    """Publish a menu."""
    commands = call.array("commands")
    if len(commands) > COMMANDS:
        raise refused("Bad Request: BOT_COMMANDS_TOO_MUCH")
    service.world.bot.commands[_menu(call)] = tuple(_command(command) for command in commands)
    service.world.publish(Kind.BOT)
    return True


def _command(json: object) -> Command:
    if not isinstance(json, dict):
        raise refused("Bad Request: can't parse bot command: Expected an Object")
    name, description = str(json.get("command", "")).removeprefix("/"), str(json.get("description", ""))
    if not _NAME.fullmatch(name):
        raise refused("Bad Request: BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise refused("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
    return Command(name, description)


@method("setMyDescription")
def set_my_description(service: Service, call: Call) -> Result:
    """What an empty chat with the bot shows, per language."""
    if len(call.text("description")) > 512:
        raise refused("Bad Request: BOT_ABOUT_TOO_LONG")
    service.world.bot.texts["description", call.text("language_code")] = call.text("description")
    service.world.publish(Kind.BOT)
    return True
