"""robots.txt, read as RFC 9309 has it: which addresses of a host a robot may fetch. Pure.

The rules of the group that names the robot count, else those for everybody; the longest one that matches decides, and
of two as long the one that allows.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

LARGEST = 512 * 1024
"""Bytes that are read; RFC 9309 asks for 500 KiB at least."""

_LONGEST_RULE = 2_000


@dataclass(frozen=True, slots=True)
class RobotsRule:
    """One line: what a path must begin with, `*` for anything and `$` for its end; and whether it may be fetched."""

    path: str
    allows: bool

    def matches(self, target: str) -> bool:
        """Tell whether the rule is about a path with its query."""
        pattern = self.path.removesuffix("$")
        parts = pattern.split("*")
        if not target.startswith(parts[0]):
            return False
        at = len(parts[0])
        for part in parts[1:]:
            at = target.find(part, at)
            if at < 0:
                return False
            at += len(part)
        if pattern == self.path:
            return True
        return at == len(target) or (len(parts) > 1 and target.endswith(parts[-1]))


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host for one robot."""

    rules: tuple[RobotsRule, ...] = ()

    def allows(self, target: str) -> bool:
        """Tell whether a path, with its query, may be fetched."""
        wanted = _levelled(target)
        found = [(len(rule.path), rule.allows) for rule in self.rules if rule.matches(wanted)]
        return max(found)[1] if found else True


NOTHING = Robots((RobotsRule("/", allows=False),))
"""Where robots.txt cannot be read for now, nothing may be fetched (RFC 9309, 2.3.1.4)."""


def read_robots(text: str, robot: str) -> Robots:
    """Read a robots.txt for a robot of this name."""
    own: list[RobotsRule] = []
    others: list[RobotsRule] = []
    named: set[str] = set()
    in_rules = named_us = False
    for line in text.removeprefix("\ufeff").splitlines():
        key, _, value = (part.strip() for part in line.split("#")[0].partition(":"))
        if key.lower() == "user-agent":
            named = set() if in_rules else named
            in_rules = False
            named.add(re.split(r"[/\s]", value.lower())[0])
            named_us = named_us or robot.lower() in named
        elif key.lower() in {"allow", "disallow"}:
            in_rules = True
            if not value or len(value) > _LONGEST_RULE:
                continue
            rule = RobotsRule(_levelled(value), key.lower() == "allow")
            own += [rule] if robot.lower() in named else []
            others += [rule] if "*" in named else []
    return Robots(tuple(own if named_us else others))


def _levelled(path: str) -> str:
    """Give a path with letters written in one way."""
    return quote(unquote(path), safe="/*$?&=:;,+@!~'()%")
