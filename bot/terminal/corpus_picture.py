"""`python -m bot corpus`: what the index holds, in words on the standard output and, if wanted, as a picture."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from bot.charts.showing import View, show
from bot.texts import Texts
from ingest.errors import PictureFileError
from ingest.index.tallies import Tally


def show_corpus(tallies: Sequence[Tally], out: Path | None, stream: TextIO, errors: TextIO) -> None:
    """Print the words, and write the PNG to `out`.

    Raises:
        PictureFileError: `out` cannot be written.
    """
    shown = show(tallies, View(), datetime.now(UTC).date(), Texts("en"))
    print(shown.words, file=stream)
    if out is None or shown.picture is None:
        return
    try:
        out.write_bytes(shown.picture)
    except OSError:
        raise PictureFileError(f"{out} cannot be written; name a file in a folder that is there.") from None
    print(f"{out} is the picture.", file=errors)
