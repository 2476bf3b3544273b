"""Reads a run's configuration from YAML and checks every field before anything else happens."""

import dataclasses
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_type_hints

import yaml

from training.data.manifest import RECIPES, WITH_FACTORS, WITH_LABELS
from training.errors import TrainingError, file_error
from training.network.progan import RESOLUTIONS, Shape

LOSSES = ("logistic+r1", "wgan-gp")
OPTIMISERS = ("adam", "muon")
PRECISIONS = ("auto", "float32", "bfloat16")
DEVICES = ("auto", "cpu", "cuda")
# Fields that may change before a checkpoint is resumed.
PLACES = (
    "data",
    "out",
    "checkpoint_every",
    "sheet_every",
    "export_every",
    "precision",
    "device",
    "threads",
    "source",
)


@dataclass(frozen=True)
class Stage:
    """One resolution of the growing schedule. Lengths are in images shown to the discriminator."""

    resolution: int
    fade: int  # images while its layers fade in; 0 for the first stage
    steady: int  # images after that
    batch: int  # over all processes together
    rate: float  # Adam's learning rate
    gamma: float | None = None  # the weight of the penalty, if different at this resolution
    rate_end: float | None = None  # the rate that it falls to, geometrically, once faded in
    discriminator_rate: float | None = None  # the discriminator's highest rate; it falls with the generator's
    adversary_every: int = 1  # in steps; with `pairing`, the steps in between learn from pairs alone
    pairing: float | None = None  # its weight, if different at this resolution
    detail: float = 1.0  # weight of each level of a paired picture, relative to the next softer one


@dataclass(frozen=True)
class Start:
    """Weights to start from instead of noise."""

    weights: str  # a .safetensors file in the exported layout
    resolution: int  # the stage to start at, with its layers faded in


@dataclass(frozen=True)
class Config:
    """The configuration of a run."""

    data: str  # folder of the data set
    out: str  # folder for checkpoints, sheets, weights
    network: Shape
    stages: tuple[Stage, ...]
    seed: int = 1
    loss: str = "logistic+r1"
    gamma: float = 1.0  # r1: weight of |grad|^2 / 2 of real images; wgan-gp: lambda
    # Steps between penalties of r1 (lazy regularisation, StyleGAN 2); wgan-gp takes one at every step.
    penalty_every: int = 16
    optimiser: str = "adam"  # the generator's; the discriminator's is always adam
    drift: float = 0.001  # wgan-gp: weight of mean D(real)^2
    recipe: str = ""  # that the data must have; any by default
    # Weight of drawing the picture that a latent stands for; 0 ignores labels and factors, and leaves the
    # next five fields unused.
    pairing: float = 0.0
    readout: float = 0.0  # weight of reading them from the lower blocks (training.pairing.readout)
    # Weight of looking the same to a reader of factors (training.reader.likeness), and the reader's file.
    likeness: float = 0.0
    reader: str = ""
    # Share of a picture's weight that is divided equally among label columns or factors
    # (training.pairing.places).
    by_label: float = 0.0
    by_factor: float = 0.0
    factors: tuple[str, ...] = ()  # ids of the factors that latents stand for; all by default
    only_factors: bool = False  # pictures depend on nothing in z but the factors
    ema_half_life: int = 10_000  # images
    mirror: bool = False  # show each image or its mirror image at random
    start: Start | None = None
    # The fields below may change before a checkpoint is resumed (PLACES).
    checkpoint_every: int = 20_000  # images
    sheet_every: int = 20_000
    export_every: int = 0  # images between weights that are kept permanently; 0: only the newest
    precision: str = "auto"
    device: str = "auto"
    threads: int = 0  # CPU threads; 0: PyTorch's choice
    source: str = field(default="", compare=False)

    def identity(self) -> dict[str, Any]:
        """
        Returns the fields that a checkpoint must agree on: all that affect the weights, but not PLACES.
        """
        fields = dataclasses.asdict(self)
        if self.start is not None:
            fields["start"] = {"resolution": self.start.resolution}
        return {name: value for name, value in fields.items() if name not in PLACES}


