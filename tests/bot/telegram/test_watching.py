"""The running bot watched from outside: its figures, its health, and what admins are told of that."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.monitoring.health import Sign
from bot.monitoring.monitor import monitor_of
from bot.preview import Preview
from bot.preview.clock import StoppedClock
from bot.preview.errors import ApiError
from bot.telegram.api.polling import POLLING
from bot.telegram.jobs import health_watch
from bot.telegram.jobs.health_watch import HealthWatch
from bot.texts import Texts
from ingest.errors import SettingsError
from tests.bot.monitoring.test_prometheus import Samples, samples
from tests.bot.monitoring.test_server import ask, free_port
from tests.bot.telegram.api.test_polling import refuse_polls
from tests.bot.telegram.briefings import ScriptedBriefer
from tests.bot.telegram.conftest import Scripted, Start, read, until
from tests.bot.telegram.jobs.test_scheduler import HOUR, SEVEN, rounds
from tests.bot.telegram.samples import ANSWER

EN = Texts("en")


async def figures(port: int) -> Samples:
    status, said = await ask(port, "/metrics")
    assert status == 200
    return samples(said)


async def test_questions_and_stages_and_errors_are_counted(preview: Preview, start: Start) -> None:
    port, ola = free_port(), preview.user("Ola")
    declined = replace(ANSWER, abstained=True, statements=(), citations=())
    answerer = Scripted({"Hvem?": declined}, failures={"Hvor?": RuntimeError("broken")})
    async with start(answerer, metrics_port=port):
        for question in ("Når?", "Hvem?", "Hvor?"):
            await preview.answer_to(await ola.says(question))
        found = await figures(port)
    outcomes = {
        name: found["kilde_questions_total", (("outcome", name),)] for name in ("answered", "declined", "failed")
    }
    assert outcomes == {"answered": 1, "declined": 1, "failed": 1}
    assert found["kilde_answer_seconds_count", ()] == 2
    assert found["kilde_stage_seconds_count", (("stage", "beginning"),)] == 2
    assert found["kilde_errors_total", (("kind", "RuntimeError"), ("where", "update"))] == 1
    assert found["kilde_queued_updates", ()] == 0
    assert found["kilde_unwell", (("sign", "hearing"),)] == 0


class TestRounds:
    """With a clock that stands until it is moved."""

    @pytest.fixture
    async def preview(self) -> AsyncIterator[Preview]:
        async with Preview(clock=StoppedClock(SEVEN)) as preview:
            yield preview

    async def test_rounds_briefings_and_what_the_index_lacks_are_counted(self, preview: Preview, start: Start) -> None:
        port, ola, briefer = free_port(), preview.user("Ola", language="en"), ScriptedBriefer()
        async with start(briefer=briefer, metrics_port=port) as kilde:
            await preview.answer_to(await ola.says("/subscribe 08:00 Oslo"))
            preview.advance(HOUR)
            briefer.failure = RuntimeError("broken")
            await rounds(kilde, 1)
            briefer.failure = None
            await rounds(kilde, 1)
            found = await figures(port)
        assert found["kilde_rounds_total", ()] == 2
        assert found["kilde_briefings_total", (("state", "sent"),)] == 1
        assert found["kilde_errors_total", (("kind", "RuntimeError"), ("where", "round"))] == 1
        assert found["kilde_pending_sources", ()] == 1
        assert found["kilde_indexed_articles", ()] == 0


async def test_without_a_port_nothing_listens(preview: Preview, start: Start) -> None:
    port = free_port()
    async with start():
        with pytest.raises(ConnectionRefusedError):
            await ask(port, "/health")


async def test_a_port_that_is_taken_ends_the_start(preview: Preview, start: Start) -> None:
    port = free_port()
    listening = await asyncio.start_server(lambda *_: None, "127.0.0.1", port)
    async with listening:
        with pytest.raises(SettingsError, match="METRICS_PORT"):
            async with start(metrics_port=port):
                pass


async def test_a_deaf_bot_is_not_well_and_admins_hear_of_it_once(
    preview: Preview, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss, port = preview.user("Boss", language="en"), free_port()
    async with start(metrics_port=port, admin_ids=frozenset({boss.id}), seconds=0.05) as kilde:
        await preview.answer_to(await boss.says("/start"))
        polling = kilde.application.bot_data[POLLING]
        assert (await ask(port, "/health"))[0] == 200

        def told(key: str) -> int:
            return [read(it) for it in preview.messages(boss.private, by_bot=True)].count(EN.text(key))

        with monkeypatch.context() as deaf:
            polls = refuse_polls(deaf, ApiError(409, "Conflict: terminated by other getUpdates request"))
            await boss.says("/start")  # which ends the poll that is under way
            await until(lambda: len(polls) > 0)
            deaf.setattr(polling, "_deaf", 0.0)
            await until(lambda: told("health.deaf") == 1)
            status, said = await ask(port, "/health")
            await asyncio.sleep(0.2)
        await until(lambda: told("health.hears") == 1)
        assert (await ask(port, "/health"))[0] == 200
    assert (status, list(json.loads(said)["troubles"])) == (503, ["hearing"])
    assert (told("health.deaf"), told("health.hears")) == (1, 1)


async def test_what_no_admin_could_be_told_is_tried_again_and_its_end_is_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Notices:
        reached, said = False, list[str]()

        async def say(self, _: object, key: str, **values: str) -> bool:
            self.said.append(key)
            return self.reached

    trouble: list[str | None] = ["Deaf."]
    notices = Notices()
    watch = HealthWatch(monitor_of(0, Sign("hearing", lambda: trouble[0])), notices, 1.0)  # type: ignore[arg-type]
    for _ in range(2):
        await watch.look_once(None)  # type: ignore[arg-type]
    trouble[0] = None
    await watch.look_once(None)  # type: ignore[arg-type]
    assert notices.said == ["health.deaf"]
    monkeypatch.setattr(health_watch, "_AGAIN", 0.0)
    trouble[0] = "Deaf again."
    await watch.look_once(None)  # type: ignore[arg-type]
    notices.reached = True
    for _ in range(3):
        await watch.look_once(None)  # type: ignore[arg-type]
    trouble[0] = None
    for _ in range(2):
        await watch.look_once(None)  # type: ignore[arg-type]
    assert notices.said == ["health.deaf"] * 3 + ["health.hears"]
