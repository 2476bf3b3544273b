"""Writes the page of a model of labels, `docs/model-card.md`: what card.json says, for people."""

from typing import Any

Card = dict[str, Any]


def model_card(title: str, card: Card, remarks: str, pictures: tuple[str, str]) -> str:
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
        "of z. It saw "
        "{seen} images in its life, of a set of {images:,} procedurally drawn avatars."
    ).format(**net, parameters=card["parameters"], seen=seen, images=data["images"])
    credit = (
        f"**Credit:** {data['credit']}. Drawn with [DiceBear](https://www.dicebear.com/)'s "
        f"`{data.get('style', 'avataaars')}` style and "
        "`npm run dataset`; no photographs and no people were used."
    )
    parts = [
        f"# {title}: model card",
        "Made by `python -m training.release` from `card.json` of the bundle; do not edit by hand.",
        about,
        credit,
        f"![{title}: 64 samples]({pictures[0]})",
        "64 samples of seeded latents, not chosen.",
    ]
    if remarks.strip():
        parts += ["## Seen by eye", remarks.strip()]
    parts += [
        "## What it was to reach",
        targets_table(card),
        "## Figures",
        figures(card),
        _diversity(card),
        "## Attributes",
        _attributes(card),
    ]
    parts += [
        "## What else an attribute changes",
        _entanglement(card),
        "## Directions without labels",
        _unsupervised(card),
    ]
    parts += [
        "## Encoder and classifier",
        _encoder(card),
        f"## Does it copy?\n\n![Nearest training images]({pictures[1]})",
        nearest(card),
    ]
    return "\n\n".join(parts) + "\n"


def targets_table(card: Card) -> str:
    rows = [
        f"| {t['what']} | {t['wanted']} | {t['found']} | {'yes' if t['met'] else 'no'} |"
        for t in card["targets"]
    ]
    return "\n".join(["| | wanted | found | reached |", "|---|---|---|---|", *rows])


def figures(card: Card) -> str:
    swd, floor = card["swd"], card["swd"]["floor"]
    levels = [level for level in floor if level != "avg"]
    ms, path = card["ms_ssim"], card["path_length"]
    rows = [
        f"| Sliced Wasserstein distance × 10³, {level} px | {swd[level]:.2f} | {floor[level]:.2f} |"
        for level in levels
    ]
    rows += [
        f"| the same, average ({swd['ratio']:.2f} × the floor) | {swd['avg']:.2f} | {swd['floor_avg']:.2f} |",
        f"| MS-SSIM of {ms['pairs']:,} pairs (standard error) | {ms['model']:.4f} ({ms['model_error']:.4f}) "
        f"| {ms['data']:.4f} ({ms['data_error']:.4f}) |",
        f"| Fréchet distance in the features below | {card['frechet']:.1f} | {card['frechet_floor']:.1f} |",
        f"| Path length in the same features, mean (median) | {path['mean']:,.0f} ({path['median']:,.0f}) | "
        "– |",
    ]
    return "\n".join(["| | model | data against data |", "|---|---|---|", *rows]) + (
        f"\n\nMeasured on {card['compared']:,} samples against as many data-set images; the floor is two "
        "disjoint sets of as many "
        "data-set images. Patches are 7x7, 128 of each image and level, normalised per channel, compared "
        "along 512 random directions, as in the paper. "
        f"The feature space is {card['frechet_space']}; two unrelated data-set images are "
        f"{path['square_distance_data']:,.0f} apart there (mean square), "
        "and path lengths are squared distances per squared step along a slerp."
    )


def _diversity(card: Card) -> str:
    found = card["coverage"]
    missing = len(found["missing"])
    text = (
        f"Of the {found['values']} values in the data set's label columns, {found['values'] - missing} were "
        f"found among {found['samples']:,} samples."
    )
    if found["missing"]:
        text += f" Not found: {_listed(found['missing'])}."
    if found["rare"]:
        text += f" Rarer than a quarter of their share in the data: {_listed(found['rare'])}."
    return text + (
        f" On average over the columns, {100 * found['shift']:.0f} % of the samples would have to change "
        "their value for the data's shares."
    )


