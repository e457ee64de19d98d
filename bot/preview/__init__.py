"""The same bot in a browser: a local stand-in for Telegram's Bot API and a chat page on it.

    person ──page or driver──▶ acting ──▶ World ──▶ Updates ──long poll or webhook──▶ bot (unchanged, over HTTP)
    person ◀──event stream── view ◀──feed── World ◀──methods◀──limits◀──call────────── bot

`world` holds the truth in memory; `acting` is what people do to it and `methods` what the bot does; `wire` writes it
for the bot and `view` for the page. Knows nothing of articles or answers, and `bot.telegram` knows nothing of it.
"""

from bot.preview.clock import MovableClock, StoppedClock
from bot.preview.driver import Preview
from bot.preview.person import Person
from bot.preview.state import ChatKind, Standing

__all__ = ["ChatKind", "MovableClock", "Person", "Preview", "Standing", "StoppedClock"]
