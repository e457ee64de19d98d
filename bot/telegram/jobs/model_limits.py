"""Limits of the language model that were reached, told to the admins: each once on a day."""

from telegram import Bot

from bot.memory.model_use import EVERYBODY
from bot.telegram.api.admin_notices import AdminNotices
from bot.telegram.api.chat_names import name_of_id
from bot.telegram.api.model_budget import ModelBudget


class ModelLimitNotices:
    """The job that asks the budget who has used it all."""

    def __init__(self, budget: ModelBudget, notices: AdminNotices) -> None:
        self._budget, self._notices = budget, notices

    async def run_once(self, bot: Bot) -> None:
        """Tell the admins what was reached since the last time."""
        for who in self._budget.pop_reached():
            if who == EVERYBODY:
                await self._notices.say(bot, "usage.reached_all")
            else:
                await self._notices.say(bot, "usage.reached", name=await name_of_id(bot, who))