def read_config(path: Path) -> Config:
    """
    Reads a configuration. Paths in it are relative to the working directory.

    @raises TrainingError, naming the field
    """
    try:
        text = path.read_text("utf8")
    except OSError as error:
        raise file_error(error, "The configuration", path) from error
    except UnicodeDecodeError as error:
        raise TrainingError("CONFIG_INVALID", f"The configuration {path} is not UTF-8 text.") from error
    try:
        values = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise TrainingError("CONFIG_INVALID", f"The configuration {path} is not YAML: {error}") from error
    return parse_config(values, str(path))


def defaults() -> dict[str, Any]:
    """
    Returns the default of every field that has one, in the form of `Config.identity`. A checkpoint that is
    older than a field counts as having its default.
    """
    fields = dataclasses.fields(Config)
    return {
        f.name: f.default for f in fields if f.default is not dataclasses.MISSING and f.name not in PLACES
    }


def parse_config(values: Any, source: str) -> Config:
    """
    Builds a configuration from parsed YAML and checks it.

    @param source the name of the file, for messages
    @raises TrainingError, naming the field
    """
    config = _build(Config, values, source, "")
    _check(config, source)
    return config


def _build(kind: type, values: Any, source: str, where: str) -> Any:
    if not isinstance(values, dict):
        raise _invalid(source, where or "it", "must be a table of fields")
    known = {f.name: f for f in dataclasses.fields(kind) if f.name != "source"}
    for name in values:
        if name not in known:
            raise _invalid(source, f"{where}{name}", f"is not known; known are {', '.join(known)}")
    hints = get_type_hints(kind)
    given: dict[str, Any] = {}
    for name, f in known.items():
        if name in values:
            given[name] = _value(hints[name], values[name], source, f"{where}{name}")
        elif f.default is dataclasses.MISSING:
            raise _invalid(source, f"{where}{name}", "is missing")
    if kind is Config:
        given["source"] = source
    return kind(**given)


def _value(hint: Any, value: Any, source: str, where: str) -> Any:
    if hint == tuple[Stage, ...]:
        if not isinstance(value, list) or not value:
            raise _invalid(source, where, "must be a list with at least one stage")
        return tuple(_build(Stage, v, source, f"{where}[{i}].") for i, v in enumerate(value))
    if hint == tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            raise _invalid(source, where, "must be a list of names")
        return tuple(value)
    if hint == Start | None:
        return None if value is None else _build(Start, value, source, f"{where}.")
    if hint is Shape:
        return _build(Shape, value, source, f"{where}.")
    if hint == float | None:
        if value is None:
            return None
        hint = float
    if hint is float:
        # YAML 1.1 reads 2e-3 as text.
        try:
            number = float(value) if not isinstance(value, bool) else None
        except (TypeError, ValueError):
            number = None
        if number is None or not 0 <= number < float("inf"):
            raise _invalid(source, where, f"must be a number of at least 0, not {value!r}")
        return number
    if hint is int:
        if type(value) is not int or value < 0:
            raise _invalid(source, where, f"must be a whole number of at least 0, not {value!r}")
        return value
    if type(value) is not hint:
        raise _invalid(source, where, f"must be {'yes or no' if hint is bool else 'text'}, not {value!r}")
    return value


