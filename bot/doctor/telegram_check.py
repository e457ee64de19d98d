"""Check of the line to Telegram: reachable, token, privacy mode, webhook, and the clock against Telegram's.

Asks the Bot API by plain HTTP, two harmless questions; the token is in the address, so no address is ever shown.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bot.doctor.finding import Finding, Level
from bot.settings import BotSettings

_SECONDS = 10.0
_OFF, _FAR_OFF = 30.0, 300.0
"""Seconds between the clocks: beyond the first briefings are late, beyond the second dates are wrong."""
_MANY = 100
"""Updates that wait at Telegram for a bot that does not take them."""


def telegram(settings: BotSettings) -> Iterator[Finding]:
    """Ask Telegram who the bot is."""
    if settings.telegram_bot_token is None:
        yield Finding("telegram", Level.OK, "No TELEGRAM_BOT_TOKEN is set: the bot runs as a preview in the browser.")
        return
    address = f"{settings.telegram_base_url}/bot{settings.telegram_bot_token.get_secret_value()}"
    with httpx.Client(timeout=_SECONDS) as client:
        yield from _ask(lambda method: client.get(f"{address}/{method}"), settings)


def _ask(call: Callable[[str], httpx.Response], settings: BotSettings) -> Iterator[Finding]:
    remedy = "See that this machine reaches TELEGRAM_BASE_URL, by HTTPS_PROXY if need be."
    try:
        response = call("getMe")
        if response.status_code in {401, 404}:
            remedy = "Ask @BotFather for the token of your bot, and put it in TELEGRAM_BOT_TOKEN."
            yield Finding("telegram", Level.TROUBLE, f"Telegram refuses the token ({response.status_code}).", remedy)
            return
        me = response.json()["result"]
        yield from _about_me(me)
        yield from _inline(bool(me.get("supports_inline_queries")), settings.inline == "on")
        yield from _clock(response.headers.get("date"))
        yield _waiting(call("getWebhookInfo").json()["result"], settings)
    except httpx.HTTPError as error:
        yield Finding("telegram", Level.TROUBLE, f"Telegram cannot be reached ({type(error).__name__}).", remedy)
    except (ValueError, KeyError, TypeError):
        yield Finding("telegram", Level.TROUBLE, "What answers at TELEGRAM_BASE_URL is no Bot API server.", remedy)


def _about_me(me: dict[str, Any]) -> Iterator[Finding]:
    yield Finding("telegram", Level.OK, f"Telegram knows the bot as @{me['username']}.")
    if not me.get("can_join_groups"):
        remedy = "Send /setjoingroups to @BotFather if it should brief groups."
        yield Finding("privacy mode", Level.WARNING, "The bot cannot be added to groups.", remedy)
    elif me.get("can_read_all_group_messages"):
        text = "Privacy mode is off: Telegram shows the bot every message of its groups."
        yield Finding("privacy mode", Level.WARNING, text, "Send /setprivacy to @BotFather and add the bot again.")
    else:
        yield Finding("privacy mode", Level.OK, "Privacy mode is on.")


def _inline(there: bool, here: bool) -> Iterator[Finding]:
    """Say where inline mode, which is switched on in two places, is on in one alone."""
    if here and not there:
        text = "INLINE is on, but @BotFather has inline mode off for this bot."
        yield Finding("inline mode", Level.WARNING, text, "Send /setinline to @BotFather, or set INLINE=off.")
    elif there and not here:
        text = "@BotFather has inline mode on for this bot, but INLINE is off: who types @ and its name waits in vain."
        yield Finding("inline mode", Level.WARNING, text, "Set INLINE=on, or send /setinline to @BotFather.")


def _clock(theirs: str | None) -> Iterator[Finding]:
    if theirs is None:
        return
    off = abs((datetime.now(UTC) - parsedate_to_datetime(theirs).astimezone(UTC)).total_seconds())
    level = Level.OK if off <= _OFF else Level.WARNING if off <= _FAR_OFF else Level.TROUBLE
    remedy = "" if level is Level.OK else "Set the clock, by a time server such as systemd-timesyncd or chrony."
    yield Finding("clock", level, f"The clock differs from Telegram's by {off:.0f} s.", remedy)


def _waiting(webhook: dict[str, Any], settings: BotSettings) -> Finding:
    waiting, address = int(webhook["pending_update_count"]), webhook.get("url", "")
    if settings.webhook_url and address != settings.webhook_url:
        text = "Telegram does not call WEBHOOK_URL yet."
        return Finding("updates", Level.WARNING, text, "Start the bot; if it runs, see its log.")
    if waiting > _MANY:
        text = f"{waiting} updates wait at Telegram, which the bot has not taken."
        return Finding("updates", Level.TROUBLE, text, "Start the bot; if it runs, see its log.")
    return Finding("updates", Level.OK, f"{waiting} updates wait at Telegram.")
