"""Valid configurations, and the messages for invalid ones."""

from pathlib import Path

import pytest

from training.errors import TrainingError
from training.run.config import parse_config, read_config
from training.tests.tiny import tiny


def test_the_configurations_of_the_project_can_be_read():
    folder = Path(__file__).parents[2] / "configs"
    found = sorted(folder.glob("*.yaml"))
    assert found
    for path in found:
        config = read_config(path)
        assert config.stages[-1].resolution == config.network.res


def change(path: str, value: object) -> dict:
    """Returns the small configuration with one field set, or removed by None."""
    values = tiny(Path("data"), Path("out"))
    target: object = values
    *way, last = [int(p) if p.isdigit() else p for p in path.split("/")]
    for key in way:
        target = target[key]
    if value is None:
        del target[last]
    else:
        target[last] = value
    return values


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("stages", None, "stages is missing"),
        ("stages", [], "stages must be a list"),
        ("stages/1/resolution", 16, r"stages\[1\].resolution must be 8"),
        ("stages/1/resolution", 9, r"stages\[1\].resolution must grow"),
        ("stages/2/batch", 0, r"stages\[2\].batch must be at least 1"),
        ("stages/2/rate", "fast", r"stages\[2\].rate must be a number"),
        ("stages/2/rate", 0, r"stages\[2\].rate must be above 0"),
        ("stages/2/rate", float("nan"), r"stages\[2\].rate must be a number"),
        ("stages/2/rate_end", 0, r"stages\[2\].rate_end must be above 0"),
        ("stages/1/discriminator_rate", 0, r"stages\[1\].discriminator_rate must be above 0"),
        ("stages/2/detail", 0, r"stages\[2\].detail must be above 0"),
        ("stages/0/adversary_every", 0, r"stages\[0\].adversary_every must be at least 1"),
        (
            "stages/0/adversary_every",
            2,
            r"stages\[0\].adversary_every must be at least 1, and 1 where pairing is 0",
        ),
        ("stages/0/fade", 8, r"stages\[0\].fade must be 0"),
        ("stages/0", 4, r"stages\[0\]. must be a table"),
        ("network/res", 48, "network.res must be a power of two"),
        ("network/max", 0, "network.max must be at least 1"),
        ("network/max", True, "network.max must be a whole number"),
        ("network/depth", 3, "network.depth is not known"),
        ("loss", "hinge", "loss must be one of logistic"),
        ("gama", 1.0, "gama is not known"),
        ("mirror", "no", "mirror must be yes or no"),
        ("seed", -1, "seed must be a whole number"),
        ("device", "tpu", "device must be one of"),
        ("precision", "float16", "precision must be one of"),
        ("penalty_every", 0, "penalty_every must be at least 1"),
        ("start", {"weights": "w.safetensors", "resolution": 32}, "start.resolution must be the resolution"),
    ],
)
def test_a_field_that_is_wrong_is_named(path: str, value: object, words: str):
    with pytest.raises(TrainingError, match=words) as caught:
        parse_config(change(path, value), "mine.yaml")
    assert caught.value.code == "CONFIG_INVALID"
    assert "mine.yaml" in str(caught.value)


def test_numbers_may_be_written_with_an_exponent():
    assert parse_config(change("stages/2/rate", "2e-3"), "mine.yaml").stages[2].rate == 0.002


def test_files_that_are_no_configuration(tmp_path: Path):
    for name, text, code in [
        ("none.yaml", None, "FILE_MISSING"),
        ("broken.yaml", "a: [", "CONFIG_INVALID"),
        ("list.yaml", "- 1", "CONFIG_INVALID"),
        ("empty.yaml", "", "CONFIG_INVALID"),
    ]:
        if text is not None:
            (tmp_path / name).write_text(text)
        with pytest.raises(TrainingError, match=name) as caught:
            read_config(tmp_path / name)
        assert caught.value.code == code


def test_places_and_machines_are_no_part_of_what_a_checkpoint_must_agree_with():
    mine = parse_config(tiny(Path("data"), Path("out")), "a.yaml").identity()
    moved = parse_config(tiny(Path("d"), Path("o"), threads=2, checkpoint_every=7), "b.yaml").identity()
    other = parse_config(tiny(Path("data"), Path("out"), gamma=3.0), "c.yaml").identity()
    assert mine == moved
    assert mine != other
