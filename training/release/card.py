"""Makes `card.json`: all measurements of a model, for programs."""

from dataclasses import dataclass
from typing import Any

from training.data.images import ShardedImages
from training.network.progan import Shape


@dataclass(frozen=True)
class About:
    """The facts that open every card."""

    id: str
    shape: Shape
    parameters: int
    metadata: dict[str, str]  # SHA-256 of the weights file
    weights_hash: str
    data: ShardedImages
    said: dict[str, str]  # the data set's own description


def head(about: About) -> dict[str, Any]:
    """Returns the part that all cards share."""
    shape, metadata = about.shape, about.metadata
    return {
        "schema": 1,
        "id": about.id,
        "images_seen": _whole(metadata.get("images_seen")),
        "alpha": _number(metadata.get("alpha")),
        "network": {
            "resolution": shape.res,
            "fmap_base": shape.base,
            "fmap_max": shape.max,
            "latent": shape.latent,
        },
        "parameters": about.parameters,
        "weights_sha256": about.weights_hash,
        "data": {
            **about.said,
            "images": len(about.data),
            "held_out": len(about.data) - about.data.trained,
            "hash": about.data.hash,
        },
    }


def card_of_factors(
    about: About, reader: dict, encoder: dict, sliders: dict, evaluation: dict
) -> dict[str, Any]:
    """
    Returns the card of a model of factors.

    @param reader, encoder, sliders, evaluation results of the stages in training.release.portraits
    """
    names = {facts["id"]: name for name, facts in sliders["factors"].items()}
    factors = {
        name: {
            **{key: facts[key] for key in ("rank", "recall", "spill", "spill_on", "moves")},
            "reader": reader["r2"][facts["id"]],
        }
        for name, facts in sliders["factors"].items()
    }
    return {
        **head(about),
        **evaluation,
        "factors": factors,
        "sliders": {"faces": sliders["faces"], "spill_median": sliders["spill_median"]},
        "encoder": {names[i]: r2 for i, r2 in encoder["rendered"].items()},
        "encoder_file": {"drawn": {names[i]: r2 for i, r2 in encoder["drawn"].items()}, **encoder["file"]},
        "reader": {"held_out": reader["held_out"]},
    }


def card(about: About, classifier: dict, encoder: dict, attributes: dict, evaluation: dict) -> dict[str, Any]:
    """
    Returns the card of a model of labels.

    @param classifier, encoder, attributes, evaluation results of the stages in training.release.pipeline
    """
    judged = classifier["attributes"]
    return {
        **head(about),
        **evaluation,
        "attributes": {
            key: {
                "name": about["name"],
                "accuracy": (about["boundary"] or {}).get("share"),
                "accuracy_balanced": (about["boundary"] or {}).get("balanced"),
                "success_on": about["success_on"],
                "success_off": about["success_off"],
                "flipped_on": about["flipped_on"],
                "flipped_off": about["flipped_off"],
                "share_before": about["share_before"],
                "judged": about["judged"],
                "step": about["step"],
                "method": about["method"],
                "also": about["also"],
                "tried": about["tried"],
                "classifier_accuracy": judged[key]["accuracy"],
                "classifier_accuracy_balanced": judged[key]["balanced"],
            }
            for key, about in attributes["attributes"].items()
        },
        "entanglement": attributes["entanglement"],
        "directions": {
            "samples": attributes["samples"],
            "faces": attributes["faces"],
            "components": attributes["components"],
            "closed_form": attributes["closed_form"],
        },
        "encoder": encoder,
        "classifier": {"held_out": classifier["held_out"], "columns": classifier["columns"]},
    }


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdigit() else None


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
