"""Fields that many forms share, each with the sentence it says where it is left empty or wrong."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from headway.core.ladder import Ladder
from headway.web.forms.asked import DayField

LONGEST_LINE = 200
LONGEST_TEXT = 2000
A_PAGE = gettext_lazy("A page")
WRONG_HOURS = gettext_lazy("Write hours as a number, such as 3 or 2.5.")

# 2,5 is two and a half to many; 1,000 could be one or a thousand, and is asked again.
_DECIMAL_COMMA = re.compile(r"(\d+),(\d{1,2})")


class HoursField(forms.FloatField):
    """An amount of hours, with a point or a comma."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and (found := _DECIMAL_COMMA.fullmatch(value.strip())):
            value = ".".join(found.groups())
        return super().to_python(value)


def line(label: Any, *, longest: int = LONGEST_LINE, help_text: Any = "") -> forms.CharField:
    """A line of text that may stay empty."""
    return forms.CharField(label=label, max_length=longest, required=False, help_text=help_text)


def passage(
    label: Any, *, rows: int = 2, longest: int = LONGEST_TEXT, help_text: Any = ""
) -> forms.CharField:
    """Some sentences that may stay empty."""
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=longest,
        required=False,
        help_text=help_text,
    )


def day(label: Any, *, required: bool = False, help_text: Any = "", **options: Any) -> DayField:
    """A day of the calendar."""
    return DayField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say on which day, as 2027-03-31.")},
        **options,
    )


def hours(label: Any, **options: Any) -> HoursField:
    """An amount of hours."""
    return HoursField(
        label=label,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": WRONG_HOURS},
        **options,
    )


def link(label: Any = A_PAGE, *, longest: int = LONGEST_TEXT) -> forms.CharField:
    """The address of a page."""
    return forms.CharField(
        label=label,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        required=False,
        max_length=longest,
    )


def boxes(label: Any) -> forms.MultipleChoiceField:
    """Some of what is listed, or nothing; the form that has it says what is listed."""
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, required=False
    )


def list_competencies(ladder: Ladder, *unsaid: Any) -> list[tuple[str, Any]]:
    """The competencies to choose from, after what no choice means."""
    return [*(("", said) for said in unsaid), *((c.slug, c.name) for c in ladder.competencies)]
