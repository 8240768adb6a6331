"""What a person says of themselves, as forms: who they are, where they want to go, what a title meant."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.errors import HeadwayError
from headway.core.ladder import Ladder, Role
from headway.core.money import check_currency, plain_amount, to_minor
from headway.core.profile import Aim, Position, check_by, check_hours
from headway.formats.free_text import tidy
from headway.records.bridge import LONGEST_NAME
from headway.records.local_time import check_time_zone
from headway.web.forms.asked import DayField
from headway.web.forms.fields import WRONG_HOURS, HoursField
from headway.web.forms.told import NO_ROLE, FileForm, TellForm, aim_fields, checked


class AboutForm(TellForm):
    """The name to be called by, and the time zone in which days begin."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        max_length=LONGEST_NAME,
        error_messages={"required": gettext_lazy("A name needs at least one letter.")},
    )
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        widget=forms.TextInput(attrs={"list": "time-zones"}),
        error_messages={"required": gettext_lazy("Write one such as Europe/Berlin or UTC.")},
    )

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        if not name:
            raise ValidationError(_("A name needs at least one letter."))
        return name

    def clean_time_zone(self) -> str:
        return checked(check_time_zone, self.cleaned_data["time_zone"])


class AimForm(TellForm):
    """The role one wants, by when, and what one can give for it."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    by = DayField(
        label=gettext_lazy("By"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    hours_per_week = HoursField(
        label=gettext_lazy("Hours a week"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "required": gettext_lazy("Say how many hours a week you can give; 0 is fine."),
            "invalid": WRONG_HOURS,
        },
    )
    budget_per_year = forms.CharField(
        label=gettext_lazy("Money a year"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={
            "required": gettext_lazy("Say how much money a year; 0 is fine."),
        },
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        error_messages={"required": gettext_lazy("Three letters, such as GBP or EUR.")},
    )

    def __init__(
        self, *args: Any, ladder: Ladder, by_titles: Role | None, today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields |= aim_fields(ladder, by_titles=by_titles)

    def clean_by(self) -> date | None:
        by: date | None = self.cleaned_data["by"]
        # What was said before may be over by now; that is no reason to refuse the rest.
        if by is None or by == self.initial.get("by"):
            return by
        return checked(lambda day: check_by(day, as_of=self.today), by)

    def clean_hours_per_week(self) -> float:
        return checked(check_hours, self.cleaned_data["hours_per_week"])

    def clean_currency(self) -> str:
        return checked(check_currency, self.cleaned_data["currency"])

    def clean(self) -> None:
        super().clean()
        amount, currency = (self.cleaned_data.get(n) for n in ("budget_per_year", "currency"))
        if amount and currency:
            try:
                self.cleaned_data["budget_per_year_minor"] = to_minor(amount, currency)
            except HeadwayError as error:
                self.add_error("budget_per_year", str(error))

    def told(self) -> Aim:
        """The aim as a valid form tells it."""
        names = ("target_role", "by", "hours_per_week", "currency", "current_role")
        return Aim(
            **{name: self.cleaned_data[name] for name in names},
            budget_per_year_minor=self.cleaned_data["budget_per_year_minor"],
        )


def show_aim(aim: Aim) -> dict[str, object]:
    """An aim as the form's fields hold it."""
    return {
        "target_role": aim.target_role,
        "by": aim.by,
        "hours_per_week": f"{aim.hours_per_week:g}",
        "budget_per_year": plain_amount(aim.budget_per_year_minor, aim.currency),
        "currency": aim.currency,
        "current_role": aim.current_role,
    }


class RoleHeldForm(TellForm):
    """Which role of the ladder a position was; "" leaves that open."""

    def __init__(self, *args: Any, ladder: Ladder, position: Position, **options: Any) -> None:
        super().__init__(*args, initial={"role": _role_said(position)}, **options)
        self.position = position
        self.fields["role"] = forms.ChoiceField(
            label=_("It was"),
            choices=[
                ("", _("Not said yet")),
                (NO_ROLE, _("No role of this ladder")),
                *((role.slug, role.title) for role in ladder.roles),
            ],
            required=False,
        )


def _role_said(position: Position) -> str:
    if position.role:
        return position.role
    return "" if position.role_certainty == "ask" else NO_ROLE


class HistoryFileForm(FileForm):
    """A file with one's history."""

    label = gettext_lazy("A JSON Resume file, or LinkedIn's zip")
    accept = ".json,.zip,application/json,application/zip"
    too_large = gettext_lazy(
        "This file is larger than 24 MB; `headway import FILE` reads a LinkedIn zip up to 200 MB."
    )
