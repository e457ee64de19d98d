"""/subscribe, /unsubscribe, /subscriptions and /quiet: when a chat, or a topic of a forum, is briefed.

In groups only administrators decide. The time zone is asked for once a chat, with buttons.
"""

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.briefings.schedule import EVERY_DAY, upcoming
from bot.chat.addressing import command_in
from bot.chat.asking import me_of
from bot.chat.delivery import Delivery, Spot, spot_of
from bot.chat.formatting import Reply, keyboard, words
from bot.chat.leading import objection, objection_to
from bot.chat.opening import acknowledge
from bot.chat.visitors import Context, Visitor
from bot.chat.wishing import Problem, Wish, read_days, read_subscription
from bot.chat.zones import OFFERED, city_of
from bot.memory import Memory, Place, Subscription
from bot.texts import Texts

Clock = Callable[[], datetime]
_EXAMPLES = {"command": "/subscribe 08:00", "quiet": "/quiet"}


class Subscribing:
    """The handlers of subscriptions."""

    def __init__(self, memory: Memory, delivery: Delivery, now: Clock) -> None:
        self._memory, self._delivery, self._now = memory, delivery, now

    async def on_subscribe(self, update: Update, context: Context) -> None:
        """Subscribe, and ask for the time zone if it is not known."""
        if (message := update.message) is None or not await self._may(message, context):
            return
        wish, texts = read_subscription(_argument(message, context)), context.visitor.texts
        if isinstance(wish, Problem):
            await self._say(message, context, texts.text(f"subscribe.{wish.value}", **_EXAMPLES))
            return
        place = _place(message)
        await asyncio.to_thread(self._keep, place, wish, context)
        kept = next(it for it in await self._all(place) if it.subject == wish.subject)
        if kept.timetable is None:
            reply = Reply(words(texts.text("subscribe.zone"), texts).pages, _zone_buttons(texts))
            await self._delivery.send(context.bot, spot_of(message), reply)
        else:
            text = texts.text("subscribe.done") + "\n" + describe(kept, texts, self._now())
            await self._say(message, context, text)

    async def on_zone_chosen(self, update: Update, context: Context) -> None:
        """Remember the chat's time zone, and show what is subscribed to."""
        query = update.callback_query
        if query is None or not isinstance(query.message, Message) or context.match is None:
            return
        texts = context.visitor.texts
        if refusal := await objection(query.from_user.id, context.visitor, context):
            await query.answer(refusal, show_alert=True)
            return
        await acknowledge(query)
        message, zone = query.message, OFFERED[int(context.match[1])]
        await asyncio.to_thread(self._memory.subscriptions.choose_zone, message.chat.id, zone, self._now())
        reply = words(self._listed(await self._all(_place(message)), texts), texts)
        spot = Spot(message.chat.id, _place(message).topic)
        await self._delivery.revise(context.bot, spot, [message.message_id], reply)

    async def on_unsubscribe(self, update: Update, context: Context) -> None:
        """Unsubscribe from a subject, or from everything here."""
        if (message := update.message) is None or not await self._may(message, context):
            return
        subject, texts = _argument(message, context), context.visitor.texts
        gone = await asyncio.to_thread(self._memory.subscriptions.remove, _place(message), subject or None)
        await self._say(message, context, texts.plural("unsubscribe.done", gone) if gone else _none(texts))

    async def on_subscriptions(self, update: Update, context: Context) -> None:
        """List the subscriptions here."""
        if message := update.message:
            listed = self._listed(await self._all(_place(message)), context.visitor.texts)
            await self._say(message, context, listed)

    async def on_quiet(self, update: Update, context: Context) -> None:
        """Choose the weekdays on which this chat gets no briefing; without any, there are none."""
        if (message := update.message) is None or not await self._may(message, context):
            return
        days, texts = read_days(_argument(message, context)), context.visitor.texts
        if isinstance(days, Problem):
            await self._say(message, context, texts.text(f"subscribe.{days.value}", **_EXAMPLES))
            return
        await asyncio.to_thread(self._memory.chats.choose_quiet_days, message.chat.id, days)
        text = texts.text("quiet.done", days=_days(days, texts)) if days else texts.text("quiet.none")
        await self._say(message, context, text)

    def _keep(self, place: Place, wish: Wish, context: Context) -> None:
        """Keep the wish, and which language to brief in."""
        visitor, now = context.visitor, self._now()
        if wish.zone:
            self._memory.subscriptions.choose_zone(place.chat_id, wish.zone, now)
        self._memory.subscriptions.put(place, wish.subject, wish.at, wish.days, now)
        note_language(self._memory, visitor)

    def _listed(self, all_here: list[Subscription], texts: Texts) -> str:
        if not all_here:
            return _none(texts)
        quiet = next((it.timetable.quiet for it in all_here if it.timetable), frozenset())
        lines = [texts.text("subscriptions.title"), *(describe(it, texts, self._now()) for it in all_here)]
        lines += [texts.text("quiet.done", days=_days(quiet, texts))] if quiet else []
        lines += [texts.text("subscriptions.picture")] if any(it.picture for it in all_here) else []
        return "\n".join(lines)

    async def _all(self, place: Place) -> list[Subscription]:
        return await asyncio.to_thread(self._memory.subscriptions.of, place)

    async def _may(self, message: Message, context: Context) -> bool:
        """Tell whether whoever wrote this may decide here; if not, say so."""
        if refusal := await objection_to(message, context):
            await self._say(message, context, refusal)
        return refusal is None

    async def _say(self, message: Message, context: Context, text: str) -> None:
        await self._delivery.send(context.bot, spot_of(message), words(text, context.visitor.texts))


