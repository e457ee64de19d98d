"""Commands that take as much work as a question, and are paid for like one (`bot.telegram.commands`)."""

from telegram import Update
from telegram.ext import ApplicationHandlerStop

from bot.telegram.api.question_budget import may_ask
from bot.telegram.api.sender import Sender, spot_of
from bot.telegram.budgets import Budgets
from bot.telegram.context import Context


class BudgetCheck:
    """The handler that comes before theirs."""

    def __init__(self, budgets: Budgets, sender: Sender) -> None:
        self._budgets, self._sender = budgets, sender

    async def check(self, update: Update, context: Context) -> None:
        """Let the command through if there is something left to spend on it.

        Raises:
            ApplicationHandlerStop: There is not, or that could not be found out.
        """
        if update.message is None:
            return
        try:
            if await may_ask(self._budgets, spot_of(update.message), context, self._sender):
                return
        except Exception as error:  # noqa: BLE001 - after any other exception the next handlers would go on
            await context.application.process_error(update, error)
        raise ApplicationHandlerStop
