"""The pages of a long list: which entries stand on one, the line that counts them, the buttons that turn them. Pure."""

from dataclasses import dataclass

from telegram import InlineKeyboardButton

from bot.telegram.callbacks import Callback
from bot.telegram.views.layout import Block
from bot.telegram.views.reply import prose
from bot.texts import Texts

NEWEST_FIRST = ("sources.newer", "sources.older")
IN_ORDER = ("list.previous", "list.next")
"""Keys of what the buttons say, back and forth."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list.

    Attributes:
        number: Which it is; the first is 1.
        pages: How many there are.
        size: How many entries stand on each but the last.
    """

    number: int
    pages: int
    size: int

    @property
    def first(self) -> int:
        """How many entries stand before it."""
        return (self.number - 1) * self.size

    @property
    def entries(self) -> slice:
        """Which entries stand on it."""
        return slice(self.first, self.first + self.size)


def list_page(count: int, wanted: int, size: int) -> ListPage:
    """Give the page that is wanted of a list of so many entries, else the nearest that there is."""
    pages = max(1, -(-count // size))
    return ListPage(min(max(wanted, 1), pages), pages, size)


def page_line(page: ListPage, texts: Texts) -> list[Block]:
    """Say which page it is; nothing where there is only one."""
    return [prose(texts.text("sources.page", page=page.number, pages=page.pages), texts)] if page.pages > 1 else []


def turns(
    callback: Callback, page: ListPage, texts: Texts, said: tuple[str, str] = NEWEST_FIRST
) -> list[InlineKeyboardButton]:
    """Give the buttons that turn the pages; `callback` takes a page."""
    # Up and down: left and right change places in an Arabic app.
    ways = ((f"↑ {texts.text(said[0])}", page.number - 1), (f"↓ {texts.text(said[1])}", page.number + 1))
    return [InlineKeyboardButton(label, callback_data=callback.data(to)) for label, to in ways if 1 <= to <= page.pages]
