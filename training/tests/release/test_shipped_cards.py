"""The model cards in docs/ are the pages that their card.json gives."""

import json
import re
from pathlib import Path

from training.data.manifest import Factor
from training.release.page import model_card
from training.release.page_factors import page_of_factors

ROOT = Path(__file__).parents[3]


def shipped(model: str, page: str) -> tuple[dict, str, str]:
    """Returns the card, the page, and the remarks in it, which a person wrote."""
    card = json.loads((ROOT / f"public/models/{model}/card.json").read_text("utf-8"))
    text = (ROOT / "docs" / page).read_text("utf-8")
    remarks = re.search(r"^## Seen by eye\n\n(.*?)\n\n## ", text, re.DOTALL | re.MULTILINE)
    return card, text, remarks[1] if remarks else ""


def test_avatars():
    card, page, remarks = shipped("avatars-128", "model-card.md")
    pictures = ("images/model-samples.webp", "images/model-nearest.webp")
    assert model_card("Avatars 128", card, remarks, pictures) == page


def test_portraits():
    card, page, remarks = shipped("portraits-128", "portraits-model-card.md")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) … ([^|]+) \| ", page, re.MULTILINE)
    factors = tuple(Factor(name, name, low, high, group) for group, name, low, high in rows)
    assert len(factors) == len(card["factors"])
    pictures = ("images/portraits-model-samples.webp", "images/portraits-model-nearest.webp")
    assert page_of_factors("Portraits 128", card, factors, remarks, pictures) == page
