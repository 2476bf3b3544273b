"""`card.json`: everything that was measured of a model, for programs."""

from typing import Any

from training.data.images import ShardedImages
from training.network.progan import Shape


def card(
    id: str,
    shape: Shape,
    parameters: int,
    metadata: dict[str, str],
    weights_hash: str,
    data: ShardedImages,
    about_data: dict,
    classifier: dict,
    encoder: dict,
    attributes: dict,
    evaluation: dict,
) -> dict[str, Any]:
    """@param metadata of the weights file; the last four are what the stages found."""
    judged = classifier["attributes"]
    return {
        "schema": 1,
        "id": id,
        "images_seen": _whole(metadata.get("images_seen")),
        "alpha": _number(metadata.get("alpha")),
        "network": {
            "resolution": shape.res,
            "fmap_base": shape.base,
            "fmap_max": shape.max,
            "latent": shape.latent,
        },
        "parameters": parameters,
        "weights_sha256": weights_hash,
        "data": {**about_data, "images": len(data), "hash": data.hash},
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
