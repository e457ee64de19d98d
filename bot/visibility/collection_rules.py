"""Collections: which chats see which folders of articles, as COLLECTIONS says, and which chat asks now.

    with seen_by(chat): …     whatever is asked meanwhile, in threads too, is asked for that chat

A collection is a folder of ARTICLES_DIR, such as `internal` or `feeds/news.example`. Where nobody said which chat asks,
every folder that is named is hidden: who forgets to say so shows too little. `bot.visibility.per_chat` shows by it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from ingest.index.conditions import lies_in

_RULE = re.compile(r"(?P<folder>[^\x00-\x1f;=]+?)\s*=\s*(?P<chats>-?[0-9]{1,16}(?:[\s,]+-?[0-9]{1,16})*)")

_CHAT: ContextVar[int | None] = ContextVar("chat", default=None)
"""Who asks; of the update or job in hand."""


@dataclass(frozen=True, slots=True)
class Collections:
    """Which chats see which folders; a folder that is not named is seen by all.

    Attributes:
        chats: Folder -> ids of the chats that see it; a person's private chat has the person's id.
    """

    chats: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @classmethod
    def parse(cls, text: str) -> "Collections":
        """Read the setting: `folder=chat,chat; folder=chat`.

        Raises:
            ValueError: It is none.
        """
        chats: dict[str, frozenset[int]] = {}
        for rule in filter(None, (part.strip() for part in text.split(";"))):
            found = _RULE.fullmatch(rule)
            folder = found["folder"].strip().strip("/") if found else ""
            if found is None or not folder or ".." in folder.split("/") or folder in chats:
                raise ValueError("no collection")
            chats[folder] = frozenset(map(int, re.split(r"[\s,]+", found["chats"])))
        return cls(chats)

    def __bool__(self) -> bool:
        """Whether anything is hidden from anybody."""
        return bool(self.chats)

    def hidden_from(self, chat: int | None) -> tuple[str, ...]:
        """Give the folders that a chat does not see; of nobody in particular, all that are named."""
        return tuple(sorted(folder for folder, chats in self.chats.items() if chat not in chats))

    def hidden_now(self) -> tuple[str, ...]:
        """Give the folders that whoever asks now does not see."""
        return self.hidden_from(_CHAT.get())

    def shows(self, sources: Iterable[str]) -> bool:
        """Tell whether whoever asks now sees all of these articles."""
        hidden = self.hidden_now()
        return not any(lies_in(source, hidden) for source in sources)


@contextmanager
def seen_by(chat: int) -> Iterator[None]:
    """Ask for a chat until the block ends."""
    token = _CHAT.set(chat)
    try:
        yield
    finally:
        _CHAT.reset(token)


def ask_for(chat: int) -> None:
    """Ask for a chat from now on, in this task: it handles one update and no other."""
    _CHAT.set(chat)
