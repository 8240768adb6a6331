"""What progress is asked, and what a weekly look tells of the steps that are due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.evidence import Completion, check_hours_taken
from headway.core.journey import LOOK_BACK
from headway.core.ladder import Ladder
from headway.core.progress import StepProgress
from headway.web.forms.asked import DayField, RoleForm
from headway.web.forms.fields import WRONG_HOURS, HoursField
from headway.web.forms.told import TellForm, tell_beside

ANSWERS = (
    ("done", gettext_lazy("Done")),
    ("begun", gettext_lazy("Going on")),
    ("late", gettext_lazy("Late")),
    ("cancelled", gettext_lazy("Cancelled")),
    ("", gettext_lazy("Skip")),
)


class ProgressForm(RoleForm):
    """From which day on, and against which role."""

    since = DayField(label=gettext_lazy("Since"), required=False)

    def __init__(self, ladder: Ladder, asked: Mapping[str, Any]) -> None:
        super().__init__(ladder, asked)
        self.fields["target"].label = _("Against the role")

    def since_day(self, day: date) -> date:
        """The day to start from; 90 days before `day` where none was given."""
        return self.answers.get("since") or day - LOOK_BACK


@dataclass(frozen=True, kw_only=True)
class StepFields:
    """One step that is due, and what can be told of it."""

    step: StepProgress
    outcome: BoundField
    until: BoundField
    hours: BoundField


class LookForm(TellForm):
    """How each step that is due goes; what is skipped stays as it was."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        sent: Mapping[str, Any] | None = None,
        *,
        steps: tuple[StepProgress, ...],
        today: date,
        **options: Any,
    ) -> None:
        super().__init__(sent, **options)
        self.steps = steps
        self.today = today
        for step in steps:
            self._add_fields(step)

    def _add_fields(self, step: StepProgress) -> None:
        self.fields[f"outcome_{step.opportunity}"] = forms.ChoiceField(
            label=_("How is it going?"),
            choices=ANSWERS,
            required=False,
            initial="",
            widget=forms.RadioSelect,
        )
        self.fields[f"until_{step.opportunity}"] = DayField(
            label=_("Late until"),
            required=False,
            initial=step.late_until or self.today + timedelta(weeks=2),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        self.fields[f"hours_{step.opportunity}"] = HoursField(
            label=_("Hours since last told"),
            required=False,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            error_messages={"invalid": WRONG_HOURS},
        )

    def rows(self) -> Iterator[StepFields]:
        for step in self.steps:
            outcome, until, hours = (
                self[f"{part}_{step.opportunity}"] for part in ("outcome", "until", "hours")
            )
            yield StepFields(step=step, outcome=outcome, until=until, hours=hours)

    def clean(self) -> None:
        super().clean()
        for step in self.steps:
            slug = step.opportunity
            hours = self.cleaned_data.get(f"hours_{slug}")
            tell_beside(self, f"hours_{slug}", partial(check_hours_taken, hours))
            outcome = self.cleaned_data.get(f"outcome_{slug}")
            if outcome == "late" and f"until_{slug}" in self.cleaned_data:
                self._check_until(f"until_{slug}")
            if hours is not None and not outcome:
                self.add_error(f"outcome_{slug}", _("Say how it goes, too; you told its hours."))

    def _check_until(self, name: str) -> None:
        until = self.cleaned_data[name]
        if until is None or until <= self.today:
            self.add_error(name, ValidationError(_("Say until which day to come it is late.")))

    def told(self) -> tuple[Completion, ...]:
        """What a valid form tells, without what was told before."""
        return tuple(
            told for step in self.steps if (told := self._told(step)) and not _is_known(told, step)
        )

    def _told(self, step: StepProgress) -> Completion | None:
        slug = step.opportunity
        outcome = self.cleaned_data[f"outcome_{slug}"]
        if not outcome:
            return None
        return Completion(
            opportunity=slug,
            outcome=outcome,
            hours=self.cleaned_data[f"hours_{slug}"],
            late_until=self.cleaned_data[f"until_{slug}"] if outcome == "late" else None,
        )


def _is_known(told: Completion, step: StepProgress) -> bool:
    if told.hours is not None:
        return False
    is_late_as_before = told.outcome == step.state == "late" and told.late_until == step.late_until
    return told.outcome == step.state == "begun" or is_late_as_before
