"""Passage: the unit that is embedded, retrieved and quoted from.

`split(article)` cuts an Article into Passages at paragraph and sentence boundaries; it knows nothing of vectors or
stores. See `ingest.article` for what an offset is.
"""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A few neighbouring sentences of one article.

    Attributes:
        source: The article's path relative to the corpus folder.
        ordinal: 0-based position among the passages of its article.
        language: ISO 639-1 code of this passage (that of its article unless its script says otherwise).
        heading: Title and nearest heading; context for the vector only, never quoted.
        text: Exactly `article.text[start:end]`.
        start: First character in the article's text.
        end: One past the last character.
        first_line: 1-based line of the file in which it starts.
        last_line: 1-based line in which it ends, inclusive.
        sentences: Half-open offsets of its sentences in the article's text, in order, not overlapping.
    """

    source: str
    ordinal: int
    language: str
    heading: str
    text: str
    start: int
    end: int
    first_line: int
    last_line: int
    sentences: tuple[tuple[int, int], ...]

    @property
    def key(self) -> str:
        """Name of this passage's vector: 32 hex digits of what is embedded, so equal text shares one vector."""
        content = f"{self.language}\n{self.heading}\n{self.text}"
        return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]
