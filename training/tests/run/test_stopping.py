"""Ends of a run on request."""

import os
import signal

import pytest

from training.run.stopping import Stopping


def test_without_a_limit_or_a_signal_there_is_no_end():
    with Stopping(None) as stopping:
        assert not stopping.asked()


def test_the_limit_counts_from_the_start_of_the_command():
    assert Stopping(1, started=100.0).deadline == 160.0
    over = Stopping(1, started=-1e9)
    assert over.asked()
    assert over.reason == "the time limit"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_asks_for_an_end_and_is_given_back_its_old_meaning(number: signal.Signals):
    before = signal.getsignal(number)
    with Stopping(None) as stopping:
        os.kill(os.getpid(), number)
        assert stopping.asked()
        assert stopping.reason == number.name
    assert signal.getsignal(number) is before


def test_a_second_interrupt_does_not_wait():
    with Stopping(None) as stopping, pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
        assert stopping.asked()
        os.kill(os.getpid(), signal.SIGINT)
