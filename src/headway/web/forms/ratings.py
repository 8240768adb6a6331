"""Forms around ratings: somebody else's view with its levels, and what the assessment asks first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.evidence import check_day
from headway.core.ladder import Competency, Ladder, Role
from headway.core.profile import Aim
from headway.core.ratings import RatingForm, check_others_name
from headway.formats.free_text import tidy
from headway.records.bridge import LONGEST_NAME
from headway.web.forms.asked import DayField
from headway.web.forms.told import TellForm, aim_fields, checked

SOURCES = (
    ("manager", gettext_lazy("Your manager")),
    ("peer", gettext_lazy("A peer")),
    ("report", gettext_lazy("Somebody who reports to you")),
    ("stakeholder", gettext_lazy("A stakeholder")),
)
NO_CHANCE = "?"
LONGEST_NOTE = 2000


@dataclass(frozen=True, kw_only=True)
class MarkChoice:
    """One level that may have been seen, with the acts that show it; or that none was told."""

    value: str
    name: Any
    acts: tuple[str, ...]
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class MarkLine:
    """One competency, and the levels of which one may have been seen."""

    competency: Competency
    field: BoundField
    choices: tuple[MarkChoice, ...]

    @property
    def is_said(self) -> bool:
        """Whether there is something to see in it: what was said of it, or that it can't be read."""
        return bool(self.field.errors) or any(c.value and c.is_chosen for c in self.choices)


def source_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=gettext_lazy("Who they are to you"),
        choices=[("", gettext_lazy("Choose one")), *SOURCES],
        error_messages={"required": gettext_lazy("Say who they are to you.")},
    )


def read_others_name(form: TellForm, field: str, *, own_name: str) -> str:
    """The name in `field`; raises ValidationError where nothing is left of it or it is one's own."""
    name = tidy(form.cleaned_data[field])
    if not name:
        raise ValidationError(form.fields[field].error_messages["required"], code="required")
    return checked(partial(check_others_name, own_name=own_name), name)


class ViewForm(TellForm):
    """Another person's view, typed into one's own record."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    rater = forms.CharField(
        label=gettext_lazy("Whose view it is"),
        help_text=gettext_lazy("It is kept under this name; they should know that."),
        max_length=LONGEST_NAME,
        error_messages={"required": gettext_lazy("Say whose view it is.")},
    )
    source = source_field()
    happened_on = DayField(
        label=gettext_lazy("When they said it"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say on which day, as 2027-03-31.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What they said besides"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=LONGEST_NOTE,
    )

    def __init__(
        self,
        sent: Mapping[str, Any] | None = None,
        *,
        ladder: Ladder,
        today: date,
        own_name: str,
        **options: Any,
    ) -> None:
        super().__init__(sent, **options)
        self.ladder = ladder
        self.today = today
        self.own_name = own_name
        levels = [(str(level.number), level.name) for level in ladder.levels]
        for competency in ladder.competencies:
            self.fields[_name(competency)] = forms.ChoiceField(
                label=competency.name,
                choices=[("", _("Not said")), *levels, (NO_CHANCE, _("No chance to see it"))],
                required=False,
            )

    def lines(self) -> Iterator[MarkLine]:
        for competency in self.ladder.competencies:
            field = self[_name(competency)]
            acts = {str(n): competency.behaviours_at(n) for n in range(self.ladder.top_level + 1)}
            yield MarkLine(
                competency=competency,
                field=field,
                choices=tuple(
                    MarkChoice(
                        value=value,
                        name=name,
                        acts=tuple(b.act for b in acts.get(value, ())),
                        is_chosen=value == (field.value() or ""),
                    )
                    for value, name in self.fields[field.name].choices  # type: ignore[attr-defined]  # it is one
                ),
            )

    def clean_rater(self) -> str:
        return read_others_name(self, "rater", own_name=self.own_name)

    def clean_happened_on(self) -> date:
        return checked(partial(check_day, today=self.today), self.cleaned_data["happened_on"])

    def clean(self) -> None:
        super().clean()
        if not any(self.cleaned_data.get(_name(c)) for c in self.ladder.competencies):
            self.add_error(None, _("Choose a level for at least one competency."))

    def told(self) -> RatingForm:
        """The view as a valid form tells it."""
        said = {c.slug: self.cleaned_data[_name(c)] for c in self.ladder.competencies}
        return RatingForm(
            rater=self.cleaned_data["rater"],
            source=self.cleaned_data["source"],
            marks={
                slug: int(level) for slug, level in said.items() if level not in ("", NO_CHANCE)
            },
            no_chance_to_see=tuple(slug for slug, level in said.items() if level == NO_CHANCE),
            note=self.cleaned_data["note"].strip(),
        )


class BeginForm(TellForm):
    """What the assessment compares with, for somebody of whom nothing is known yet."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(
        self,
        sent: Mapping[str, Any] | None = None,
        *,
        ladder: Ladder,
        by_titles: Role | None,
        **options: Any,
    ) -> None:
        super().__init__(sent, **options)
        self.fields |= aim_fields(ladder, by_titles=by_titles)

    def told(self) -> Aim:
        """The aim as a valid form tells it; hours and money as they are for everybody at first."""
        return Aim(
            target_role=self.cleaned_data["target_role"],
            current_role=self.cleaned_data["current_role"],
        )


def _name(competency: Competency) -> str:
    return f"level_{competency.slug}"
