"""Errors that end a training run with a sentence instead of a traceback."""

import errno
import os


class TrainingError(Exception):
    """
    A failure that the user can mend. `code` is for programs; the message names what is wrong and the way out.
    """

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


def file_error(error: OSError, what: str, path: str | os.PathLike) -> TrainingError:
    """Turns the failure to read or write a file into a TrainingError."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return TrainingError(
            "DISK_FULL",
            f"{what} {path} could not be written: the disk is full. Free some space and go on with --resume.",
        )
    if error.errno == errno.EFBIG:
        return TrainingError(
            "DISK_FULL",
            f"{what} {path} could not be written: it is larger than files may be here (ulimit -f, or the "
            "disk's format).",
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return TrainingError(
            "NO_PERMISSION",
            f"{what} {path} is not accessible: {error.strerror}. Give another folder or change its "
            "permissions.",
        )
    if error.errno == errno.ENOENT:
        return TrainingError("FILE_MISSING", f"{what} {path} does not exist.")
    return TrainingError("FILE_ERROR", f"{what} {path} cannot be used: {error.strerror or error}.")
