"""Finds every attribute's direction, keeps the best of its candidates, and measures its effect."""

import numpy as np
import torch
from torch import Tensor
from tqdm import tqdm

from training.attributes.edits import (
    LATENTS,
    Editor,
    Sight,
    as_bool,
    changes,
    flipped,
    in_words,
    share_of,
    share_without,
    spill,
)
from training.attributes.find import accuracy, boundaries, mean_difference, without_others
from training.attributes.table import ATTRIBUTES, judge, of_labels
from training.attributes.unsupervised import closed_form_directions, principal_directions
from training.classifier.network import Classifier
from training.data.images import ShardedImages
from training.data.randomness import latents
from training.encoder.network import Encoder
from training.encoder.train import encode
from training.evaluate.render import Renderer
from training.evaluate.samples import Samples, normalised
from training.pairing.regions import Regions

FIRST_STEP = 4.0  # standard deviations
STEPS = (4.0, 5.0, 6.0)  # the page's sliders reach 6
GOOD = 0.95  # a step with this much success is not made longer
UNSUPERVISED = 6
DATA_IMAGES = 6000  # encoded for the means of data-set images


def discover(
    samples: Samples,
    renderer: Renderer,
    classifier: Classifier,
    encoder: Encoder,
    data: ShardedImages,
    faces: int,
    seed: int,
    paired: bool = False,
) -> tuple[dict[str, np.ndarray], dict]:
    """
    Finds the direction of every attribute, and directions without labels, and measures their effects.

    @param faces the number of random faces to measure success on
    @param paired whether labels gave latents in the generator's training (training.pairing.regions)
    @returns the vectors: "attributes" [n, latent], "components" and "closed_form" [6, latent]; the facts
        about them, JSON
    """
    z = normalised(latents(seed, LATENTS, 0, faces, samples.z.shape[1]))
    editor = Editor(renderer, classifier)
    few = max(16, faces // 16)
    few_before = editor.see(z[:few])
    candidates, facts = _candidates(samples, classifier, encoder, data, renderer, paired)
    chosen, steps, about = [], [], {}
    for i, attribute in enumerate(tqdm(ATTRIBUTES, desc="candidates", mininterval=5)):
        name, step, tried = _choose(editor, z[:few], few_before, candidates, i)
        direction = candidates[name][i]
        chosen.append(direction)
        steps.append(step)
        about[attribute.key] = {
            "name": attribute.name,
            "method": name,
            "step": step,
            "tried": tried,
            "boundary": facts(i, direction),
        }
    directions = torch.stack(chosen)
    before = editor.see(z)
    matrix = []
    for i, attribute in enumerate(tqdm(ATTRIBUTES, desc="edits", mininterval=5)):
        on, off = (editor.after(z, directions[i], sign * steps[i]) for sign in (1, -1))
        matrix.append(changes(before, on))
        gone = (~off.has[:, i])[off.judged[:, i]]
        about[attribute.key] |= {
            "success_on": _round(share_of(on, i)),
            "success_off": _round(gone.mean() if len(gone) else 0),
            "judged": [int(on.judged[:, i].sum()), int(off.judged[:, i].sum())],
            "flipped_on": _round(flipped(before, on, i, True)),
            "flipped_off": _round(flipped(before, off, i, False)),
            "share_before": _round(share_of(before, i)),
            "also": in_words(matrix[-1], i),
        }
    some = max(16, faces // 4)
    alone, left = without_others(directions)
    after = [
        changes(before.head(some), editor.after(z[:some], alone[i], steps[i]))
        for i in tqdm(range(len(ATTRIBUTES)), desc="projected", mininterval=5)
    ]
    unsupervised, more = _unsupervised(samples, renderer, editor, z[:few])
    entanglement = {
        "keys": [a.key for a in ATTRIBUTES],
        "before": [[_round(x) for x in row] for row in matrix],
        "after": [[_round(x) for x in row] for row in after],
        "faces": [faces, some],
        "left_after_projection": [_round(x) for x in left],
    }
    vectors = {"attributes": directions.numpy(), **unsupervised}
    return vectors, {
        "faces": faces,
        "samples": len(samples.z),
        "attributes": about,
        "entanglement": entanglement,
        **more,
    }


def _candidates(
    samples: Samples,
    classifier: Classifier,
    encoder: Encoder,
    data: ShardedImages,
    renderer: Renderer,
    paired: bool,
):
    """
    Finds the candidates for every attribute.

    @returns for each method a direction per attribute, zero where the method found none; a function that
        measures one
    """
    columns = classifier.columns
    seen = [judge(a, samples.answers, columns) for a in ATTRIBUTES]
    has, judged = as_bool(np.stack([p > 0.5 for p, _ in seen], 1)), as_bool(np.stack([j for _, j in seen], 1))
    n = len(samples.z)
    check, test = slice(int(0.8 * n), int(0.9 * n)), slice(int(0.9 * n), n)
    fitted = slice(0, check.stop)
    normals = boundaries(samples.z[fitted], has[fitted], judged[fitted], check)
    truth = of_labels({c: v[:DATA_IMAGES] for c, v in data.labels.items()}, columns)
    codes = encode(encoder, data.at(min(renderer.side, data.size))[:DATA_IMAGES], renderer.workers)
    from_samples, from_data = [], []
    for i, attribute in enumerate(ATTRIBUTES):
        nothing = torch.zeros(samples.z.shape[1])
        d = mean_difference(samples.z[fitted], has[fitted, i], judged[fitted, i])
        from_samples.append(nothing if d is None else d)
        labels, clear = judge(attribute, truth, columns)
        d = mean_difference(codes, as_bool(labels > 0.5), as_bool(clear))
        from_data.append(nothing if d is None else d)
    found = {
        "boundary": normals,
        "means of samples": torch.stack(from_samples),
        "means of data": torch.stack(from_data),
    }
    if paired:
        found["as trained"] = Regions(data.labels, samples.z.shape[1]).attribute_directions()
    return found, lambda i, d: accuracy(d, samples.z, has[:, i], judged[:, i], test)


def _choose(
    editor: Editor, z: Tensor, before: Sight, candidates: dict[str, Tensor], i: int
) -> tuple[str, float, dict]:
    """
    Chooses among the candidates for one attribute.

    @param before what the classifier sees in the faces of z
    @returns the method whose step succeeds most on its worse side or, among several that succeed enough, the
        one that changes least else; the length of the step; the trials
    """
    spilt: dict[str, float] = {}
    tried: dict[str, dict[str, list[float]]] = {}

    def attempt(name: str, step: float) -> float:
        after = editor.after(z, candidates[name][i], step)
        on, off = share_of(after, i), share_without(editor, z, candidates[name][i], i, step)
        spilt.setdefault(name, spill(before, after, i))
        tried.setdefault(name, {})[f"{step:g}"] = [_round(on), _round(off), _round(spill(before, after, i))]
        return min(on, off)

    scores = {
        name: attempt(name, FIRST_STEP) for name in candidates if float(candidates[name][i].norm()) > 0.5
    }
    name = max(scores, key=lambda key: (min(scores[key], GOOD), -spilt[key]))
    best, step = scores[name], FIRST_STEP
    for longer in STEPS[1:]:
        if best >= GOOD:
            break
        score = attempt(name, longer)
        if score > best:
            best, step = score, longer
    return name, step, tried


def _unsupervised(
    samples: Samples, renderer: Renderer, editor: Editor, z: Tensor
) -> tuple[dict[str, np.ndarray], dict]:
    components, shares = principal_directions(renderer.generator, samples.z[:4096], UNSUPERVISED)
    closed, strengths = closed_form_directions(renderer.generator, UNSUPERVISED)
    before = editor.see(z)

    def effects(directions: Tensor) -> list[str]:
        return [in_words(changes(before, editor.after(z, d, FIRST_STEP)), None) for d in directions]

    return {"components": components.numpy(), "closed_form": closed.numpy()}, {
        "components": {"shares": shares, "effects": effects(components)},
        "closed_form": {"strengths": strengths, "effects": effects(closed)},
    }


def _round(x: float) -> float:
    return round(float(x), 4)
