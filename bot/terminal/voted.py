"""`python -m bot feedback`: lines of a question file in, the file or the standard output out."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from ingest.errors import QuestionFileError

NOBODY = "Nobody has voted on an answer yet; there is nothing to write."


def write_questions(lines: Sequence[str], out: Path | None, stream: TextIO, errors: TextIO) -> None:
    """Write the lines to `out`, or to `stream` without one; without lines only say so.

    Raises:
        QuestionFileError: `out` cannot be written.
    """
    if not lines:
        print(NOBODY, file=errors)
    elif out is None:
        print(*lines, sep="\n", file=stream)
    else:
        try:
            out.write_text("\n".join(lines) + "\n", "utf-8")
        except OSError:
            raise QuestionFileError(f"{out} cannot be written; name a file in a folder that is there.") from None
        print(f"{out} has {len(lines)} {'question' if len(lines) == 1 else 'questions'}.", file=errors)
