"""The growing schedule: which resolution is trained when, and how."""

from dataclasses import dataclass

from training.run.config import Config, Stage


@dataclass(frozen=True)
class Moment:
    """The state of the schedule after a number of images."""

    stage: Stage
    index: int  # of the stage
    alpha: float  # share of the new head, 1 once it has faded in
    into: int  # images since the stage began

    @property
    def rate(self) -> float:
        """
        The generator's learning rate: the stage's until its layers have faded in, then falling to `rate_end`.
        """
        stage = self.stage
        if stage.rate_end is None or stage.steady == 0:
            return stage.rate
        way = min(1.0, max(0, self.into - stage.fade) / stage.steady)
        return stage.rate * (stage.rate_end / stage.rate) ** way

    @property
    def discriminator_rate(self) -> float:
        """
        The discriminator's learning rate: the generator's, but at most the stage's `discriminator_rate`.
        """
        most = self.stage.discriminator_rate
        return self.rate if most is None else min(most, self.rate)


class Schedule:
    """
    The schedule of a run. Positions count images from the start of the first stage, whatever weights training
    started from.
    """

    def __init__(self, config: Config):
        self.stages = config.stages
        self.starts = []
        at = 0
        for stage in self.stages:
            self.starts.append(at)
            at += stage.fade + stage.steady
        self.total = at
        self.begin = 0
        if config.start is not None:
            i = [s.resolution for s in self.stages].index(config.start.resolution)
            self.begin = self.starts[i] + self.stages[i].fade

    def at(self, images: int) -> Moment:
        """Returns the moment after that many images; after the end, that of the end."""
        begun = (i for i, start in enumerate(self.starts) if start <= images and self._length(i) > 0)
        index = max(begun, default=0)
        stage = self.stages[index]
        into = images - self.starts[index]
        alpha = 1.0 if stage.fade == 0 else min(1.0, into / stage.fade)
        return Moment(stage, index, alpha, into)

    def _length(self, index: int) -> int:
        return self.stages[index].fade + self.stages[index].steady

    def work_left(self, images: int, costs: dict[int, float]) -> float:
        """Returns the work left after that many images, each weighted by the cost of its resolution."""
        left = 0.0
        for start, stage in zip(self.starts, self.stages):
            end = start + stage.fade + stage.steady
            left += max(0, end - max(start, images)) * costs[stage.resolution]
        return left
