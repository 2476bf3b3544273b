"""Attributes as predicates, their directions, and the effects of edits."""

import base64
import json

import numpy as np
import pytest
import torch

from training.attributes.discover import _choose
from training.attributes.edits import Sight, changes, flipped, in_words, moved
from training.attributes.find import accuracy, boundaries, mean_difference, unit, wilson, without_others
from training.attributes.table import ATTRIBUTES, check_columns, columns_of, judge, of_labels, visible
from training.attributes.unsupervised import closed_form_directions, principal_directions
from training.attributes.write import directions_json
from training.errors import TrainingError
from training.network.progan import Generator, Shape
from training.tests.labelled import values_by_column

BY_KEY = {a.key: a for a in ATTRIBUTES}


def face(**changed: str) -> dict[str, list[str]]:
    """The labels of one face."""
    plain = {
        "top": "shortFlat",
        "hairColor": "d6b370",
        "hatColor": "262e33",
        "accessories": "none",
        "facialHair": "none",
        "facialHairColor": "d6b370",
        "eyes": "default",
        "eyebrows": "default",
        "mouth": "serious",
        "skinColor": "ffdbb4",
        "clothing": "overall",
        "clothesColor": "ff5c5c",
    }
    return {column: [value] for column, value in {**plain, **changed}.items()}


def judged(key: str, **changed: str) -> tuple[bool, bool]:
    """Tells whether the face has the attribute, and whether that can be judged."""
    columns = {c: sorted({*v, *face()[c], *face(**changed)[c]}) for c, v in with_defaults().items()}
    has, clear = judge(BY_KEY[key], of_labels(face(**changed), columns), columns)
    return bool(has[0] > 0.5), bool(clear[0])


def with_defaults() -> dict[str, list[str]]:
    return {c: [*values, "none"] for c, values in values_by_column().items()}


def test_names_keys_and_values_are_each_told_apart():
    assert len(ATTRIBUTES) >= 12
    names = [a.name.lower() for a in ATTRIBUTES]
    assert len(set(names)) == len(names)
    assert len(BY_KEY) == len(ATTRIBUTES)
    for one in names:  # the page's expressions use names
        assert not any(other != one and other.startswith(one) for other in names)


@pytest.mark.parametrize(
    ("key", "changed", "has", "clear"),
    [
        ("glasses", {"accessories": "round"}, True, True),
        ("glasses", {"accessories": "kurt"}, False, True),
        ("sunglasses", {"accessories": "kurt"}, True, True),
        ("blond_hair", {}, True, True),
        ("blond_hair", {"top": "turban"}, True, False),
        ("dark_hair", {"top": "none"}, False, False),
        ("long_hair", {"top": "bob"}, True, True),
        ("long_hair", {"top": "hat"}, False, False),
        ("closed_eyes", {"eyes": "happy"}, True, True),
        ("closed_eyes", {"eyes": "wink"}, False, False),
        ("closed_eyes", {"eyes": "closed", "accessories": "sunglasses"}, True, False),
        ("smile", {"mouth": "twinkle"}, True, True),
        ("open_mouth", {"mouth": "twinkle"}, False, True),
        ("open_mouth", {"mouth": "screamOpen"}, True, True),
    ],
)
def test_a_labelled_face_is_judged_where_it_can_be_seen(key: str, changed: dict, has: bool, clear: bool):
    assert judged(key, **changed) == (has, clear)


def test_a_hat_colour_is_seen_only_with_a_hat():
    columns = with_defaults()
    columns = {c: sorted({*v, *face()[c]}) for c, v in columns.items()}
    for top, there in (("hat", True), ("shortFlat", False)):
        assert visible("hatColor", of_labels(face(top=top), columns), columns)[0] == there


def test_unclear_values_take_no_part_in_the_probability():
    columns = {**with_defaults(), "eyes": ["closed", "wink", "default", "happy"]}
    p = of_labels(face(), {c: sorted({*v, *face()[c]}) for c, v in columns.items() if c != "eyes"})
    columns = {
        **{c: sorted({*v, *face()[c]}) for c, v in columns.items() if c != "eyes"},
        "eyes": columns["eyes"],
    }
    p["eyes"] = np.array([[0.3, 0.4, 0.3, 0.0]], np.float32)
    has, clear = judge(BY_KEY["closed_eyes"], p, columns)
    assert has[0] == pytest.approx(0.5, abs=1e-5)
    assert clear[0]


