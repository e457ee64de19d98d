"""Rich Text Format (.rtf), as striprtf reads it: one paragraph a line."""

import re

from ingest.cleaning import BlockKind
from ingest.errors import UnreadableArticle
from ingest.readers.document import Document, DocumentWriter
from ingest.readers.front_matter import FrontMatter


def read(data: bytes, source: str) -> Document:
    """Read a document.

    Raises:
        UnreadableArticle: It is no RTF or holds no text.
    """
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableArticle(source, "it is no RTF")
    try:
        text = rtf_to_text(data.decode("cp1252", "replace"), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError, RecursionError) as error:
        raise UnreadableArticle(source, "it is damaged: its RTF cannot be read") from error
    writer = DocumentWriter(source)
    for line in re.sub(r"\s*\n\s*\|", "|", text).splitlines():
        cells = [cell.strip() for cell in line.split("|") if cell.strip()]
        is_row = line.rstrip().endswith("|") and len(cells) > 1
        writer.add(" | ".join(cells) if is_row else line, BlockKind.LISTED if is_row else BlockKind.TEXT)
    return writer.finish(FrontMatter())
