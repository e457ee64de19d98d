"""A dump of a PostgreSQL database, by PostgreSQL's own program; the password goes by its environment, never shown."""

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL

from ingest.errors import BackupError


def dump(url: URL, target: Path) -> None:
    """Write everything in the database to a file for `pg_restore`, as of one moment.

    Raises:
        BackupError: pg_dump is not installed, or failed.
    """
    program = shutil.which("pg_dump")
    if program is None:
        raise BackupError("pg_dump is not installed; install PostgreSQL's client programs to back up DATABASE_URL.")
    address = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    secret = {"PGPASSWORD": str(url.password)} if url.password else {}
    call = [program, "--format=custom", "--no-owner", "--no-password", f"--file={target}", f"--dbname={address}"]
    done = subprocess.run(call, env=os.environ | secret, capture_output=True, check=False)
    if done.returncode:
        raise BackupError(f"pg_dump failed with status {done.returncode}; see that it can reach DATABASE_URL.")