def _check(config: Config, source: str) -> None:
    net = config.network
    if net.res not in RESOLUTIONS:
        raise _invalid(source, "network.res", f"must be a power of two from 4 to 1024, not {net.res}")
    for name in ("base", "max", "latent"):
        if getattr(net, name) < 1:
            raise _invalid(source, f"network.{name}", "must be at least 1")
    if config.loss not in LOSSES:
        raise _invalid(source, "loss", f"must be one of {', '.join(LOSSES)}, not {config.loss!r}")
    if config.optimiser not in OPTIMISERS:
        raise _invalid(
            source, "optimiser", f"must be one of {', '.join(OPTIMISERS)}, not {config.optimiser!r}"
        )
    if config.precision not in PRECISIONS:
        raise _invalid(source, "precision", f"must be one of {', '.join(PRECISIONS)}")
    if config.device not in DEVICES:
        raise _invalid(source, "device", f"must be one of {', '.join(DEVICES)}")
    for name in ("penalty_every", "ema_half_life", "checkpoint_every", "sheet_every"):
        if getattr(config, name) < 1:
            raise _invalid(source, name, "must be at least 1")
    _check_pairing(config, source)
    last = 2
    for i, stage in enumerate(config.stages):
        where = f"stages[{i}]"
        if stage.resolution not in RESOLUTIONS or not last < stage.resolution <= net.res:
            raise _invalid(
                source, f"{where}.resolution", f"must grow in powers of two up to network.res ({net.res})"
            )
        if i > 0 and stage.resolution != 2 * last:
            raise _invalid(
                source, f"{where}.resolution", f"must be {2 * last}: each stage doubles the one before"
            )
        last = stage.resolution
        if stage.batch < 1:
            raise _invalid(source, f"{where}.batch", "must be at least 1")
        for name in ("rate", "rate_end", "discriminator_rate", "detail"):
            if getattr(stage, name) is not None and getattr(stage, name) <= 0:
                raise _invalid(source, f"{where}.{name}", "must be above 0")
        if stage.adversary_every < 1 or (stage.adversary_every > 1 and config.pairing == 0):
            raise _invalid(source, f"{where}.adversary_every", "must be at least 1, and 1 where pairing is 0")
        if stage.resolution == 4 and stage.fade > 0:
            raise _invalid(source, f"{where}.fade", "must be 0: at 4 px there is nothing to fade from")
    if config.start is None and config.stages[0].resolution != 4:
        raise _invalid(source, "stages[0].resolution", "must be 4 when there are no weights to start from")
    if config.start is not None and config.start.resolution not in [s.resolution for s in config.stages]:
        raise _invalid(source, "start.resolution", "must be the resolution of a stage")


def _check_pairing(config: Config, source: str) -> None:
    for name in ("readout", "likeness", "by_label", "by_factor", "only_factors", "factors"):
        if getattr(config, name) and config.pairing == 0:
            raise _invalid(
                source,
                name,
                "must not be set where pairing is 0: latents stand for no labels or factors then",
            )
    for name in ("by_label", "by_factor"):
        if getattr(config, name) > 1:
            raise _invalid(source, name, "must be at most 1")
    if (config.likeness > 0) != bool(config.reader):
        raise _invalid(
            source, "likeness", "and reader must be set together: the weight, and the reader's file"
        )
    if config.likeness > 0 and config.recipe != WITH_FACTORS:
        raise _invalid(source, "likeness", f"is for factors, so recipe must be {WITH_FACTORS}")
    if config.recipe and config.recipe not in RECIPES:
        raise _invalid(source, "recipe", f"must be one of {', '.join(RECIPES)}, not {config.recipe!r}")
    of_factors = [name for name in ("by_factor", "only_factors", "factors") if getattr(config, name)]
    if of_factors and config.by_label > 0:
        raise _invalid(
            source, of_factors[0], "cannot be combined with by_label: pictures have either labels or factors"
        )
    if config.recipe == WITH_LABELS and of_factors:
        raise _invalid(source, of_factors[0], f"is for factors; the recipe {config.recipe} has labels")
    if config.recipe == WITH_FACTORS and config.by_label > 0:
        raise _invalid(
            source, "by_label", f"is for labels; the recipe {config.recipe} has factors (by_factor)"
        )
    if len(set(config.factors)) < len(config.factors):
        raise _invalid(source, "factors", "names one of them twice")


def _invalid(source: str, where: str, what: str) -> TrainingError:
    return TrainingError("CONFIG_INVALID", f"The configuration {source} cannot be used: {where} {what}.")
