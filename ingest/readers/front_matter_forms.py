"""Forms of front matter other than YAML: TOML between two lines of `+++`, and a JSON object at the top of a file.

Takes the text of a file, gives the values with the offset behind them, or None where the file begins otherwise.
"""

import json
import re
import tomllib
from collections.abc import Mapping

from ingest.errors import UnreadableArticle

LONGEST = 64 * 1024
"""Characters of the longest front matter; what is longer is text."""

_END = r"(?>\r\n|\r|\n)"
_TOML = re.compile(
    rf"\s*?\+\+\+[^\S\r\n]*{_END}(?P<toml>(?=\s*(?:#[^\r\n]*{_END}\s*)*[\w\"'.-]+\s*=)(?:[^\r\n]*{_END}){{1,200}}?)"
    rf"\+\+\+[^\S\r\n]*(?:{_END}|\Z)"
)
_JSON = re.compile(r"\s*(?=\{\s*\"[^\"\r\n]{1,60}\"\s*:)")
_KNOWN = frozenset(
    ["title", "date", "published", "url", "outlet", "language", "lang", "author", "slug", "tags", "draft"]
)


def read_toml(text: str, source: str) -> tuple[Mapping[str, object], int] | None:
    """Return what a block of TOML states.

    Raises:
        UnreadableArticle: The block begins like TOML and is not valid.
    """
    match = _TOML.match(text[:LONGEST])
    if not match:
        return None
    try:
        return tomllib.loads(re.sub(r"\r\n?", "\n", match["toml"])), match.end()
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        reason = f"its front matter is not valid TOML ({str(error)[:80]}); put values in quotes"
        raise UnreadableArticle(source, reason) from error


def read_json(text: str) -> tuple[Mapping[str, object], int] | None:
    """Return what a JSON object states, if it holds a key that front matter has and text follows it on a new line."""
    match = _JSON.match(text)
    if not match:
        return None
    try:
        stated, end = json.JSONDecoder().raw_decode(text[:LONGEST], match.end())
    except (ValueError, RecursionError):
        return None
    if not isinstance(stated, dict) or not _KNOWN.intersection(map(str.lower, stated)):
        return None
    behind = re.compile(rf"[^\S\r\n]*(?:{_END}|\Z)").match(text, end)
    return (stated, behind.end()) if behind else None
