"""The schedule: what is trained when."""

from pathlib import Path

import pytest

from training.run.schedule import Schedule
from training.tests.tiny import tiny_config


def schedule(**changes: object) -> Schedule:
    return Schedule(tiny_config(Path("data"), Path("out"), **changes))


@pytest.mark.parametrize(
    ("images", "resolution", "alpha"),
    [
        (0, 4, 1.0),
        (31, 4, 1.0),
        (32, 8, 0.0),
        (48, 8, 0.5),
        (64, 8, 1.0),
        (79, 8, 1.0),
        (80, 16, 0.0),
        (112, 16, 1.0),
        (160, 16, 1.0),
        (9_999, 16, 1.0),
    ],
)
def test_resolutions_follow_each_other_and_fade_in_linearly(images: int, resolution: int, alpha: float):
    moment = schedule().at(images)
    assert (moment.stage.resolution, moment.alpha) == (resolution, alpha)


def test_training_from_weights_begins_where_their_resolution_has_faded_in():
    assert schedule().begin == 0
    assert schedule(start={"weights": "w", "resolution": 8}).begin == 64
    assert schedule(start={"weights": "w", "resolution": 16}).begin == 112


def test_stages_of_no_length_are_passed_over():
    stages = [
        {"resolution": r, "fade": 0, "steady": n, "batch": 4, "rate": 0.001}
        for r, n in [(4, 0), (8, 0), (16, 8)]
    ]
    assert schedule(stages=stages).at(0).stage.resolution == 16


def test_the_work_left_weighs_each_image_by_its_resolution():
    plan = schedule()
    costs = {4: 1.0, 8: 10.0, 16: 100.0}
    assert plan.work_left(0, costs) == 32 + 480 + 8000
    assert plan.work_left(72, costs) == 80 + 8000
    assert plan.work_left(160, costs) == 0


def test_a_rate_falls_geometrically_while_a_resolution_is_steady_and_caps_the_discriminators():
    stages = [
        {"resolution": 4, "fade": 0, "steady": 8, "batch": 4, "rate": 0.004, "discriminator_rate": 0.002},
        {
            "resolution": 8,
            "fade": 8,
            "steady": 16,
            "batch": 4,
            "rate": 0.01,
            "rate_end": 0.0001,
            "discriminator_rate": 0.002,
        },
    ]
    plan = schedule(stages=stages)
    assert (plan.at(4).rate, plan.at(4).discriminator_rate) == (0.004, 0.002)
    for into, rate in ((0, 0.01), (8, 0.01), (16, 0.001), (24, 0.0001), (99, 0.0001)):
        moment = plan.at(8 + into)
        assert moment.rate == pytest.approx(rate)
        assert moment.discriminator_rate == pytest.approx(min(rate, 0.002))