def test_labels_of_another_style_are_refused_by_name():
    labels = {column: list(values) for column, values in values_by_column().items()}
    check_columns(columns_of(labels))
    labels["mouth"] = ["smile", "sad"]
    with pytest.raises(TrainingError, match="mouth of .*twinkle") as caught:
        check_columns(columns_of(labels))
    assert caught.value.code == "LABELS_UNKNOWN"


def planted(n: int = 4000, size: int = 24) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Latents, two planted directions, and labels that follow them with some noise."""
    z = torch.randn(n, size)
    truth = torch.linalg.qr(torch.randn(size, 2)).Q.T
    scores = z @ truth.T + 0.3 * torch.randn(n, 2)
    return z, truth, scores > torch.tensor([0.0, 1.0])


def test_means_and_boundaries_find_planted_directions():
    z, truth, has = planted()
    everywhere = torch.ones_like(has)
    normals = boundaries(z, has, everywhere, slice(3200, 4000))
    for i in (0, 1):
        d = mean_difference(z, has[:, i], everywhere[:, i])
        assert float(d @ truth[i]) > 0.95
        assert float(normals[i] @ truth[i]) > 0.97
        assert float(normals[i].norm()) == pytest.approx(1, abs=1e-5)


def test_what_cannot_be_judged_is_not_learnt_from():
    z, truth, has = planted()
    clear = torch.ones_like(has)
    clear[:2000] = False
    has = has.clone()
    has[:2000] = ~has[:2000]  # wrong where nobody looks
    normals = boundaries(z, has, clear, slice(3600, 4000))
    assert float(normals[0] @ truth[0]) > 0.95
    assert float(mean_difference(z, has[:, 0], clear[:, 0]) @ truth[0]) > 0.9
    assert mean_difference(z, torch.zeros(len(z), dtype=torch.bool), clear[:, 0]) is None


def test_accuracy_is_that_of_the_best_place_of_the_boundary():
    z = torch.randn(5000, 8)
    d = unit(torch.ones(8))
    has = z @ d > 0.7
    found = accuracy(d, z, has, torch.ones(5000, dtype=torch.bool), slice(4000, 5000))
    assert found["samples"] == 1000
    assert found["share"] > 0.99
    assert found["low"] < found["share"] <= found["high"] + 1e-4
    off = accuracy(-d, z, has, torch.ones(5000, dtype=torch.bool), slice(4000, 5000))
    assert off["share"] < 0.8  # no better than always saying no
    rare = accuracy(
        d, z, z @ d + 0.7 * torch.randn(5000) > 2, torch.ones(5000, dtype=torch.bool), slice(4000, 5000)
    )
    assert rare["balanced"] > 0.8  # although always saying no is right nineteen times in twenty
    assert accuracy(d, z, has, torch.zeros(5000, dtype=torch.bool), slice(4000, 5000)) is None


def test_wilson_interval_as_in_its_tables():
    assert wilson(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-3)
    assert wilson(100, 100) == pytest.approx((0.963, 1.0), abs=1e-3)


def test_projecting_out_leaves_a_right_angle_to_all_others():
    d = unit(torch.randn(4, 16))
    alone, left = without_others(d)
    for i in range(4):
        for j in range(4):
            if i != j:
                assert abs(float(alone[i] @ d[j])) < 1e-5
        assert float(alone[i] @ d[i]) == pytest.approx(float(left[i]), abs=1e-4)


def test_a_step_moves_as_the_page_does():
    z = torch.randn(3, 16)
    d = unit(torch.randn(16))
    after = moved(z, d, 2)
    assert torch.allclose(after - z, 2 / 4 * z.norm(dim=1, keepdim=True) * d, atol=1e-5)


def test_changes_count_faces_that_can_be_judged():
    has = np.zeros((4, len(ATTRIBUTES)), bool)
    clear = np.ones_like(has)
    before = Sight(has.copy(), clear.copy())
    after = Sight(has.copy(), clear.copy())
    after.has[:3, 0] = True
    after.judged[0, 0] = False
    assert changes(before, after)[0] == pytest.approx(2 / 3)
    assert flipped(before, after, 0, True) == pytest.approx(2 / 3)
    change = np.zeros(len(ATTRIBUTES))
    change[2], change[1] = -0.5, 0.2
    assert in_words(change, None) == f"{ATTRIBUTES[2].name} −50 %, {ATTRIBUTES[1].name} +20 %"
    assert in_words(change, 2) == f"{ATTRIBUTES[1].name} +20 %"


class Staged:
    """An editor with directions of known effect, which entry 0 of a direction identifies."""

    def __init__(self, effects: dict[int, tuple[float, float, int]]):
        self.effects = effects

    def after(self, z: torch.Tensor, direction: torch.Tensor, deviations: float) -> Sight:
        on, off, others = self.effects[int(direction[0])]
        n = len(z)
        has = np.zeros((n, len(ATTRIBUTES)), bool)
        has[: int(n * (on if deviations > 0 else 1 - off)), 0] = True
        if deviations > 0:
            has[:, 1 : 1 + others] = True
        return Sight(has, np.ones_like(has))


def test_of_directions_that_do_enough_the_one_that_changes_least_else_is_kept():
    z = torch.zeros(100, 4)
    nothing = Sight(np.zeros((100, len(ATTRIBUTES)), bool), np.ones((100, len(ATTRIBUTES)), bool))
    named = {name: torch.full((len(ATTRIBUTES), 4), float(i + 1)) for i, name in enumerate("abc")}

    def chosen(*effects: tuple[float, float, int]) -> str:
        editor = Staged({i + 1: effect for i, effect in enumerate(effects)})
        return _choose(editor, z, nothing, named, 0)[0]

    assert chosen((1.0, 1.0, 9), (0.96, 1.0, 2), (0.97, 0.99, 5)) == "b"
    assert chosen((0.9, 1.0, 9), (0.8, 1.0, 0), (0.7, 1.0, 0)) == "a"
    assert chosen((0.96, 0.96, 1), (1.0, 0.9, 0), (1.0, 1.0, 3)) == "a"


SHAPE = Shape(8, 32, 6, 12)


def test_closed_form_directions_change_the_first_layer_most():
    generator = Generator(SHAPE)
    directions, strengths = closed_form_directions(generator, 3)
    kernel = generator.c0[0].kernel().detach()
    reach = [float(torch.einsum("oikl,i->okl", kernel, d).norm()) for d in directions]
    assert reach == pytest.approx(strengths, rel=1e-3)
    others = [float(torch.einsum("oikl,i->okl", kernel, d).norm()) for d in unit(torch.randn(200, 12))]
    assert max(others) <= strengths[0] + 1e-4
    assert strengths == sorted(strengths, reverse=True)
    assert torch.allclose(directions @ directions.T, torch.eye(3), atol=1e-4)


def test_components_of_a_first_layer_that_hears_one_direction_most_are_that_direction():
    generator = Generator(SHAPE)
    strong = unit(torch.randn(12))
    with torch.no_grad():
        w = generator.c0[0].w
        w += 6 * torch.randn(w.shape[0], 1, 4, 4) * strong[None, :, None, None]
    found, shares = principal_directions(generator, torch.randn(1500, 12), 2)
    assert abs(float(found[0] @ strong)) > 0.95
    assert shares[0] > shares[1]


def test_directions_json_is_what_the_page_reads():
    n = len(ATTRIBUTES)
    vectors = {
        name: unit(torch.randn(k, 12)).numpy()
        for name, k in (("attributes", n), ("components", 2), ("closed_form", 2))
    }
    about = {
        "boundary": {"share": 0.9, "low": 0.8, "high": 0.95, "samples": 50, "balanced": 0.9},
        "step": 4.0,
    }
    about |= {"success_on": 0.97, "success_off": 0.99, "also": "Hat +12 %"}
    facts = {"attributes": {a.key: about for a in ATTRIBUTES}, "components": {"effects": ["Hat +40 %", ""]}}
    facts["closed_form"] = facts["components"]
    found = json.loads(directions_json(vectors, facts))
    assert (found["schema"], found["latent"], found["units"]) == (1, 12, "standard deviations")
    assert len(found["directions"]) == n + 4
    first = found["directions"][0]
    assert first["name"] == ATTRIBUTES[0].name
    assert first["step"]["deviations"] == 4
    assert first["step"]["success"] == 0.97
    assert "99 %" in first["step"]["note"]
    back = np.frombuffer(base64.b64decode(first["vector"]), "<f4")
    assert np.array_equal(back, vectors["attributes"][0])
    names = [d["name"].lower() for d in found["directions"]]
    assert len(set(names)) == len(names)
    assert all(len(d["step"]["note"]) <= 200 for d in found["directions"])
