"""What became of a step of the plan, as a form with a button for each outcome."""

from datetime import date
from functools import partial
from typing import Any, cast, get_args

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.evidence import Completion, Outcome, check_day, check_hours_taken
from headway.core.money import to_minor
from headway.web.forms.fields import day, hours, passage
from headway.web.forms.told import TellForm, checked

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
LONGEST_TEXT = 1000


class OutcomeForm(TellForm):
    """Done, begun, late until a day, or cancelled; told for a day that has come."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        choices=[(outcome, outcome) for outcome in OUTCOMES],
        error_messages={
            "required": gettext_lazy("Say what became of it: done, begun, late or cancelled."),
            "invalid_choice": gettext_lazy("It can be done, begun, late or cancelled."),
        },
    )
    on = day(gettext_lazy("On"), required=True)
    hours = hours(gettext_lazy("Hours it took"), required=False)
    cost = forms.CharField(
        required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}), max_length=20
    )
    reflection = passage(gettext_lazy("What changed at work"), longest=LONGEST_TEXT)
    late_until = day(gettext_lazy("Late until"))

    def __init__(self, *args: Any, today: date, currency: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today, self.currency = today, currency
        self.fields["cost"].label = _("What you paid, %(currency)s") % {"currency": currency}

    def clean_on(self) -> date:
        return checked(partial(check_day, today=self.today), self.cleaned_data["on"])

    def clean_hours(self) -> float | None:
        return checked(check_hours_taken, self.cleaned_data["hours"])

    def clean_cost(self) -> int | None:
        cost = self.cleaned_data["cost"]
        return checked(lambda paid: to_minor(paid, self.currency), cost) if cost else None

    def clean(self) -> None:
        super().clean()
        on, until = self.cleaned_data.get("on"), self.cleaned_data.get("late_until")
        if self.cleaned_data.get("outcome") != "late":
            self.cleaned_data["late_until"] = None
        elif until is None and "late_until" not in self.errors:
            self.add_error("late_until", _("Say until when it is late, as 2027-03-31."))
        elif on and until and until <= on:
            self.add_error("late_until", _("That is not after the day you tell it for."))

    def told(self, opportunity: str) -> Completion:
        """What a valid form tells of that opportunity."""
        cost = self.cleaned_data["cost"]
        return Completion(
            opportunity=opportunity,
            outcome=cast("Outcome", self.cleaned_data["outcome"]),
            hours=self.cleaned_data["hours"],
            cost_minor=cost,
            currency="" if cost is None else self.currency,
            reflection=self.cleaned_data["reflection"].strip(),
            late_until=self.cleaned_data["late_until"],
        )
