"""How strictly somebody marks, in English sentences."""

import math

from headway.core.organisation.calibration import CalibrationInUse
from headway.core.wording import count_of, say_date

SEVERITY_SPEAKS = (
    "How strictly somebody marks counts only as far as it can be told: beside raters who share people "
    "with them, and for a whole group only by vignettes. What can't be told moves no level; it keeps "
    "the ranges wide."
)
# A level on the shipped scale, in logits, and how sure one must be to call a rater strict or lenient.
LOGITS_A_LEVEL, SURE_OF_SEVERITY, WITHIN_80 = 4 / 3, 0.8, 1.2816
QUARTERS = ("", "a quarter of", "half", "three quarters of")


def describe_calibration_in_use(in_use: CalibrationInUse) -> str:
    """Which kept calibration an estimate rests on, and what it was made from."""
    kept = f"Marks are read by the calibration kept on {say_date(in_use.kept_on)}"
    if in_use.is_shipped:
        return f"{kept} (version {in_use.version}): the shipped scale, and what vignettes tell of raters."
    people = count_of(in_use.people_count, "person", "people")
    return (
        f"{kept} from the ratings of {people} (version {in_use.version}), not by the shipped one."
    )


def describe_severity(name: str, mean: float, sd: float, *, than: str = "most") -> str:
    """How strictly somebody ("You" or a name) marks beside the usual manager, or beside others (`than`).

    `mean` and `sd` are in logits, above 0 stricter.
    """
    verb = "mark" if name == "You" else "marks"
    low, high = mean - WITHIN_80 * sd, mean + WITHIN_80 * sd
    chance = (1 + math.erf(mean / sd / math.sqrt(2))) / 2
    if 1 - SURE_OF_SEVERITY < chance < SURE_OF_SEVERITY:
        who = "you" if name == "You" else name
        said = f"Whether {who} {verb} more strictly or more leniently than {than} can't be told"
        return f"{said}: anywhere from {_say_lean(low)} to {_say_lean(high)}."
    how = "strictly" if mean > 0 else "leniently"
    least, most = sorted((low, high), key=abs) if low * high > 0 else (0.0, max(low, high, key=abs))
    return (
        f"{name} {verb} more {how} than {than}, by about {say_levels(mean)} "
        f"(plausibly from {say_levels(least)} to {say_levels(most)})."
    )


def say_levels(logits: float) -> str:
    """A distance in quarters of a level: "half a level", "one and a half levels", "hardly anything"."""
    whole, quarters = divmod(round(4 * abs(logits) / LOGITS_A_LEVEL), 4)
    if not whole:
        return f"{QUARTERS[quarters]} a level" if quarters else "hardly anything"
    number = "one" if whole == 1 else "two" if whole == 2 else str(whole)
    part = QUARTERS[quarters].removesuffix(" of")
    part = f" and {'a half' if part == 'half' else part}" if part else ""
    return f"{number}{part} level{'' if whole == 1 and not part else 's'}"


def _say_lean(logits: float) -> str:
    said = say_levels(logits)
    if said == "hardly anything":
        return "as most do"
    return f"{said} {'stricter' if logits > 0 else 'more lenient'}"
