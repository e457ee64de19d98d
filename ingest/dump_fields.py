"""Fields: under which names a record holds its headline, text, address and so on.

Names are compared without case and punctuation, so `Full_Text` is `fulltext`. `DUMP_FIELDS` names others, which win:
`text=story.body, title=head`; a dot leads into an object.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_USUAL: dict[str, str] = {
    "id": "id guid uri uuid articleid storyid messageid",
    "title": "headline title head heading",
    "lead": "lead lede ingress standfirst summary abstract description descriptiontext",
    "text": "content body text bodyxhtml bodyhtml bodytext fulltext articletext articlebody maintext contenthtml "
    "contenttext story article html",
    "url": "url link canonicalurl permalink weburl address",
    "author": "author authors byline by creator writer",
    "published": "published publishedat datepublished publicationdate webpublicationdate datepublish pubdate "
    "dateprecise date firstcreated created createdat timestamp versioncreated",
    "outlet": "outlet publisher publication newspaper sitename site source sourcename infosource provider medium",
    "language": "language lang inlanguage",
    "version": "versioncreated version updated updatedat modified datemodified lastmodified",
}
NAMES = tuple(_USUAL)
_PAIR = re.compile(r"\s*([a-z]+)\s*=\s*([^\s=,][^=,]*?)\s*")


@dataclass(frozen=True, slots=True)
class FieldNames:
    """What was set, by field: names to be looked for before the usual ones, each with the objects it lies in."""

    given: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @classmethod
    def parse(cls, setting: str) -> "FieldNames":
        """Read the setting DUMP_FIELDS.

        Raises:
            ValueError: It is not `field=name` with commas between, or there is no such field.
        """
        pairs = [_PAIR.fullmatch(pair) for pair in setting.split(",") if pair.strip()]
        if not all(pair and pair[1] in NAMES for pair in pairs):
            raise ValueError("not field=name")
        return cls(tuple((pair[1], tuple(pair[2].split("."))) for pair in pairs if pair))

    def values(self, record: Mapping[str, object], field: str) -> Iterator[object]:
        """Give what a record holds under the names of a field, the likeliest first; empty values are left out."""
        for name, path in self.given:
            if name == field:
                yield from _found(record, path)
        by_name = {_plain(name): value for name, value in reversed(list(record.items()))}
        yield from (by_name[name] for name in _USUAL[field].split() if by_name.get(name) not in (None, "", [], {}))


def _found(record: Mapping[str, object], path: tuple[str, ...]) -> Iterator[object]:
    value: object = record
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    if value not in (None, "", [], {}):
        yield value


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower() or name
