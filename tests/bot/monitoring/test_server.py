"""The port that is watched, asked over HTTP."""

import asyncio
import http.client
import json
import socket

import pytest

from bot.monitoring.health import Health, Sign
from bot.monitoring.prometheus import PrometheusRecorder
from bot.monitoring.server import HOST, MetricsServer
from ingest.errors import SettingsError


def free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    finally:
        connection.close()


async def ask(port: int, path: str) -> tuple[int, str]:
    """The same beside an event loop."""
    return await asyncio.to_thread(get, port, path)


def test_it_serves_figures_and_health_and_nothing_else() -> None:
    trouble: list[str | None] = [None]
    port, health = free_port(), Health(Sign("hearing", lambda: trouble[0]))
    server = MetricsServer(port, PrometheusRecorder(), health)
    server.start()
    try:
        status, figures = get(port, "/metrics")
        assert (status, "kilde_flood_waits_total 0.0" in figures) == (200, True)
        assert get(port, "/health")[0] == 200
        trouble[0] = "It is deaf."
        status, said = get(port, "/health")
        assert (status, json.loads(said)["troubles"]) == (503, {"hearing": "It is deaf."})
        assert get(port, "/")[0] == 404
    finally:
        server.stop()
    with pytest.raises(ConnectionRefusedError):
        get(port, "/health")


def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"METRICS_PORT {port} cannot be listened on"):
            MetricsServer(port, PrometheusRecorder(), Health()).start()
