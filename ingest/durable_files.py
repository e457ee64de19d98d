"""What must survive a power loss: files and folders whose content is on the disk before anything relies on it.

A rename alone may reach the disk before the content of the file that was renamed: after a power loss the name is there
and the file is empty (POSIX promises no order without fsync).
"""

import errno
import os
from pathlib import Path


def sync(path: Path) -> None:
    """Wait until a file's content, or a folder's names, are on the disk, where the file system knows how.

    Raises:
        OSError: It could not be written.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EROFS):
            raise
    finally:
        os.close(descriptor)


def write_durably(path: Path, content: str) -> None:
    """Replace a small text file in one step: whatever happens, it holds the old content or the new, whole."""
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(content, "utf-8")
    sync(draft)
    draft.replace(path)
    sync(path.parent)
