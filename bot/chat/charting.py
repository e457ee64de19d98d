"""/corpus: the articles as a picture, with what it shows in words below; in words alone where pictures are refused."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from telegram import Bot, Update

from bot.charts.counting import By
from bot.charts.showing import Show, View, show
from bot.chat.addressing import command_in
from bot.chat.asking import me_of
from bot.chat.delivery import Delivery, Spot, spot_of
from bot.chat.formatting import Reply, prose, words
from bot.chat.layout import Block, Line, Run
from bot.chat.paging import paginate
from bot.chat.presence import typing
from bot.chat.visitors import Context
from bot.chat.wishing import SPAN, UNITS, folded_letters, plain
from bot.chat.workers import Workers
from bot.chat.zones import folded
from bot.texts import Texts
from ingest.tallies import Tally

CAPTION = 1024
"""UTF-16 code units below a picture (core.telegram.org/bots/api#sendphoto)."""
_LONGEST = timedelta(days=36525)
_MONTH, _YEAR = timedelta(days=30), timedelta(days=365)
_LONGER_UNITS = {
    **dict.fromkeys(("month", "months", "måned", "måneder", "mnd", "شهر", "شهرا", "شهور", "أشهر"), _MONTH),
    **dict.fromkeys(("y", "year", "years", "år", "سنة", "سنوات", "عام", "عاما", "أعوام"), _YEAR),
}
_KINDS = {
    **dict.fromkeys(("language", "languages", "språk", "språkene", "لغة", "لغات", "اللغة", "اللغات"), By.LANGUAGE),
    **dict.fromkeys(("outlet", "outlets", "newspapers", "media", "medium", "medier", "aviser"), By.OUTLET),
    **dict.fromkeys(("وسائل الإعلام", "وسيلة الإعلام", "الصحف", "صحف", "المصادر"), By.OUTLET),
}
_WORDS = {folded(word): kind for word, kind in _KINDS.items()}
_SPANS = UNITS | {folded(word): span for word, span in _LONGER_UNITS.items()}


class Tallying(Protocol):
    """What is needed of the index."""

    def tallies(self) -> Sequence[Tally]:
        """Count all articles."""
        ...


class Charting:
    """Shows the articles."""

    def __init__(self, library: Tallying, delivery: Delivery, workers: Workers, now: Callable[[], datetime]) -> None:
        self._library, self._delivery, self._workers, self._now = library, delivery, workers, now

    async def on_corpus(self, update: Update, context: Context) -> None:
        """Send the picture that was asked for, or say how to ask."""
        if (message := update.message) is None:
            return
        spot, texts, command = spot_of(message), context.visitor.texts, command_in(message, me_of(context))
        view = read_view(command.argument if command else "")
        if view is None:
            said = texts.text("corpus.usage", command="/corpus", example=texts.text("corpus.example"))
            await self._delivery.send(context.bot, spot, words(said, texts))
            return
        async with typing(context.bot, spot):
            shown = await self._workers.run(self._show, view, texts)
        await self.send(context.bot, spot, shown, texts)

    async def send(self, bot: Bot, spot: Spot, shown: Show, texts: Texts) -> None:
        """Send a picture with its words below it.

        Raises:
            TelegramError: Neither went through.
        """
        if shown.picture is None:
            await self._delivery.send(bot, spot, words(shown.words, texts))
        else:
            await self._delivery.send_picture(bot, spot, shown.picture, caption(shown.words, texts))

    def _show(self, view: View, texts: Texts) -> Show:
        return show(self._library.tallies(), view, self._now().date(), texts)


def caption(said: str, texts: Texts) -> Reply:
    """Lay out the words: the first line as a title, the others below it."""
    title, _, rest = said.partition("\n")
    head = Block((Line((Run(title, "b"),), texts.direction),))
    return Reply(paginate([head, prose(rest, texts)], CAPTION)[:1])


def read_view(typed: str) -> View | None:
    """Read "outlets", "30d", "languages 2 years" or nothing; None for anything else."""
    rest, by, span = folded_letters(plain(typed)), None, None
    while rest:
        if (found := SPAN.match(rest)) and (unit := _SPANS.get(found[2])) and span is None:
            span = int(found[1]) * unit
            rest = rest[found.end() :].lstrip()
            continue
        two = [folded(it) for it in (" ".join(rest.split()[:2]), rest.split()[0])]
        known = next((it for it in two if it in _WORDS), None)
        if known is None or by is not None:
            return None
        by, rest = _WORDS[known], " ".join(rest.split()[len(known.split()) :])
    return View(by, span) if span is None or timedelta(0) < span <= _LONGEST else None
