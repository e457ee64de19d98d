import asyncio
from datetime import UTC, datetime

import pytest
from telegram import Chat, Message, Update

from bot.telegram.api.update_order import OrderedUpdates


def update(number: int, message: int, *, edited: bool = False, chat: int = 1) -> Update:
    content = Message(message, datetime.now(UTC), Chat(chat, "private"))
    return Update(number, edited_message=content) if edited else Update(number, message=content)


async def test_one_message_in_order_everything_else_side_by_side() -> None:
    order, gate, done = OrderedUpdates(), asyncio.Event(), []

    async def handle(name: str, wait: bool = False) -> None:
        if wait:
            await gate.wait()
        done.append(name)

    tasks = [
        asyncio.create_task(order.process_update(update(1, 5), handle("asked", wait=True))),
        asyncio.create_task(order.process_update(update(2, 5, edited=True), handle("edited"))),
        asyncio.create_task(order.process_update(update(3, 5, edited=True), handle("edited again"))),
        asyncio.create_task(order.process_update(update(4, 6), handle("another message"))),
        asyncio.create_task(order.process_update(update(5, 5, chat=2), handle("another chat"))),
        asyncio.create_task(order.process_update(object(), handle("no message"))),
    ]
    await asyncio.gather(*tasks[3:])
    assert done == ["another message", "another chat", "no message"]
    gate.set()
    await asyncio.gather(*tasks)
    assert done[3:] == ["asked", "edited", "edited again"]
    assert order._last == {}


async def test_a_failure_lets_the_next_one_through() -> None:
    order, done = OrderedUpdates(), []

    async def fail() -> None:
        raise ValueError("no")

    async def succeed() -> None:
        done.append(True)

    with pytest.raises(ValueError, match="no"):
        await order.process_update(update(1, 5), fail())
    await order.process_update(update(2, 5, edited=True), succeed())
    assert done == [True]
