"""Versions: which article is a newer version of which, as where a corrected article comes in beside its first form.

    article ──keys: outlet with address, with headline──▶ the others of these ──`is_newer`──▶ pairs ──▶ table `version`

A pair is a matter of the two articles alone, not of who asks: what replaces an article for whom is for the queries to
say (`ingest.index.conditions`), so the older one comes back where the newer one is taken out or not to be seen.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from urllib.parse import parse_qsl, urlencode, urlsplit

from ingest.article import Article
from ingest.cleaning.corrections import bare_headline, is_correction
from ingest.text.folding import fold
from ingest.text.resemblance import SAME, Runs, containment, overlap, runs_of

SAME_HEADLINE = 0.6
"""Share of the runs of the longer text from which two articles of one headline are versions of one article."""

MANY = 12
"""Articles of an outlet under one address or headline at most: what more bear is a column or a front page."""

TABLE = """
CREATE TABLE version_key (
    article INTEGER, key TEXT, corrects INTEGER, PRIMARY KEY (article, key)
) WITHOUT ROWID;
CREATE INDEX version_key_key ON version_key (key);
CREATE TABLE version (older INTEGER, newer INTEGER, key TEXT, PRIMARY KEY (older, newer, key)) WITHOUT ROWID;
CREATE INDEX version_newer ON version (newer);
CREATE INDEX version_key_of ON version (key);
UPDATE article SET splitter = 0;
UPDATE container SET splitter = 0;
"""

TRACKING = ("utm_", "fbclid", "gclid", "mc_cid", "mc_eid", "igshid")
"""Parameters of an address that only tell how somebody came there."""
_HOST = re.compile(r"^www\.|:(?:80|443)$")


@dataclass(frozen=True, slots=True)
class Version:
    """What is compared of an article.

    Attributes:
        id: Its row.
        url: Where it was published, as `bare_address` gives it; "" where that is not known.
        day: Of publication, if known.
        corrects: It says that it corrects or updates an earlier one.
        runs: Of its text.
    """

    id: int
    url: str
    day: date | None
    corrects: bool
    runs: Runs


def keys_of(article: Article) -> Iterator[str]:
    """Give what versions of an article have in common with it: the outlet, and the address or the headline.

    An address names an article also where nobody says which outlet it is; a headline does not.
    """
    outlet = fold(article.outlet or "").text
    if address := bare_address(article.url):
        yield f"address\n{outlet}\n{address}"
    if outlet and (headline := " ".join(fold(bare_headline(article.title)).text.split())):
        yield f"headline\n{outlet}\n{headline}"


def bare_address(url: str | None) -> str:
    """Give an address without what does not tell articles apart; "" for none, and for that of a whole site."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not pair[0].startswith(TRACKING)]
    path = parts.path.rstrip("/")
    host = _HOST.sub("", parts.netloc.lower())
    return f"{host}{path}?{urlencode(sorted(kept))}".rstrip("?") if host and (path or kept) else ""


def is_newer(newer: Version, older: Version, *, by_address: bool) -> bool:
    """Tell whether the first of two articles of an outlet is a newer version of the second.

    Args:
        newer: The one.
        older: The other.
        by_address: They have the address in common, else the headline. Two addresses are two articles, unless the
            newer one alone says that it corrects.
    """
    corrects = newer.corrects and not older.corrects
    later = corrects
    if newer.day and older.day and newer.day != older.day:
        later = newer.day > older.day
    if not later:
        return False
    if by_address:
        return containment(newer.runs, older.runs) >= SAME
    apart = bool(newer.url and older.url and newer.url != older.url)
    return (corrects or not apart) and overlap(newer.runs, older.runs) >= SAME_HEADLINE


def put(connection: sqlite3.Connection, id_: int, article: Article) -> None:
    """Compare an article, whose passages are in the catalogue, with those that might be versions of it."""
    remove(connection, id_)
    corrects = is_correction(article.title, article.text)
    for key in dict.fromkeys(keys_of(article)):
        connection.execute("INSERT INTO version_key VALUES (?, ?, ?)", (id_, key, corrects))
        _settle(connection, key)


def remove(connection: sqlite3.Connection, id_: int) -> None:
    """Forget an article; those that it replaced come back."""
    keys = [row[0] for row in connection.execute("SELECT key FROM version_key WHERE article = ?", (id_,))]
    connection.execute("DELETE FROM version_key WHERE article = ?", (id_,))
    for key in keys:
        _settle(connection, key)


def _settle(connection: sqlite3.Connection, key: str) -> None:
    """Decide anew which of the articles of one key replaces which."""
    connection.execute("DELETE FROM version WHERE key = ?", (key,))
    rows = connection.execute(
        "SELECT a.id, a.url, a.published, k.corrects FROM version_key k JOIN article a ON a.id = k.article "
        "WHERE k.key = ? ORDER BY a.id LIMIT ?",
        (key, MANY + 1),
    ).fetchall()
    if not 1 < len(rows) <= MANY:
        return
    found = [
        Version(id_, bare_address(url), day and date.fromisoformat(day), bool(corrects), _runs(connection, id_))
        for id_, url, day, corrects in rows
    ]
    by_address = key.startswith("address")
    pairs = ((old.id, new.id, key) for new, old in permutations(found, 2) if is_newer(new, old, by_address=by_address))
    connection.executemany("INSERT INTO version VALUES (?, ?, ?)", pairs)


def _runs(connection: sqlite3.Connection, id_: int) -> Runs:
    rows = connection.execute("SELECT text FROM passage WHERE article = ? ORDER BY ordinal", (id_,))
    return runs_of(" ".join(row[0] for row in rows))
