"""What admins are told of the watched folder: what is missed, with a button, and what cannot be read. Pure."""

from collections.abc import Mapping, Sequence

from telegram import InlineKeyboardButton

from bot.telegram.callbacks import GONE
from bot.telegram.views.layout import Block, Line, Run
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import Reply, keyboard, prose
from bot.texts import Texts, shorten
from ingest.folder_state import FolderState

_SHOWN = 5
"""Files that are named; the rest is counted."""
_LENGTH = 120
"""Characters of a name or a reason."""


def missed(state: FolderState, texts: Texts) -> Reply:
    """Ask whether what is missed is really to go."""
    blocks = [prose(texts.plural("folder.gone", state.articles), texts), _names(state.gone, {}, texts)]
    button = InlineKeyboardButton(texts.text("folder.gone_button"), callback_data=GONE.data(state.doubt))
    return Reply(paginate(blocks)[:1], keyboard([button]))


def unreadable(failed: Mapping[str, str], texts: Texts) -> Reply:
    """Name the files that cannot be read, each with its reason."""
    blocks = [prose(texts.plural("folder.failed", len(failed)), texts), _names(sorted(failed), failed, texts)]
    return Reply(paginate(blocks)[:1])


def summary(state: FolderState) -> str:
    """Name what is missed on one line, for the audit log."""
    names = ", ".join(state.gone[:_SHOWN])
    return f"{names} … ({state.articles})" if len(state.gone) > _SHOWN else f"{names} ({state.articles})"


def _names(sources: Sequence[str], reasons: Mapping[str, str], texts: Texts) -> Block:
    lines = [_line(source, reasons.get(source, ""), texts) for source in sources[:_SHOWN]]
    if rest := len(sources) - _SHOWN:
        lines += [Line((Run(texts.plural("folder.more", rest)),), texts.direction)] if rest > 0 else []
    return Block(tuple(lines))


def _line(source: str, reason: str, texts: Texts) -> Line:
    runs = [Run(shorten(source, _LENGTH), "code", isolated=True)]
    runs += [Run(" · "), Run(shorten(reason, _LENGTH), isolated=True)] if reason else []
    return Line(tuple(runs), texts.direction)