def note_language(memory: Memory, visitor: Visitor) -> None:
    """Remember, of whoever decides what the bot says unasked, which language it is to speak then."""
    if not visitor.private:
        memory.chats.note_spoken(visitor.chat.id, visitor.texts.language)
    elif visitor.person and visitor.client:
        memory.people.note_client(visitor.person.id, visitor.client)


def describe(wish: Subscription, texts: Texts, now: datetime) -> str:
    """Say on one line when a subscription is served, about what, and when next."""
    about = texts.text("subscription.about", subject=wish.subject) if wish.subject else ""
    timetable = wish.timetable
    if timetable is None:
        return f"• {texts.text('subscription.waits')}{about}"
    days = "" if timetable.days == EVERY_DAY else f" · {_days(timetable.days, texts)}"
    city = city_of(timetable.zone, texts.language)
    line = f"• {texts.time(timetable.at)} ({city}){days}{about}"
    occasion = upcoming(timetable, wish.last, now)
    if occasion is None:
        return line
    day = occasion.moment.astimezone(ZoneInfo(timetable.zone)).date()
    return f"{line} · {texts.text('subscription.next', day=day)}"


def utc_now() -> datetime:
    """Give the machine's time, aware."""
    return datetime.now(UTC)


def _argument(message: Message, context: Context) -> str:
    command = command_in(message, me_of(context))
    return command.argument if command else ""


def _place(message: Message) -> Place:
    spot = spot_of(message)
    return Place(spot.chat_id, spot.topic)


def _days(days: Iterable[int], texts: Texts) -> str:
    """Name weekdays: "Monday–Friday", "Monday, Tuesday"."""
    rows: list[list[int]] = []
    for day in sorted(days):
        if rows and day == rows[-1][-1] + 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    names = [[texts.weekday(day) for day in row] for row in rows]
    return ", ".join(f"{row[0]}–{row[-1]}" if len(row) > 2 else ", ".join(row) for row in names)


def _none(texts: Texts) -> str:
    return texts.text("subscriptions.none", command="/subscribe 08:00")


def _zone_buttons(texts: Texts) -> InlineKeyboardMarkup | None:
    names = [city_of(zone, texts.language) for zone in OFFERED]
    return keyboard([InlineKeyboardButton(name, callback_data=f"zone:{n}") for n, name in enumerate(names)])
