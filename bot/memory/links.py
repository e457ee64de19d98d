"""The one-time link: whoever opens it first becomes the admin.

Gives tokens and takes them back; only their SHA-256 rests in the database.
"""

import hashlib
import re
import secrets
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session, sessionmaker

from bot.memory.people import Role
from bot.memory.rows import obtain, take_turn
from bot.memory.tables import LinkRow, PersonRow

_TOKEN_BYTES = 24
"""32 characters in base64; Telegram takes up to 64 of A-Z, a-z, 0-9, _ and - after `start=`."""
_TURN = "links"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


class AdminLinks:
    """The one link that is open at a time, if any."""

    def __init__(self, sessions: sessionmaker[Session]) -> None:
        self._sessions = sessions

    def issue(self) -> str:
        """Make a new token; one made before is worth nothing from now on."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        with self._sessions.begin() as session:
            take_turn(session, _TURN)
            session.execute(delete(LinkRow))
            session.add(LinkRow(token_hash=_hash(token), made_at=datetime.now(UTC)))
        return token

    def claim(self, token: str, person_id: int) -> bool:
        """Use the token up and make this person an admin; False if it is not the open one. Works once."""
        with self._sessions.begin() as session:
            take_turn(session, _TURN)
            used = cast("CursorResult[Any]", session.execute(delete(LinkRow).where(LinkRow.token_hash == _hash(token))))
            if used.rowcount != 1:
                return False
            obtain(session, PersonRow, person_id).role = Role.ADMIN.value
            return True


def could_be_token(words: str) -> bool:
    """Tell whether these words have the form of a token; links to a bot may carry anything else."""
    return _TOKEN.fullmatch(words) is not None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
