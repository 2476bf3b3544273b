"""On a CPU, `precision: auto` tries both precisions, takes the faster one and says which."""

import dataclasses
from pathlib import Path

import pytest

from training.run import precision
from training.tests.tiny import CPU, tiny_config


@pytest.mark.parametrize(
    ("rates", "taken"), [((100.0, 150.0), True), ((100.0, 105.0), False), ((100.0, 9.0), False)]
)
def test_the_faster_one_is_taken_and_named_with_its_reason(rates, taken, monkeypatch, capsys):
    monkeypatch.setattr(precision, "measure", lambda config, workers: rates[workers.bfloat16])
    config = tiny_config(Path("data"), Path("out"), precision="auto")
    assert precision.settle(config, CPU).bfloat16 is taken
    said = capsys.readouterr().out
    name = "bfloat16" if taken else "float32"
    assert said.startswith(
        f"precision: {name}, because at 8 px a thread makes 100 images a second in float32 here"
    )
    assert f"and {rates[1]:.3g} in bfloat16" in said


@pytest.mark.parametrize("bfloat16", [False, True])
def test_measuring_takes_real_steps(bfloat16):
    config = tiny_config(Path("data"), Path("out"))
    assert precision.measure(config, dataclasses.replace(CPU, bfloat16=bfloat16), seconds=0.0) > 0


def test_a_precision_that_is_named_is_not_measured(monkeypatch):
    monkeypatch.setattr(precision, "measure", None)
    assert precision.settle(tiny_config(Path("data"), Path("out"), precision="float32"), CPU) is CPU
