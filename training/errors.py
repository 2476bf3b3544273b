"""Errors that end a training run with a sentence instead of a traceback."""

import errno
import os


class TrainingError(Exception):
    """
    A failure that the user can fix. `code` is for programs; the message says what is wrong and what to do.
    """

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


def file_error(error: OSError, what: str, path: str | os.PathLike) -> TrainingError:
    """Turns a failure to read or write a file into a TrainingError."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return TrainingError(
            "DISK_FULL",
            f"{what} {path} could not be written: the disk is full. Free some space and continue with "
            "--resume.",
        )
    if error.errno == errno.EFBIG:
        return TrainingError(
            "DISK_FULL",
            f"{what} {path} could not be written: it is larger than files may be here (by ulimit -f, or the "
            "disk's format).",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return TrainingError(
            "NO_PERMISSION",
            f"{what} {path} is not accessible: {error.strerror}. Choose another folder or change its "
            "permissions.",
        )
    if error.errno == errno.ENOENT:
        return TrainingError("FILE_MISSING", f"{what} {path} does not exist.")
    return TrainingError("FILE_ERROR", f"{what} {path} cannot be used: {error.strerror or error}.")
