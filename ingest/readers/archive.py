"""Archives: the members of a file that is a zip archive, and their XML, within bounds.

A few kilobytes can unpack to many gigabytes, and XML can define entities that do the same; neither is believed.
"""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import NamedTuple
from xml.parsers import expat

from ingest.errors import UnreadableArticle

MOST_MEMBERS = 5_000
MOST_BYTES = 64 * 1024 * 1024
"""Bytes that are unpacked of one file; the text of a long book has two million."""
LARGEST_XML = 24 * 1024 * 1024
DEEPEST = 200
"""Elements inside one another."""
_CHUNK = 1 << 16


class Archive:
    """The members of a zip file in memory; none is unpacked that was not asked for."""

    def __init__(self, data: bytes, source: str) -> None:
        """Open it.

        Raises:
            UnreadableArticle: It is no zip file, is encrypted, or has too many members.
        """
        self._source, self._left = source, MOST_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
            raise UnreadableArticle(source, "it is damaged: the archive that it should be cannot be opened") from error
        if len(self._zip.infolist()) > MOST_MEMBERS:
            raise UnreadableArticle(source, f"it is an archive of more than {MOST_MEMBERS:,} files")
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str, largest: int = MOST_BYTES) -> bytes:
        """Unpack a member.

        Raises:
            UnreadableArticle: There is none, it is encrypted or damaged, or it unpacks to more than is read.
        """
        most = min(largest, self._left)
        try:
            with self._zip.open(name) as member:
                data = member.read(most + 1)
        except KeyError:
            raise UnreadableArticle(self._source, f"it is damaged: {name} is not in it") from None
        except RuntimeError as error:
            raise UnreadableArticle(self._source, "it is encrypted") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise UnreadableArticle(self._source, f"it is damaged: {name} cannot be unpacked") from error
        if len(data) > most:
            raise UnreadableArticle(self._source, f"it unpacks to more than {most // 1024**2} MiB")
        self._left -= len(data)
        return data

    def xml(self, name: str) -> Iterator["Event"]:
        """Give what stands in a member that is XML, see `events`."""
        return events(self.read(name, LARGEST_XML), self._source)


class Event(NamedTuple):
    """A piece of XML: the start of an element, its end, or text.

    Attributes:
        kind: "start", "end" or "text".
        value: Local name of the element, or the text.
        attributes: Of a start, by local name.
    """

    kind: str
    value: str
    attributes: dict[str, str] = {}  # noqa: RUF012 - never written to


def events(data: bytes, source: str) -> Iterator[Event]:
    """Give the pieces of an XML document in order, without their name spaces.

    Raises:
        UnreadableArticle: It is not well-formed, is nested too deep, or declares a document type, which no format that
            is read here needs.
    """
    found: list[Event] = []
    depth = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise UnreadableArticle(source, "its XML is nested too deep")
        found.append(Event("start", _local(name), {_local(key): value for key, value in attributes.items()}))

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        found.append(Event("end", _local(name)))

    def refuse(*_: object) -> None:
        raise UnreadableArticle(source, "its XML declares a document type, which no such file needs")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = lambda text: found.append(Event("text", text))
    parser.StartDoctypeDeclHandler = refuse
    try:
        for position in range(0, len(data), _CHUNK):
            parser.Parse(data[position : position + _CHUNK], False)
            yield from found
            found.clear()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise UnreadableArticle(source, "it is damaged: its XML is not well-formed") from error
    yield from found


def _local(name: str) -> str:
    return name.rpartition("}")[2]
