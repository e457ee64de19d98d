"""Who may ask: a pure decision over the settings and what the bot remembers.

Closed unless configured: ACCESS=private lets in ADMIN_IDS, ALLOWED_CHATS, and whom an admin has admitted.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.memory import Role
from bot.settings import BotSettings
from bot.telegram.context import Visitor
from bot.visibility.collection_rules import Collections

SELDOM = timedelta(days=7)
"""How long a stranger who was refused once is left without a word."""


@dataclass(frozen=True, slots=True)
class Access:
    """What the settings say.

    Attributes:
        public: Everybody may ask.
        admin_ids: Telegram ids of people who are admins whatever the memory says.
        allowed_chats: Telegram ids of chats in which everybody may ask; a person's id stands for the private chat.
        editors: Telegram ids of people who may publish articles; they may ask as well.
        collections: Which chats see which folders of articles.
    """

    public: bool
    admin_ids: frozenset[int]
    allowed_chats: frozenset[int]
    editors: frozenset[int] = frozenset()
    collections: Collections = field(default_factory=Collections)

    def is_editor(self, visitor: Visitor) -> bool:
        """Tell whether this person may publish articles: an editor of the settings, or an admin."""
        return self.is_admin(visitor) or (visitor.person is not None and visitor.person.id in self.editors)

    def is_admin(self, visitor: Visitor) -> bool:
        """Tell whether this is an admin of the bot, here or in the settings."""
        person = visitor.person
        return person is not None and (person.id in self.admin_ids or person.role is Role.ADMIN)

    def admits(self, visitor: Visitor) -> bool:
        """Tell whether this visitor may ask in this chat.

        An admitted person may ask in private, not carry the bot into a group that nobody let in: its other members
        would read the answers.
        """
        if self.public or self.is_editor(visitor) or visitor.chat.id in self.allowed_chats or visitor.chat.admitted:
            return True
        return visitor.private and visitor.person is not None and visitor.person.role is Role.MEMBER

    def opens_to(self, chat_id: int) -> bool:
        """Tell whether the settings alone let everybody in this chat ask; a person's id stands for the private chat."""
        return self.public or self.is_fixed(chat_id)

    def is_fixed(self, number: int) -> bool:
        """Tell whether the settings let this person or chat in, so that only they can take it back."""
        return number in self.admin_ids or number in self.editors or number in self.allowed_chats


def access_of(settings: BotSettings) -> Access:
    """Read the settings."""
    collections = Collections.parse(settings.collections)
    return Access(
        settings.access == "public", settings.admin_ids, settings.allowed_chats, settings.editors, collections
    )
