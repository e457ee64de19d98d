"""`python -m bot health`: one line, and a status."""

import pytest

from bot import __main__ as command_line
from bot.monitoring.health import Health, Sign
from bot.monitoring.prometheus import PrometheusRecorder
from bot.monitoring.server import MetricsServer
from tests.bot.monitoring.test_server import free_port


def test_health_on_the_command_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    trouble: list[str | None] = [None]
    port = free_port()
    monkeypatch.setenv("METRICS_PORT", str(port))
    assert command_line.main(["health"]) == 2
    assert f"No bot answers on METRICS_PORT {port}." in capsys.readouterr().err
    server = MetricsServer(port, PrometheusRecorder(), Health(Sign("hearing", lambda: trouble[0])))
    server.start()
    try:
        assert command_line.main(["health"]) == 0
        assert capsys.readouterr().out == "The bot is well.\n"
        trouble[0] = "It is deaf."
        assert command_line.main(["health"]) == 2
        assert capsys.readouterr().err == "It is deaf.\n"
    finally:
        server.stop()
    monkeypatch.setenv("METRICS_PORT", "0")
    assert command_line.main(["health"]) == 2
    assert "METRICS_PORT is not set" in capsys.readouterr().err
