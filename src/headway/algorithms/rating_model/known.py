"""How severe one rater is, told by marks of people whose proficiency is known."""

from collections.abc import Sequence
from dataclasses import dataclass

from headway.algorithms.rating_model.model import Calibration, Observation, SourceEffect
from headway.algorithms.rating_model.score import score


@dataclass(frozen=True, kw_only=True)
class KnownMark:
    """A mark on one competency of a case whose proficiency there is N(mean, sd^2), in logits."""

    case: str
    competency: int
    mark: int
    mean: float
    sd: float


def severity_from_known(marks: Sequence[KnownMark], calibration: Calibration) -> SourceEffect:
    """The severity of the rater who gave all `marks`; without any it is N(0, sd_severity^2).

    What the rater reads into one case is shared by all marks of it (`sd_vignette`). Raises ValueError
    for a mark that the scale does not have.
    """
    # Scored like a person turned about: what all marks share is how lenient the rater is, and each
    # known proficiency only moves the steps of its mark.
    observations = [
        Observation(
            competency=0,
            mark=known.mark,
            rater=known.case,
            source=str(number),
            steps=tuple(step - known.mean for step in calibration.steps_of(known.competency)),
        )
        for number, known in enumerate(marks)
    ]
    turned = Calibration(
        sd_general=0.0,
        sd_specific=calibration.sd_severity,
        sd_severity=0.0,
        sd_halo=calibration.sd_vignette,
        sources={str(number): SourceEffect(sd=known.sd) for number, known in enumerate(marks)},
    )
    leniency = score(observations, [0.0], turned)
    return SourceEffect(mean=-float(leniency.mean[0]), sd=float(leniency.sd[0]))
