"""YAML from strangers: read if it is plain, refused before any loader sees it if it is not.

A loader builds what YAML describes. A few hundred bytes of anchors, aliases and merge keys describe millions of values,
tags name types, and 25,000 opening brackets overflow the stack of the parser in C, which ends the process. So the
events of the block are counted first, one by one: they need no stack, and reading stops at the first that is refused.
"""

import re
from typing import Any

from ingest.errors import UnreadableArticle

LARGEST = 32 * 1024
"""Characters of the largest block read; front matter with summary, tags and credits has one or two thousand."""

DEEPEST = 8
"""Lists and mappings inside one another."""

_LONGEST_NUMBER = re.compile(r"[\d_:.]{100}")
"""Python converts a number in the square of its length, and refuses one of 4,300 digits."""


def read_yaml(block: str, source: str) -> object:
    """Return what a block of YAML states, as lists, dictionaries and plain values.

    Raises:
        UnreadableArticle: It is not valid YAML, too large, too deep, or uses anchors, aliases, tags or merge keys.
    """
    import yaml  # type: ignore[import-untyped]

    if len(block) > LARGEST:
        raise UnreadableArticle(source, f"its front matter is larger than {LARGEST // 1024} KiB")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        _expect_plain(yaml, loader, block, source)
        return yaml.load(block, loader)  # noqa: S506 - a safe loader, in C where there is one
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 2})" if mark else ""
        reason = f"its front matter is not valid YAML{where}; put values with a colon in quotes"
        raise UnreadableArticle(source, reason) from error


def _expect_plain(yaml: Any, loader: type, block: str, source: str) -> None:
    depth = 0
    for event in yaml.parse(block, loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise UnreadableArticle(source, f"its front matter is nested more than {DEEPEST} deep")
        if _is_special(yaml, event):
            line = event.start_mark.line + 2
            raise UnreadableArticle(source, f"its front matter is not valid YAML of plain values (line {line})")


def _is_special(yaml: Any, event: Any) -> bool:
    """Tell whether an event refers to another place, names a type, merges mappings or is a number without end."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) or getattr(event, "tag", None):
        return True
    plain = isinstance(event, yaml.ScalarEvent) and not event.style
    return plain and (event.value == "<<" or bool(_LONGEST_NUMBER.search(event.value)))
