"""/subscribe, /unsubscribe, /subscriptions and /quiet: when a chat, or a topic of a forum, is briefed.

In groups only administrators decide. The time zone is asked for once a chat, with buttons.
"""

import asyncio
from collections.abc import Iterable
from dataclasses import astuple
from datetime import datetime
from zoneinfo import ZoneInfo

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot.briefings.schedule import EVERY_DAY, upcoming
from bot.memory import AsyncMemory, Place, Subscription
from bot.memory.subscriptions import A_CHAT
from bot.telegram.addressing import command_in
from bot.telegram.api.administrators import objection_to
from bot.telegram.api.sender import Sender, Spot, spot_of
from bot.telegram.api.taps import Tap
from bot.telegram.arguments.briefing_arguments import (
    SUBJECT,
    Doubt,
    Problem,
    SubscriptionArguments,
    doubt_in,
    read_days,
    read_subscription,
    same_subject,
    subject_key,
    subject_of,
)
from bot.telegram.arguments.time_zones import OFFERED, city_of
from bot.telegram.callbacks import AS_SUBJECT, SUBSCRIPTIONS_PAGE, SURE, ZONE
from bot.telegram.context import Clock, Context, me_of, note_language
from bot.telegram.views.list_pages import IN_ORDER, list_page, page_line, turns
from bot.telegram.views.pagination import paginate
from bot.telegram.views.reply import Reply, keyboard, prose, words
from bot.texts import Live, Texts, shorten
from bot.texts.command_words import phrases

_LABEL = 40
A_PAGE = 10
"""Subscriptions on a page of the list."""
_EXAMPLES = {"command": Live("/subscribe 08:00"), "quiet": Live("/quiet")}


class SubscriptionCommands:
    """The handlers of subscriptions."""

    def __init__(self, memory: AsyncMemory, sender: Sender, now: Clock) -> None:
        self._memory, self._sender, self._now = memory, sender, now

    async def on_subscribe(self, update: Update, context: Context) -> None:
        """Subscribe; ask for the time zone if it is not known, and about words that were not understood."""
        if (message := update.message) is None or not await self._may(message, context):
            return
        typed = _argument(message, context)
        wanted, texts = await asyncio.to_thread(read_subscription, typed), context.visitor.texts
        if isinstance(wanted, SubscriptionArguments):
            reply = await self._kept(_place(message), wanted, context)
        else:
            doubt = await asyncio.to_thread(doubt_in, typed) if wanted is Problem.UNREAD else None
            reply = _asked_back(doubt, texts) if doubt else words(_explained(wanted, texts), texts)
        await self._sender.send(context.bot, spot_of(message), reply)

    async def on_sure(self, tap: Tap[None], context: Context) -> None:
        """Subscribe as was typed, now that somebody has said how the doubtful words were meant."""
        if not isinstance(tap.message, Message):
            return
        asked, meant = tap.message.reply_to_message, tap.values[0]
        zone = None if meant == AS_SUBJECT else meant
        typed = _argument(asked, context) if asked else ""
        wanted = await asyncio.to_thread(read_subscription, typed, sure=True, zone=zone)
        if not isinstance(wanted, SubscriptionArguments):
            await tap.alert(context.visitor.texts.text("subscribe.gone"))
            return
        await tap.acknowledge()
        place = _place(tap.message)
        reply = await self._kept(place, wanted, context)
        await self._sender.revise(context.bot, Spot(*astuple(place)), [tap.message.message_id], reply)

    async def _kept(self, place: Place, wanted: SubscriptionArguments, context: Context) -> Reply:
        """Keep the wish, and give what to say of it."""
        number, texts = await self._keep(place, wanted, context), context.visitor.texts
        if number is None:
            return words(texts.text("subscribe.enough", most=A_CHAT, command=Live("/unsubscribe")), texts)
        kept = next(it for it in await self._all(place) if it.id == number)
        if kept.timetable is None:
            return Reply(words(texts.text("subscribe.zone"), texts).pages, _zone_buttons(texts))
        return words(texts.text("subscribe.done") + "\n" + describe(kept, texts, self._now()), texts)

    async def on_zone_chosen(self, tap: Tap[None], context: Context) -> None:
        """Remember the chat's time zone, and show what is subscribed to."""
        if not isinstance(tap.message, Message):
            return
        await tap.acknowledge()
        message, zone = tap.message, OFFERED[tap.number]
        await self._memory.subscriptions.choose_zone(message.chat.id, zone, self._now())
        reply = self._listed(await self._all(_place(message)), context.visitor.texts)
        spot = Spot(message.chat.id, _place(message).topic)
        await self._sender.revise(context.bot, spot, [message.message_id], reply)

    async def on_unsubscribe(self, update: Update, context: Context) -> None:
        """Unsubscribe from what is named as it was to /subscribe, or from everything here; else list what there is."""
        if (message := update.message) is None or not await self._may(message, context):
            return
        place, typed, texts = _place(message), _argument(message, context), context.visitor.texts
        here = await self._all(place)
        meant = await asyncio.to_thread(meant_by, typed, here)
        gone = await self._memory.subscriptions.stop(place, [it.id for it in meant])
        if gone:
            reply = words(texts.plural("unsubscribe.done", gone), texts)
        else:
            asked = texts.text("unsubscribe.which", typed=shorten(typed, SUBJECT), command=Live("/unsubscribe"))
            reply = self._listed(here, texts, above=asked)
        await self._sender.send(context.bot, spot_of(message), reply)

    async def on_subscriptions(self, update: Update, context: Context) -> None:
        """List the subscriptions here."""
        if message := update.message:
            listed = self._listed(await self._all(_place(message)), context.visitor.texts)
            await self._sender.send(context.bot, spot_of(message), listed)

    async def on_subscriptions_page(self, tap: Tap[None], context: Context) -> None:
        """Turn the pages of that list."""
        if not isinstance(tap.message, Message):
            return
        await tap.acknowledge()
        here = await self._all(_place(tap.message))
        reply = self._listed(here, context.visitor.texts, tap.number)
        await tap.show_instead(self._sender, reply, context)

    async def on_quiet(self, update: Update, context: Context) -> None:
        """Choose the weekdays on which this chat gets no briefing; without any, there are none."""
        if (message := update.message) is None or not await self._may(message, context):
            return
        days, texts = read_days(_argument(message, context)), context.visitor.texts
        if isinstance(days, Problem):
            await self._say(message, context, _explained(days, texts))
            return
        await self._memory.chats.choose_quiet_days(message.chat.id, days)
        text = texts.text("quiet.done", days=_days(days, texts)) if days else texts.text("quiet.none")
        await self._say(message, context, text)

    async def _keep(self, place: Place, wanted: SubscriptionArguments, context: Context) -> int | None:
        """Keep the wish, and which language to brief in; gives its number, None where there are enough."""
        now = self._now()
        await note_language(self._memory, context.visitor)
        return await self._memory.subscriptions.put(
            place, wanted.subject, wanted.at, wanted.days, now, zone=wanted.zone
        )

    def _listed(self, here: list[Subscription], texts: Texts, wanted: int = 1, above: str = "") -> Reply:
        if not here:
            return words(_none(texts), texts)
        page = list_page(len(here), wanted, A_PAGE)
        quiet = next((it.timetable.quiet for it in here if it.timetable), frozenset())
        lines = [above] if above else []
        lines += [texts.text("subscriptions.title"), *(describe(it, texts, self._now()) for it in here[page.entries])]
        lines += [texts.text("quiet.done", days=_days(quiet, texts))] if quiet else []
        lines += [texts.text("subscriptions.picture")] if any(it.picture for it in here) else []
        blocks = [prose("\n".join(lines), texts), *page_line(page, texts)]
        return Reply(paginate(blocks)[:1], keyboard(turns(SUBSCRIPTIONS_PAGE, page, texts, IN_ORDER)))

    async def _all(self, place: Place) -> list[Subscription]:
        return await self._memory.subscriptions.of(place)

    async def _may(self, message: Message, context: Context) -> bool:
        """Tell whether whoever wrote this may decide here; if not, say so."""
        if refusal := await objection_to(message, context):
            await self._say(message, context, refusal)
        return refusal is None

    async def _say(self, message: Message, context: Context, text: str) -> None:
        await self._sender.send(context.bot, spot_of(message), words(text, context.visitor.texts))


