"""What becomes of every line of a file: kept as what, or left out for which reason. Nothing is written.

Reads files as an ingestion does, and gives one Explanation a file; knows neither vectors nor the index. Lines that many
articles of an outlet hold are counted over all files of the folder, as an ingestion of it would.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.article import Article
from ingest.cleaning import repeated_lines
from ingest.cleaning.shapes import plain_words
from ingest.errors import CorpusError, UnreadableArticle
from ingest.reader_messages import Reading
from ingest.reader_process import ReaderProcess
from ingest.readers import SUFFIXES
from ingest.readers.file_kinds import file_of
from ingest.sources.folder import scan
from ingest.text.lines import Lines


@dataclass(frozen=True, slots=True)
class ExplainedPart:
    """Some lines of a file and what they became.

    Attributes:
        lines: First and last line, 1-based, inclusive.
        text: As it stands there.
        role: "passage", "heading" or "title" of what is kept; the reason of what is left out.
    """

    lines: tuple[int, int]
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """One file as an ingestion reads it; together its parts hold every line that is not blank.

    Attributes:
        source: Path relative to the folder.
        article: What was read; None where nothing could be.
        reason: Why nothing could be read, else "".
        kept: What is indexed, in the order of the file.
        left_out: What is not.
    """

    source: str
    article: Article | None
    reason: str
    kept: tuple[ExplainedPart, ...]
    left_out: tuple[ExplainedPart, ...]

    def as_json(self) -> dict[str, object]:
        """Return it as one object; a file that cannot be read has only its source and the reason."""
        article = self.article
        if article is None:
            return {"source": self.source, "failed": self.reason}
        return {
            "source": self.source,
            "title": article.title,
            "language": article.language,
            "outlet": article.outlet,
            "published": article.published.isoformat() if article.published else None,
            "url": article.url,
            "kept": [{"lines": part.lines, "text": part.text, "as": part.role} for part in self.kept],
            "left_out": [{"lines": part.lines, "text": part.text, "reason": part.role} for part in self.left_out],
        }

    def in_words(self) -> str:
        """Return it as lines of text, in the order of the file."""
        article = self.article
        if article is None:
            return f"{self.source}: cannot be read: {self.reason}"
        known = (article.language, article.outlet, article.published, article.url)
        head = f"{self.source}: {article.title} ({', '.join(str(value) for value in known if value)})"
        kept = [(part, part.role) for part in self.kept]
        left = [(part, f"left out: {part.role}") for part in self.left_out]
        rows = sorted(kept + left, key=lambda row: row[0].lines)
        return "\n".join([head, *(f"{_span(part.lines):>9}  {role}: {part.text}" for part, role in rows)])


def explain(target: Path, corpus: Path, fields: str = "") -> Iterator[Explanation]:
    """Say of a file, or of each article file of a folder, what becomes of its lines.

    Args:
        target: File, article in a file (`dump.json#7`) or folder. A file of the corpus is read among its fellows, any
            other by itself.
        corpus: The folder of articles.
        fields: The setting DUMP_FIELDS.

    Raises:
        CorpusError: There is no such file or folder, or the folder cannot be listed.
    """
    if target.is_dir():
        root, sources = target, list(scan(target, SUFFIXES).files)
        counted = sources
    elif (file := Path(file_of(str(target)))).is_file():
        inside = file.resolve().is_relative_to(corpus.resolve())
        root = corpus if inside else file.parent
        source = file.resolve().relative_to(root.resolve()).as_posix() if inside else file.name
        sources = [source + str(target)[len(str(file)) :]]
        counted = list(scan(corpus, SUFFIXES).files) if inside else sources
    else:
        raise CorpusError(f"There is no file or folder {target}.")
    with ReaderProcess(root, fields=fields) as readers:
        repeated = repeated_lines(readers.lines(counted))
        for found in readers.articles(sources, repeated):
            if isinstance(found, UnreadableArticle):
                yield Explanation(found.source, None, found.reason, (), ())
            elif isinstance(found, Reading):
                yield _explained(found.article)


def _explained(article: Article) -> Explanation:
    kept = [(p.start, p.end, "passage") for p in article.paragraphs]
    kept += [(start, end, _role(article, start, end)) for start, end in article.headings]
    left = [(part.start, part.end, part.reason.value) for part in article.left_out]
    return Explanation(article.source, article, "", _parts(article, kept), _parts(article, left))


def _role(article: Article, start: int, end: int) -> str:
    words = plain_words(article.text[start:end])
    return "title" if words.startswith(article.title.rstrip("…")) else "heading"


def _parts(article: Article, ranges: list[tuple[int, int, str]]) -> tuple[ExplainedPart, ...]:
    lines = Lines(article.text)
    return tuple(
        ExplainedPart(lines.span(start, end), article.text[start:end].strip(), role)
        for start, end, role in sorted(ranges)
    )


def _span(lines: tuple[int, int]) -> str:
    return str(lines[0]) if lines[0] == lines[1] else f"{lines[0]}-{lines[1]}"
