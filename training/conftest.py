"""
Says how the tests went in a file that `npm test` reads: counts as JSON, where ZSCAPE_PYTEST_REPORT names it.
"""

import json
import os
from pathlib import Path

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """An error while a file is loaded or a test is set up counts as a failure."""
    path = os.environ.get("ZSCAPE_PYTEST_REPORT")
    if path is None:
        return
    stats = terminalreporter.stats
    counts = {name: len(stats.get(name, [])) for name in ("passed", "failed", "error", "skipped")}
    Path(path).write_text(json.dumps(counts), "utf8")