def _attributes(card: Card) -> str:
    directions = card["directions"]
    rows = [
        f"| {a['name']} | {a['step']:g} | {_percent(a['success_on'])} | {_percent(a['success_off'])} | "
        f"{_percent(a['flipped_on'])} | {_percent(a['share_before'])} | "
        f"{_percent(a['accuracy'])} | {_percent(a['accuracy_balanced'])} | {a['method']} | "
        f"{_percent(a['classifier_accuracy'])} |"
        for a in card["attributes"].values()
    ]
    head = "| attribute | step | on | off | turned on | before | boundary | balanced | method | classifier |"
    return "\n".join([head, "|---|---|---|---|---|---|---|---|---|---|", *rows]) + (
        f"\n\nA step counts in standard deviations of the prior. *On*: share of {directions['faces']:,} "
        "random faces that the classifier says yes to after the step; "
        "*off*: no after the opposite step; *turned on*: of the faces without it, those that got it; "
        "*before*: share that had it. Faces on which it cannot be judged "
        "(hair under a hat, eyes behind sunglasses) are left out. *Boundary*: accuracy on held-out samples "
        "of the hyperplane at a right angle to the direction, and with both "
        f"classes weighing the same; {directions['samples']:,} samples were labelled. *Classifier*: its "
        f"accuracy on {card['classifier']['held_out']:,} held-out pictures of the data set. Kept is what "
        "moved most faces "
        "of: difference of means over labelled samples, over data-set images through the encoder, logistic "
        "regression, and what the model was trained with "
        "(*as trained*: docs/training.md); of those that move 95 %, what changes least else."
    )


def _entanglement(card: Card) -> str:
    found = card["entanglement"]
    names = [card["attributes"][key]["name"] for key in found["keys"]]

    def table(matrix: list[list[float]]) -> str:
        head = "| step along | " + " | ".join(names) + " |"
        rows = [
            f"| {name} | " + " | ".join(f"{round(100 * x)}" for x in row) + " |"
            for name, row in zip(names, matrix)
        ]
        return "\n".join([head, "|---" * (len(names) + 1) + "|", *rows])

    return (
        "By how many percentage points the share of faces with each attribute grows after a step, on "
        f"{found['faces'][0]:,} faces:\n\n{table(found['before'])}\n\n"
        f"The same with all other directions projected out, on {found['faces'][1]:,} faces. The page does "
        "this for attributes that are locked; some need each other "
        f"(dark, blond and red hair), and little is left of them:\n\n{table(found['after'])}"
    )


def _unsupervised(card: Card) -> str:
    lines = []
    for key, words, measure in (
        (
            "components",
            "Principal components of the first layer's features (share of the variance)",
            "shares",
        ),
        ("closed_form", "Closed form, eigenvectors of the first layer's weights (|A d|)", "strengths"),
    ):
        about = card["directions"][key]
        lines.append(f"{words}, and what a step of 4 changes:\n")
        lines += [
            f"{i + 1}. ({value:g}) {effect or 'no labelled attribute by more than 10 points'}"
            for i, (value, effect) in enumerate(zip(about[measure], about["effects"]))
        ]
        lines.append("")
    return "\n".join(lines).strip()


def _encoder(card: Card) -> str:
    e, columns = card["encoder"], card["classifier"]["columns"]
    return (
        f"The encoder (`encoder/model.json`, a TF.js graph model of {e['bytes'] / 1e6:.1f} MB) was trained "
        f"on {e['trained_on']:,} pairs of latent and sample. On {e['held_out']:,} others "
        f"the cosine between z and what it finds is {e['cosine']:.3f} on average, and the root mean square "
        f"error of the picture drawn again is {e['image_error']:.3f} in image values (from -1 to 1); between "
        f"unrelated samples it is {e['image_error_unrelated']:.3f}. TF.js and PyTorch differ by at most "
        f"{e['tfjs_difference']:.1g}.\n\n"
        "The classifier, right on held-out pictures, by column of labels: "
        + ", ".join(f"{column} {_percent(share)}" for column, share in columns.items())
        + "."
    )


def nearest(card: Card) -> str:
    near = card["nearest"]
    return (
        "Left of each row a sample, then the three training images nearest to it by pixels (at 32 px) and "
        "the three nearest by features. "
        f"Median distance of {near['samples']} samples to their nearest training image, by pixels: "
        f"{near['pixels']['model']:.2f}; of as many training images to the nearest other one: "
        f"{near['pixels']['data']:.2f}. "
        f"By features: {near['features']['model']:.1f} and {near['features']['data']:.1f}. A generator that "
        "copied would be nearer than the data are to each other."
    )


def _listed(values: list[str]) -> str:
    return ", ".join(f"`{value}`" for value in values)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f} %"
