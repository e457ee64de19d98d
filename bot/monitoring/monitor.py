"""The monitor: recorder, health and server together, as the settings want them; without METRICS_PORT only the health.

Takes the port and the signs, gives what the bot is built with.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.monitoring.health import Backlog, Health, Pulse, Sign
from bot.monitoring.recorder import SILENT, UNWELL, Recorder

if TYPE_CHECKING:
    from bot.monitoring.server import MetricsServer


@dataclass(frozen=True, slots=True)
class Monitor:
    """What watches the bot.

    Attributes:
        recorder: Counts.
        health: All signs.
        pulse: Is told of rounds.
        backlog: Is told what the index lacks.
        server: None where METRICS_PORT is not set.
    """

    recorder: Recorder
    health: Health
    pulse: Pulse
    backlog: Backlog
    server: "MetricsServer | None" = None


def monitor_of(port: int, *signs: Sign) -> Monitor:
    """Make it; `signs` are added to those of rounds and index."""
    pulse, backlog = Pulse(), Backlog()
    health = Health(*signs, Sign("rounds", pulse.trouble), Sign("sources", backlog.trouble))
    if not port:
        return Monitor(SILENT, health, pulse, backlog)
    from bot.monitoring.prometheus import PrometheusRecorder
    from bot.monitoring.server import MetricsServer

    recorder = PrometheusRecorder()
    recorder.read(UNWELL, health.flags)
    return Monitor(recorder, health, pulse, backlog, MetricsServer(port, recorder, health))
