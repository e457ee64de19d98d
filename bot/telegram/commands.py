"""The registry of commands: what there is, where it stands in the menus, who may give it, and what it costs.

From it `app` makes the handlers, `api/command_menu` the menus, `views/help_page` the page that explains them, and
`handlers/budget_check` what is paid for like a question. A new command is a line here, a method `on_NAME` of a handler,
and its texts: `command.NAME` for the menus, and its line of `help.text` or `help.admin`. Pure.
"""

from dataclasses import dataclass
from enum import Enum

from bot.texts import Live


class Scope(Enum):
    """In whose menus a command stands."""

    ANYWHERE = "anywhere"
    PRIVATE = "private"
    GROUP = "group"
    EDITOR = "editor"
    """In those of editors and admins, in private; others may be let propose."""
    ADMIN = "admin"
    """In those of the bot's admins alone, in private; nobody else may give it."""


@dataclass(frozen=True, slots=True)
class BotCommand:
    """One command.

    Attributes:
        name: Without the slash.
        scope: In whose menus it stands; whoever knows it may type it elsewhere, unless it is an admin's.
        costly: It takes as much work as a question, and is paid for like one.
        asks: It begins a question, and is handled as one.
    """

    name: str
    scope: Scope = Scope.ANYWHERE
    costly: bool = False
    asks: bool = False

    @property
    def live(self) -> Live:
        """The command as it can be tapped."""
        return Live(f"/{self.name}")


COMMANDS = (
    BotCommand("ask", Scope.GROUP, asks=True),
    BotCommand("topic", asks=True),
    BotCommand("help"),
    BotCommand("sources"),
    BotCommand("corpus", costly=True),
    BotCommand("brief", costly=True),
    BotCommand("subscribe"),
    BotCommand("unsubscribe"),
    BotCommand("subscriptions"),
    BotCommand("quiet"),
    BotCommand("watching"),
    BotCommand("language"),
    BotCommand("forget"),
    BotCommand("mydata", Scope.PRIVATE, costly=True),
    BotCommand("deletemydata", Scope.PRIVATE),
    BotCommand("start", Scope.PRIVATE),
    BotCommand("add", Scope.EDITOR),
    BotCommand("withdraw", Scope.EDITOR),
    BotCommand("admit", Scope.ADMIN),
    BotCommand("dismiss", Scope.ADMIN),
    BotCommand("unanswered", Scope.ADMIN),
    BotCommand("log", Scope.ADMIN),
    BotCommand("usage", Scope.ADMIN),
)
"""All of them, in the order of the menus."""


def in_menu(*scopes: Scope) -> tuple[str, ...]:
    """Name the commands of these scopes, in order."""
    return tuple(command.name for command in COMMANDS if command.scope in scopes)
