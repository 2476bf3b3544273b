"""Ends a run at the next step, on a time limit or a signal."""

import signal
import time


class Stopping:
    """
    Within `with`, SIGTERM and SIGINT request an end after the current step; a second SIGINT ends immediately.
    """

    def __init__(self, minutes: float | None, started: float | None = None):
        self.deadline = None if minutes is None else (started or time.monotonic()) + 60 * minutes
        self.reason: str | None = None
        self._interrupted = False

    def __enter__(self) -> "Stopping":
        self._before = {s: signal.signal(s, self._on_signal) for s in (signal.SIGTERM, signal.SIGINT)}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def asked(self) -> bool:
        """Tells whether it is time to end."""
        if self.reason is None and self.deadline is not None and time.monotonic() >= self.deadline:
            self.reason = "the time limit"
        return self.reason is not None

    def _on_signal(self, number: int, _: object) -> None:
        if number == signal.SIGINT:
            if self._interrupted:
                raise KeyboardInterrupt
            self._interrupted = True
        self.reason = signal.Signals(number).name
