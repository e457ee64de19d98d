"""What of the language model was used, and what it cost, for admins in private: /usage."""

from collections.abc import Callable
from datetime import datetime, timedelta

from telegram import Bot, Update

from bot.llm.usage import Prices
from bot.memory import AsyncMemory
from bot.memory.model_use import EVERYBODY, Used
from bot.telegram.access import Access
from bot.telegram.api.chat_names import name_of_id
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.context import Context
from bot.telegram.views.reply import words
from bot.telegram.views.usage import UsageReport, usage_page
from bot.texts import Live, shorten

PERIODS = {"today": 1, "week": 7, "month": 31}
"""What is added up: so many days, today among them; the ending of the text that says so."""

NAMED = 8
"""People and groups that are shown, those with the most tokens."""

_NAME = 60


class UsageCommand:
    """The handler of the report."""

    def __init__(
        self,
        memory: AsyncMemory,
        sender: Sender,
        access: Access,
        now: Callable[[], datetime],
        model: tuple[str, Prices],
    ) -> None:
        """Take, among others, what tells the time, and the name of the model with its prices."""
        self._memory, self._sender, self._access, self._now = memory, sender, access, now
        self._model, self._prices = model

    async def on_usage(self, update: Update, context: Context) -> None:
        """Say what was used today, in a week and in a month, and for whom most."""
        if (message := update.message) is None:
            return
        visitor = context.visitor
        if not self._access.is_admin(visitor):
            reply = words(visitor.texts.text("access.admins_only"), visitor.texts)
        elif not visitor.private:  # Whoever is named has not agreed to be shown to a group.
            reply = words(visitor.texts.text("unanswered.private", command=Live("/usage")), visitor.texts)
        else:
            reply = usage_page(await self._report(context.bot), visitor.texts)
        await self._sender.send(context.bot, spot_of(message), reply)

    async def _report(self, bot: Bot) -> UsageReport:
        today, since = self._now().date(), self._memory.model_use.since
        found = {name: await since(today - timedelta(days - 1), NAMED + 1) for name, days in PERIODS.items()}
        *_, longest = found.values()
        most = [(await name_of_id(bot, who), used) for who, used in longest.items() if who != EVERYBODY]
        periods = {name: used.get(EVERYBODY, Used()) for name, used in found.items()}
        named = [(shorten(name, _NAME), used) for name, used in most]
        return UsageReport(self._model, periods, named, self._prices)
