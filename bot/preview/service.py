"""Service: what a Bot API method works with."""

from dataclasses import dataclass

from bot.preview.limits import FloodGate
from bot.preview.updates import Updates
from bot.preview.world import World


@dataclass(frozen=True, slots=True)
class Service:
    """The world, the bot's updates and the limits on what it sends."""

    world: World
    updates: Updates
    gate: FloodGate

    def reset(self) -> None:
        """Back to an empty world."""
        self.updates.reset()
        self.gate.reset()
        self.world.reset()
