"""A bot whose clock jumps while it runs: the machine's own stays as it is. Needs a C compiler; Linux."""

import shutil
import struct
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.reliability.faults import Begin, Bot, Fault

DAY = 86_400
_SOURCE = Path(__file__).with_name("clock.c")


@dataclass(frozen=True, slots=True)
class MovedClock:
    """The clock of processes that are started with `variables`."""

    library: Path
    file: Path

    @classmethod
    def made_in(cls, folder: Path) -> "MovedClock":
        """Compile what moves it."""
        folder.mkdir(parents=True, exist_ok=True)
        clock = cls(folder / "clock.so", folder / "moved")
        compiler = shutil.which("cc") or "cc"
        subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", clock.library, _SOURCE, "-ldl"], check=True)
        clock.move(0)
        return clock

    @property
    def variables(self) -> dict[str, str]:
        """What such processes need in their environment."""
        return {"LD_PRELOAD": str(self.library), "KILDE_TEST_CLOCK": str(self.file)}

    def move(self, seconds: int) -> None:
        """Have them see so many seconds more than there are."""
        with self.file.open("r+b" if self.file.exists() else "wb") as file:
            file.write(struct.pack("<q", seconds))

    def faults(self) -> tuple[Fault, ...]:
        """Three days ahead and back again, and three days back and ahead again."""
        return (
            Fault("clock jumps 3 days ahead, then back", self._jumping(3 * DAY)),
            Fault("clock jumps 3 days back, then ahead", self._jumping(-3 * DAY)),
        )

    def _jumping(self, seconds: int) -> Begin:
        @asynccontextmanager
        async def begin(_: Bot) -> AsyncIterator[None]:
            self.move(seconds)
            try:
                yield
            finally:
                self.move(0)

        return begin


def compiler() -> bool:
    """Tell whether there is one."""
    return shutil.which("cc") is not None
