"""What the bot says of its own, in every language it speaks: one gettext catalogue each, the same keys in all.

    texts = Texts("ar-EG")                          any language tag; "en" where there is no catalogue
    texts.text("answer.abstained")                  plain text: no markup, ready to be escaped or printed
    texts.plural("sources.title", 12)               numbers and dates as the language writes them
    texts.text("access.admitted", name="Ola")       what is inserted is kept apart, whichever way it is written

Knows neither Telegram nor the terminal; both speak through it.
"""

from bot.texts.direction import Direction, Live, direction_of, isolate, live, shorten, visible
from bot.texts.highlights import pieces
from bot.texts.source_line import Sourced, dated, outlet_or_title, plain_line, source_parts
from bot.texts.translations import LANGUAGES, Texts, own_name, supported

__all__ = [
    "LANGUAGES",
    "Direction",
    "Live",
    "Sourced",
    "Texts",
    "dated",
    "direction_of",
    "isolate",
    "live",
    "outlet_or_title",
    "own_name",
    "pieces",
    "plain_line",
    "shorten",
    "source_parts",
    "supported",
    "visible",
]
