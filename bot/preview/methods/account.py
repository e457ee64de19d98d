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
_TEXTS = {"Name": ("name", 64), "Description": ("description", 512), "ShortDescription": ("short_description", 120)}


@method("getMe")
def get_me(service: Service, call: Call) -> Result:
    """The bot."""
    return bot_json(service.world)


@method("logOut", "close")
def log_out(service: Service, call: Call) -> Result:
    """Nothing to do here."""
    return True


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


@method("getMyCommands")
def get_my_commands(service: Service, call: Call) -> Result:
    """A menu as it was published."""
    commands = service.world.bot.commands.get(_menu(call), ())
    return [{"command": command.name, "description": command.description} for command in commands]


@method("deleteMyCommands")
def delete_my_commands(service: Service, call: Call) -> Result:
    """Take a menu back."""
    service.world.bot.commands.pop(_menu(call), None)
    service.world.publish(Kind.BOT)
    return True


@method("setMyName", "setMyDescription", "setMyShortDescription")
def set_my_text(service: Service, call: Call) -> Result:
    """Name, description or short description, per language."""
    key, most = next(value for name, value in _TEXTS.items() if call.method.lower() == f"setmy{name.lower()}")
    if len(call.text(key)) > most:
        raise refused(f"Bad Request: BOT_{'TITLE' if key == 'name' else 'ABOUT'}_TOO_LONG")
    service.world.bot.texts[key, call.text("language_code")] = call.text(key)
    service.world.publish(Kind.BOT)
    return True


@method("getMyName", "getMyDescription", "getMyShortDescription")
def get_my_text(service: Service, call: Call) -> Result:
    """As it was set; the name falls back on the bot's own."""
    key = next(value[0] for name, value in _TEXTS.items() if call.method.lower() == f"getmy{name.lower()}")
    texts = service.world.bot.texts
    fallback = service.world.bot.user.name if key == "name" else ""
    return {key: texts.get((key, call.text("language_code"))) or texts.get((key, "")) or fallback}


@method("setChatMenuButton", "setMyDefaultAdministratorRights")
def accept(service: Service, call: Call) -> Result:
    """Accepted; the preview shows the menu of commands in any case."""
    return True


@method("getChatMenuButton")
def get_chat_menu_button(service: Service, call: Call) -> Result:
    """Always the commands."""
    return {"type": "commands"}