def describe(wanted: Subscription, texts: Texts, now: datetime) -> str:
    """Say on one line when a subscription is served, about what, and when next."""
    about = texts.text("subscription.about", subject=wanted.subject) if wanted.subject else ""
    timetable = wanted.timetable
    if timetable is None:
        return f"• {texts.text('subscription.waits')}{about}"
    days = "" if timetable.days == EVERY_DAY else f" · {_days(timetable.days, texts)}"
    city = city_of(timetable.zone, texts.language)
    line = f"• {texts.time(timetable.at)} ({city}){days}{about}"
    occasion = upcoming(timetable, wanted.last, now)
    if occasion is None:
        return line
    day = occasion.moment.astimezone(ZoneInfo(timetable.zone)).date()
    return f"{line} · {texts.text('subscription.next', day=day)}"


def meant_by(typed: str, here: Iterable[Subscription]) -> list[Subscription]:
    """Give those of some subscriptions that are named: by subject, or by time, place and subject as to /subscribe."""
    everything = not typed.strip() or subject_key(typed) in phrases("words.everything")
    by_subject = [it for it in here if everything or same_subject(it.subject, subject_of(typed))]
    wanted = read_subscription(typed, sure=True)
    if by_subject or not isinstance(wanted, SubscriptionArguments):
        return by_subject
    timed = [it for it in here if it.timetable is None or it.timetable.at == wanted.at]
    return [
        it
        for it in timed
        if (not wanted.subject or same_subject(it.subject, wanted.subject))
        and (wanted.zone is None or it.timetable is None or it.timetable.zone == wanted.zone)
        and (wanted.days == EVERY_DAY or it.timetable is None or it.timetable.days == wanted.days)
    ]


def _explained(problem: Problem, texts: Texts) -> str:
    # Two times or two cities: there is nothing to choose between, the form is explained.
    key = Problem.NO_TIME.value if problem is Problem.UNREAD else problem.value
    return texts.text(f"subscribe.{key}", **_EXAMPLES)


def _asked_back(doubt: Doubt, texts: Texts) -> Reply:
    """Ask how some words were meant: as the subject, or as the city that they are nearly the name of."""
    label = texts.text("subscribe.about_words", words=shorten(doubt.words, _LABEL))
    buttons = [InlineKeyboardButton(label, callback_data=SURE.data(AS_SUBJECT))]
    if doubt.zone:
        buttons.append(InlineKeyboardButton(city_of(doubt.zone, texts.language), callback_data=SURE.data(doubt.zone)))
    asked = texts.text("subscribe.unread", words=shorten(doubt.words, SUBJECT))
    return Reply(words(asked, texts).pages, keyboard(buttons))


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
    return texts.text("subscriptions.none", command=Live("/subscribe 08:00"))


def _zone_buttons(texts: Texts) -> InlineKeyboardMarkup | None:
    names = [city_of(zone, texts.language) for zone in OFFERED]
    return keyboard([InlineKeyboardButton(name, callback_data=ZONE.data(n)) for n, name in enumerate(names)])
