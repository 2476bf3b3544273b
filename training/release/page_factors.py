"""Writes the page of a model of factors: what card.json says, for people."""

from training.data.manifest import Factor
from training.release.page import Card, figures, nearest, targets_table


def page_of_factors(
    title: str, card: Card, factors: tuple[Factor, ...], remarks: str, pictures: tuple[str, str]
) -> str:
    """
    Returns the page as Markdown.

    @param remarks Markdown of what somebody saw in the sheet
    @param pictures paths of samples and nearest images
    """
    net, data = card["network"], card["data"]
    seen = "an unknown number of" if card["images_seen"] is None else f"{card['images_seen']:,}"
    about = (
        "A Progressive GAN (Karras, Aila, Laine and Lehtinen 2018) of {resolution} px trained by this "
        "project: {parameters:,} "
        "parameters (`fmap_base` {fmap_base}, `fmap_max` {fmap_max}), latent of {latent} numbers, PixelNorm "
        "of z. It saw {seen} images "
        "in its life, of {trained:,} procedurally drawn portraits; {held_out:,} more were held out. Each "
        "portrait follows from "
        "{factors} factors, all continuous."
    ).format(
        **net, parameters=card["parameters"], seen=seen, trained=data["images"] - data["held_out"],
        held_out=data["held_out"], factors=len(factors),
    )  # fmt: skip
    parts = [
        f"# {title}: model card",
        "Made by `python -m training.release` from `card.json` of the bundle; do not edit by hand.",
        about,
        f"**Credit:** {data['credit']}. No photographs, no people and nobody else's drawings were used.",
        f"![{title}: 64 samples]({pictures[0]})",
        "64 samples of seeded latents, not chosen.",
    ]
    if remarks.strip():
        parts += ["## Seen by eye", remarks.strip()]
    parts += ["## What it was to reach", targets_table(card)]
    parts += ["## Figures", figures(card), _smoothness(card)]
    parts += ["## Sliders and encoder", _factors(card, factors)]
    parts += [f"## Does it copy?\n\n![Nearest training images]({pictures[1]})", nearest(card)]
    return "\n\n".join(parts) + "\n"


def _smoothness(card: Card) -> str:
    found = card["smoothness"]
    return (
        "**Smoothness**, over 256 random walks of 24 steps: a walk's largest step is "
        f"{found['evenness']:.0f} % away from its mean step on average "
        "(root mean square difference of pictures, as the page measures it). The squared change per squared "
        "step of 0.001 of the way is "
        f"{found['path_mean']:.3g} on average and {found['path_median']:.3g} in the median."
    )


def _factors(card: Card, factors: tuple[Factor, ...]) -> str:
    rows = []
    for factor in factors:
        f = card["factors"][factor.name]
        rows.append(
            f"| {factor.group} | {factor.name} | {factor.low} … {factor.high} | {f['rank']:.3f} | "
            f"{f['recall']:.3f} | {f['reader']:.3f} | "
            f"{f['spill']:.2f} ({f['spill_on']}) | {card['encoder'][factor.name]:.3f} |"
        )
    head = "| group | factor | ends | rank | recall | reader | moves else | encoder |"
    return "\n".join([head, "|---|---|---|---|---|---|---|---|", *rows]) + (
        "\n\n*Rank*: Spearman's correlation of a slider's place (drawn from the prior) and what a reader "
        f"sees, over {card['sliders']['faces']:,} faces. *Recall*: "
        "R² of what it sees on samples against what they were asked for. *Reader*: its own R² on "
        f"{card['reader']['held_out']:,} held-out pictures, which bounds the others. *Moves else*: the other "
        "factor that follows the slider most, in its standard "
        "deviations per standard deviation; the median over all pairs is "
        f"{card['sliders']['spill_median']:.3f}. *Encoder*: R² of its "
        f"factors on held-out pictures. The encoder has {card['encoder_file']['bytes'] / 1e6:.1f} MB; TF.js "
        "and PyTorch differ by at most "
        f"{card['encoder_file']['tfjs_difference']:.1g}."
    )
