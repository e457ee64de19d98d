import asyncio

from bot.telegram.api.fair_slots import FairSlots


async def hold(places: FairSlots, chat: int, gate: asyncio.Event, inside: list[int]) -> None:
    async with places.place(chat):
        inside.append(chat)
        await gate.wait()


async def settle() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


async def test_whoever_waits_for_the_own_chat_keeps_nobody_else_waiting() -> None:
    places, gate, inside = FairSlots(total=10, each=3), asyncio.Event(), list[int]()
    tasks = [asyncio.create_task(hold(places, 1, gate, inside)) for _ in range(50)]
    await settle()
    tasks.append(asyncio.create_task(hold(places, 2, gate, inside)))
    await settle()
    assert inside == [1, 1, 1, 2]
    assert places.waiting == 47
    gate.set()
    await asyncio.gather(*tasks)
    assert inside.count(1) == 50
    assert (places.waiting, places._free, places._taken, places._waiting) == (0, 10, {}, {})


async def test_chats_take_turns_where_all_places_are_taken() -> None:
    places, gates, inside = FairSlots(total=1, each=1), asyncio.Event(), list[int]()
    tasks = [asyncio.create_task(hold(places, chat, gates, inside)) for chat in (1, 1, 1, 2, 3)]
    await settle()
    gates.set()
    await asyncio.gather(*tasks)
    assert inside == [1, 1, 2, 3, 1]


async def test_who_gives_up_waiting_loses_no_place() -> None:
    places, gate, inside = FairSlots(total=1, each=1), asyncio.Event(), list[int]()
    first = asyncio.create_task(hold(places, 1, gate, inside))
    second = asyncio.create_task(hold(places, 1, gate, inside))
    third = asyncio.create_task(hold(places, 2, gate, inside))
    await settle()
    second.cancel()
    await settle()
    gate.set()
    await asyncio.gather(first, third)
    assert inside == [1, 2]
    assert places._free == 1


async def test_a_place_that_was_given_to_somebody_who_has_just_gone_is_given_on() -> None:
    places, gate, inside = FairSlots(total=1, each=1), asyncio.Event(), list[int]()
    first = asyncio.create_task(hold(places, 1, gate, inside))
    second = asyncio.create_task(hold(places, 2, gate, inside))
    third = asyncio.create_task(hold(places, 3, gate, inside))
    await settle()
    first.cancel()
    await asyncio.sleep(0)
    second.cancel()
    await settle()
    gate.set()
    await third
    assert inside[-1] == 3
    assert places._free == 1
