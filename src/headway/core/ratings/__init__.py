"""Who sees which level: forms, the rounds they are given in, and the vignettes that tell how strictly."""

from headway.core.ratings.forms import (
    BehaviourAnswer,
    CycleClosing,
    RatingForm,
    RatingSource,
    VignetteForm,
    check_form,
    check_others_name,
    named_rater,
)

__all__ = [
    "BehaviourAnswer",
    "CycleClosing",
    "RatingForm",
    "RatingSource",
    "VignetteForm",
    "check_form",
    "check_others_name",
    "named_rater",
]
