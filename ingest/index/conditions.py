"""Conditions: which articles are wanted, by time, outlet, language, author, folder; for data, SQL and a reader to see.

Takes nothing from a question: `bot.questions` reads them. An article without a date of publication was published at
the latest when it was first seen, so it may be known to lie before a day, but never to lie after one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Protocol


class Dated(Protocol):
    """What conditions look at in an article."""

    @property
    def source(self) -> str:
        """Its name."""
        ...

    @property
    def published(self) -> date | None:
        """When it was published, if known."""
        ...

    @property
    def day(self) -> date:
        """The same, or when it was first seen."""
        ...

    @property
    def outlet(self) -> str | None:
        """Who published it."""
        ...

    @property
    def language(self) -> str:
        """ISO 639-1."""
        ...

    @property
    def author(self) -> str | None:
        """Who wrote it; several with commas between."""
        ...


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an article must be to count; everything fits where nothing is said.

    Attributes:
        since: The first day on which it may have been published.
        before: The day from which it may no longer.
        outlets: Who may have published it, as the index spells it; empty for anybody.
        languages: ISO 639-1 codes; empty for any.
        authors: Who may have written it, as the index spells it; empty for anybody.
        hidden: Folders in which it may not lie, relative to the folder of articles.
    """

    since: date | None = None
    before: date | None = None
    outlets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return any(getattr(self, field.name) for field in fields(self))

    def fit(self, article: Dated) -> bool:
        """Tell whether an article is known to be what is asked."""
        if self.since and (article.published is None or article.published < self.since):
            return False
        return (
            (self.before is None or article.day < self.before)
            and (not self.outlets or article.outlet in self.outlets)
            and (not self.languages or article.language in self.languages)
            and (not self.authors or article.author in self.authors)
            and not lies_in(article.source, self.hidden)
        )

    def sql(self) -> tuple[str, list[str]]:
        """Give the same as a clause over `article a`, with its parameters; of versions, the newest that fits."""
        (fits, values), (replaced, _) = self.each("a"), self.replaced()
        return f"{fits} AND a.id NOT IN ({replaced})", [*values, *values]

    def replaced(self) -> tuple[str, list[str]]:
        """Give a query for the ids of articles of which a newer version fits, with its parameters."""
        fits, values = self.each("n")
        return f"SELECT v.older FROM version v JOIN article n ON n.id = v.newer WHERE {fits}", values  # noqa: S608

    def each(self, name: str) -> tuple[str, list[str]]:
        """Give the same as a clause over `article` under a name, each version for itself."""
        clauses, values = [], []
        if self.since:
            clauses.append(f"{name}.published >= ?")
            values.append(self.since.isoformat())
        if self.before:
            seen = f"date({name}.first_ingested / 1000000, 'unixepoch')"
            clauses.append(f"coalesce({name}.published, {seen}) < ?")
            values.append(self.before.isoformat())
        for column, wanted in (("outlet", self.outlets), ("language", self.languages), ("author", self.authors)):
            if wanted:
                clauses.append(f"{name}.{column} IN ({', '.join('?' * len(wanted))})")
                values += wanted
        for folder in self.hidden:
            # What begins with the folder and a slash: the sign after a slash is 0.
            clauses.append(f"NOT ({name}.source >= ? AND {name}.source < ?)")
            values += [f"{folder}/", f"{folder}0"]
        return " AND ".join(clauses) or "1", values


EVERYTHING = Conditions()


def without(conditions: Conditions, names: Sequence[str]) -> Conditions:
    """Give the conditions with these fields empty."""
    return Conditions(**{it.name: getattr(conditions, it.name) for it in fields(conditions) if it.name not in names})


def both(one: Conditions, other: Conditions) -> Conditions:
    """Give what fits both; two outlets, languages or authors are either, hidden folders are all hidden."""
    since = max(filter(None, (one.since, other.since)), default=None)
    return Conditions(
        since,
        min(filter(None, (one.before, other.before)), default=None),
        (*one.outlets, *(it for it in other.outlets if it not in one.outlets)),
        (*one.languages, *(it for it in other.languages if it not in one.languages)),
        (*one.authors, *(it for it in other.authors if it not in one.authors)),
        (*one.hidden, *(it for it in other.hidden if it not in one.hidden)),
    )


def lies_in(source: str, folders: Sequence[str]) -> bool:
    """Tell whether a file, or an article in one, lies in one of these folders or below it."""
    return any(source.startswith(f"{folder}/") for folder in folders)
