"""Trains the classifier on the data set's labels and measures it on pictures that it has not seen."""

import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor
from tqdm import tqdm

from training.attributes.table import ATTRIBUTES, check_columns, columns_of, judge, of_labels, visible
from training.classifier.augment import augment
from training.classifier.network import SIDE, Classifier
from training.data.images import ShardedImages
from training.data.randomness import generator
from training.errors import TrainingError
from training.network.judge import fit, look, to_floats
from training.network.layers import channels_last
from training.run.workers import Workers

BATCH = 64
RATE = 3e-3
HELD_OUT = 0.1


def held_out(count: int) -> int:
    """Returns the index of the first picture that is kept from training."""
    return count - max(1, round(HELD_OUT * count))


def train_classifier(
    data: ShardedImages, workers: Workers, epochs: float, seed: int = 1
) -> tuple[Classifier, dict]:
    """
    Trains a classifier.

    @returns the classifier; facts: accuracies on held-out pictures by attribute and column, time, data
    @raises TrainingError for labels without the attributes' values, and for losses that are not finite
    """
    started = time.monotonic()
    columns = columns_of(data.labels)
    check_columns(columns)
    end = held_out(len(data))
    images = data.at(min(data.size, 128))
    truth = of_labels(data.labels, columns)
    seen = {c: torch.from_numpy(visible(c, truth, columns)) for c in columns}
    targets = {c: torch.from_numpy(truth[c].argmax(axis=1)) for c in columns}
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        classifier = Classifier(columns)
    classifier = channels_last(classifier, workers.device).train()
    steps = max(1, round(epochs * end / BATCH))
    optimiser = torch.optim.AdamW(classifier.parameters(), lr=RATE, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps, pct_start=0.2)
    order = np.random.Generator(np.random.Philox(seed))
    random = generator(seed, "classifier", 0)
    left = np.empty(0, np.int64)
    bar = tqdm(range(steps), desc="classifier", unit="step", mininterval=5)
    for step in bar:
        if len(left) < BATCH:
            left = np.concatenate([left, order.permutation(end)])
        rows, left = np.sort(left[:BATCH]), left[BATCH:]
        x = augment(fit(to_floats(images[rows]), SIDE), random).to(workers.device)
        with workers.autocast():
            logits = classifier(x)
        loss = masked_loss(
            classifier.split(logits),
            {c: targets[c][rows] for c in columns},
            {c: seen[c][rows] for c in columns},
        )
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 50 == 49:
            bar.set_postfix(loss=round(loss.item(), 4))
            if not torch.isfinite(loss):
                raise TrainingError(
                    "NOT_FINITE",
                    f"The classifier's loss is no longer a finite number at step {step}. "
                    "Train it with another --seed.",
                )
    classifier.eval()
    facts = {
        "data": data.hash,
        "epochs": epochs,
        "seed": seed,
        "seconds": round(time.monotonic() - started),
        **measure(classifier, data, workers),
    }
    return classifier, facts


def masked_loss(logits: dict[str, Tensor], targets: dict[str, Tensor], seen: dict[str, Tensor]) -> Tensor:
    """
    Returns the cross entropy: the mean over the pictures on which a column can be seen, then over the
    columns.
    """
    parts = []
    for column, given in logits.items():
        mask = seen[column].to(given.device)
        each = F.cross_entropy(given, targets[column].to(given.device), reduction="none")
        parts.append((each * mask).sum() / mask.sum().clamp(min=1))
    return torch.stack(parts).mean()


def measure(classifier: Classifier, data: ShardedImages, workers: Workers) -> dict:
    """
    Measures accuracies on the held-out pictures: {"held_out", "attributes": {key: {...}}, "columns": {column:
    share}}.
    """
    start, columns = held_out(len(data)), classifier.columns
    images = data.at(min(data.size, 128))
    batches = (to_floats(images[i : i + 128]).to(workers.device) for i in range(start, len(data), 128))
    p, _ = look(classifier, batches)
    truth = {c: v[start:] for c, v in of_labels(data.labels, columns).items()}
    attributes = {}
    for attribute in ATTRIBUTES:
        has, judged = judge(attribute, truth, columns)
        said, _ = judge(attribute, p, columns)
        has, right = has[judged] > 0.5, (said[judged] > 0.5) == (has[judged] > 0.5)
        attributes[attribute.key] = {
            "accuracy": _mean(right),
            "balanced": _mean(np.array([right[side].mean() for side in (has, ~has) if side.any()])),
            "share": _mean(has),
            "judged": int(judged.sum()),
        }
    by_column = {}
    for column in columns:
        mask = visible(column, truth, columns)
        by_column[column] = _mean((p[column].argmax(1) == truth[column].argmax(1))[mask])
    return {"held_out": len(data) - start, "attributes": attributes, "columns": by_column}


def _mean(values: np.ndarray) -> float:
    """Returns the mean, or 0 where there are no values."""
    return round(float(values.mean()), 4) if len(values) > 0 else 0.0
