"""Files: the bytes of one article, or the reason why not. The only place that opens a file of the corpus."""

import errno
import os
import stat
from pathlib import Path

from ingest.errors import UnreadableArticle

_REASONS = {
    errno.ENOENT: "it has vanished",
    errno.ENOTDIR: "it has vanished",
    errno.EACCES: "permission is denied; make it readable",
    errno.EPERM: "permission is denied; make it readable",
    errno.ELOOP: "it is a link that leads to itself",
    errno.EISDIR: "it is a folder",
    errno.ENAMETOOLONG: "its name is too long",
}


_LASTING = (errno.ELOOP, errno.EISDIR, errno.ENAMETOOLONG)
"""What is wrong with the entry itself; whatever else the system says may be over next time."""


def read_bytes(corpus: Path, source: str, largest: int) -> bytes:
    """Return the bytes of the file `source` (relative to `corpus`, with `/`), of at most so many.

    Raises:
        UnreadableArticle: It is too large, no ordinary file, outside the folder, gone, or may not be read.
    """
    _check_name(source)
    try:
        path = os.path.realpath(corpus / source, strict=True)
        if not Path(path).is_relative_to(os.path.realpath(corpus)):
            raise UnreadableArticle(source, "it is a link that leads out of the folder")
        return _read(path, source, largest)
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, f"reading failed ({error.strerror or type(error).__name__})")
        raise UnreadableArticle(source, reason, passing=error.errno not in _LASTING) from error


def _check_name(source: str) -> None:
    try:
        source.encode()
    except UnicodeEncodeError as error:
        printable = source.encode("utf-8", "backslashreplace").decode()
        raise UnreadableArticle(printable, "its name is not valid UTF-8; rename it") from error
    if "\0" in source:
        raise UnreadableArticle(source.replace("\0", "\\0"), "no file can have this name")


def _read(path: str, source: str, largest: int) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)  # a FIFO must not hang us
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise UnreadableArticle(source, "it is not an ordinary file")
        data = bytearray()
        while len(data) <= largest and (more := file.read(largest + 1 - len(data))):
            data += more
    if len(data) > largest:
        raise UnreadableArticle(source, f"it is too large (over {largest // 1024**2} MiB)")
    return bytes(data)
