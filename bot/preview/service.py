"""Service: what a Bot API method works with."""

from dataclasses import dataclass, field

from bot.preview.errors import ApiError
from bot.preview.limits import FloodGate
from bot.preview.updates import Updates
from bot.preview.world import World


@dataclass(frozen=True, slots=True)
class Service:
    """The world, the bot's updates, the limits on what it sends, and which of its next calls are to fail, by method."""

    world: World
    updates: Updates
    gate: FloodGate
    failures: dict[str, list[ApiError]] = field(default_factory=dict)

    def reset(self) -> None:
        """Back to an empty world."""
        self.updates.reset()
        self.gate.reset()
        self.failures.clear()
        self.world.reset()
