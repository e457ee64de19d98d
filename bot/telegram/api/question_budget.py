"""Whether there is a question left to spend; where there is none, that is said, once."""

from bot.telegram.api.current_update import Why, current_update
from bot.telegram.api.sender import Sender, Spot
from bot.telegram.budgets import Budgets, Spent
from bot.telegram.context import Context
from bot.telegram.views.reply import words


async def may_ask(budgets: Budgets, spot: Spot, context: Context, sender: Sender) -> bool:
    """Spend a question; where there is none left, say so, once. What is handled again was paid for before."""
    hand = current_update()
    if hand is not None and hand.why is Why.AGAIN:
        return True
    spent = await budgets.ask(context.visitor)
    if spent is Spent.MINUTE or spent is Spent.DAY:
        texts = context.visitor.texts
        await sender.send(context.bot, spot, words(texts.text(f"budget.{spent.value}"), texts))
    return spent is None
