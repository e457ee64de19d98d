"""What the buttons under an answer carry: at most 64 bytes that still mean the same after a restart.

Pure: a Tap becomes callback data and back. The rest lies in the database under the answer's id.
"""

import re
from dataclasses import dataclass
from enum import Enum


class Action(Enum):
    """What a tap asks for."""

    CITATION = "cite"
    """The passage of a citation, in its surroundings."""
    NEAREST = "near"
    """One of the passages offered by an answer that abstained, in its surroundings."""
    CITED_FILE = "file"
    """The file of a citation."""
    NEAREST_FILE = "copy"
    """The file of such a passage."""
    VOTE = "vote"
    """To say whether the answer helped."""
    TOLD = "told"
    """The passage of a citation in a briefing, in its surroundings."""
    TOLD_FILE = "tofi"
    """The file of such a citation."""
    DROP = "drop"
    """To ask again without a condition that was read from the question."""
    FURTHER = "rest"
    """The passages that were found beside those cited."""
    MORE = "more"
    """The rest of a briefing."""
    FOLLOW = "follow"
    """To hear more of a story."""
    ABOUT = "about"
    """To ask about a story."""
    WATCH = "watch"
    """To be told when a declined question is answered, or no longer."""

    SHOW = "show"
    """The answer, where it may not have arrived."""


_ACTIONS = "|".join(action.value for action in Action)
_DATA = re.compile(rf"({_ACTIONS}):([0-9]{{1,18}}):([0-9]{{1,4}})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tap:
    """One button.

    Attributes:
        wish: What it asks for.
        answer_id: The stored answer, or briefing.
        number: The citation's number, or the 1-based place among the nearest passages or entries; of a vote 1 for yes,
            0 for no; of "more" how many entries were shown.
    """

    action: Action
    answer_id: int
    number: int

    @property
    def data(self) -> str:
        """The button's callback data."""
        return f"{self.action.value}:{self.answer_id}:{self.number}"


def read_tap(data: str | None) -> Tap | None:
    """Give the Tap that callback data stands for; None for anything else."""
    found = _DATA.fullmatch(data or "")
    return Tap(Action(found[1]), int(found[2]), int(found[3])) if found else None
