"""
Reports the outcome of the tests to `npm test`: counts as JSON, in the file that ZSCAPE_PYTEST_REPORT names.
"""

import json
import os
from pathlib import Path

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Writes the counts. An error while loading a file or setting up a test counts as a failure."""
    path = os.environ.get("ZSCAPE_PYTEST_REPORT")
    if path is None:
        return
    stats = terminalreporter.stats
    counts = {name: len(stats.get(name, [])) for name in ("passed", "failed", "error", "skipped")}
    Path(path).write_text(json.dumps(counts), "utf8")
