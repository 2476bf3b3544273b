"""
Memory that costs less time. In a virtual machine, glibc's defaults make a training step several times as
long (docs/training.md, Speed).
"""

import ctypes
import os
import sys

# Parameters of glibc's mallopt(3).
M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_MAX = -1, -2, -4
ROOM = 256 << 20  # bytes that the heap grows by at once
TUNABLES = "GLIBC_TUNABLES"
HUGE_PAGES = "glibc.malloc.hugetlb=1"


def keep_freed_memory() -> bool:
    """
    Makes malloc reuse large blocks. By default, glibc asks the system for each large tensor anew, and a page
    that comes from the system is cleared and mapped at its first use.

    @returns whether it did; other C libraries have no such settings
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return all([mallopt(M_MMAP_MAX, 0), mallopt(M_TRIM_THRESHOLD, -1), mallopt(M_TOP_PAD, ROOM)])


def use_huge_pages() -> None:
    """
    Starts this program again, under the same number, with a malloc that uses pages of 2 MB. glibc reads this
    setting only at the start of a program. Nothing happens if the user has settings of their own, or where
    there is no glibc.
    """
    try:
        glibc = os.confstr("CS_GNU_LIBC_VERSION")
    except (AttributeError, OSError, ValueError):
        return
    if glibc and TUNABLES not in os.environ:
        os.execve(sys.executable, sys.orig_argv, {**os.environ, TUNABLES: HUGE_PAGES})
