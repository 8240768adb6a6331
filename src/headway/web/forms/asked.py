"""What a page is asked, as plain GET forms: every wrong answer gets a sentence beside its field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.errors import UnknownNameError
from headway.core.ladder import Ladder

# The codes of errors: a name that there is not; answers that make sense, but not together.
UNKNOWN = "unknown"
CONFLICT = "conflict"
# As the commands take them: what is counted from a day stays within the calendar.
FIRST_YEAR, LAST_YEAR = 1900, 2200
KINDS = (
    ("", gettext_lazy("All")),
    ("technical", gettext_lazy("Technical")),
    ("soft", gettext_lazy("Soft")),
)


class DayField(forms.DateField):
    """A day as 2027-03-31, in every language: the same in an address, a command and a field."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)

    def to_python(self, value: Any) -> date | None:
        try:
            day = super().to_python(value)
        except ValidationError:
            sentence = _("'%(typed)s' is no day; write it as 2027-03-31.") % {"typed": value}
            raise ValidationError(sentence) from None
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            sentence = _("%(typed)s is too far away; write a day from 1900 to 2200.")
            raise ValidationError(sentence % {"typed": value})
        return day


class FlagField(forms.ChoiceField):
    """Something that is so where an address says 1, and not so where it says nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=[("1", gettext_lazy("Yes"))], required=False, **kwargs)


class RoleField(forms.CharField):
    """A role of the ladder by its slug, title or alias."""

    def __init__(self, ladder: Ladder, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ladder = ladder

    def clean(self, value: Any) -> str:
        name = super().clean(value)
        try:
            return self.ladder.role(name).slug if name else ""
        except UnknownNameError as error:
            raise ValidationError(str(error), code=UNKNOWN) from None


class AskedForm(forms.Form):
    """What every page can be asked: how things stood as known on a day."""

    as_of = DayField(label=gettext_lazy("As known on"), required=False)

    def __init__(self, ladder: Ladder, asked: Mapping[str, Any]) -> None:
        super().__init__(asked)
        self.ladder = ladder

    @property
    def answers(self) -> dict[str, Any]:
        """What was given and makes sense."""
        self.is_valid()
        return self.cleaned_data

    def day(self, today: date) -> date:
        """The day asked for; today where none, or none that is one, was given."""
        return self.answers.get("as_of") or today


class RoleForm(AskedForm):
    """Which role to compare with."""

    def __init__(self, ladder: Ladder, asked: Mapping[str, Any]) -> None:
        super().__init__(ladder, asked)
        self.fields["target"] = RoleField(ladder, label=_("Compare with"), required=False)


class StandingForm(RoleForm):
    """Which competencies to show, against which role."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=KINDS,
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("There are technical and soft competencies only.")
        },
    )
