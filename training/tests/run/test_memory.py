"""Freed memory stays in the process, and its pages are large."""

import os
import subprocess
import sys

import pytest

# Prints how many pages the system had to provide for tensors that are made and freed again and again.
SCRIPT = """
import resource, sys
import torch
from training.run.memory import keep_freed_memory
if sys.argv[1] == "keep" and not keep_freed_memory():
    print("none")
    sys.exit()
def work():
    for _ in range(20):
        a = torch.ones(8 << 20)
        b = a + 1
        del a, b
work()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
work()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def pages(how: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", SCRIPT, how], capture_output=True, text=True, check=True
    ).stdout.strip()


def test_large_blocks_are_reused():
    kept = pages("keep")
    if kept == "none":
        pytest.skip("this C library has no mallopt")
    # 40 tensors of 8,192 pages each.
    assert int(kept) < 8192
    assert int(pages("leave")) > 8192


RESTART = """
import os, sys
from training.run.memory import use_huge_pages
print(os.getpid())
sys.stdout.flush()
use_huge_pages()
print(os.getpid(), os.environ.get("GLIBC_TUNABLES"), *sys.argv[1:])
"""


@pytest.mark.parametrize("own", [None, "glibc.malloc.arena_max=1"])
def test_a_program_starts_again_once_with_huge_pages_unless_the_user_has_settings(own: str | None):
    env = {name: value for name, value in os.environ.items() if name != "GLIBC_TUNABLES"}
    if own is not None:
        env["GLIBC_TUNABLES"] = own
    found = subprocess.run(
        [sys.executable, "-c", RESTART, "one", "two words"],
        capture_output=True,
        text=True,
        check=True,
        env=env,
    ).stdout.split("\n")
    try:
        glibc = os.confstr("CS_GNU_LIBC_VERSION")
    except ValueError:
        pytest.skip("this is not glibc")
    pid = found[0]
    again = [pid] if own is None and glibc else []
    wanted = own if own is not None else "glibc.malloc.hugetlb=1"
    assert found[:-1] == [pid, *again, f"{pid} {wanted} one two words"]
