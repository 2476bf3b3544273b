"""Writes files that are either complete or absent, and keeps two runs out of one folder."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from training.errors import TrainingError, file_error


def make_folder(path: Path, what: str) -> Path:
    """
    Makes a folder and its parents.

    @raises TrainingError when it cannot be made
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise file_error(error, what, path) from error
    return path


def write_atomic(path: Path, data: bytes, what: str, keep_previous: Path | None = None) -> None:
    """
    Writes a file beside `path`, forces it to disk, and renames it into place, so a reader, or a resume after
    a crash, finds the old file or the new one but never a part. The old one becomes `keep_previous` if that
    is given.

    @raises TrainingError for a full disk, missing permission and the like; `path` is unchanged then
    """
    temporary = path.with_name(path.name + ".part")
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if keep_previous is not None and path.exists():
            os.replace(path, keep_previous)
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise file_error(error, what, path) from error


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Locks a folder for this process. @raises TrainingError when another process holds the lock."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        yield
        return
    path = folder / ".lock"
    try:
        file = open(path, "w")  # noqa: SIM115 (closed by the with below)
    except OSError as error:
        raise file_error(error, "The lock", path) from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise TrainingError("BUSY", f"Another training is running in {folder}. Stop it first.") from error
        yield


def _sync_folder(folder: Path) -> None:
    """Syncs a folder: a rename is on disk only once its folder is. Windows cannot open folders."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
