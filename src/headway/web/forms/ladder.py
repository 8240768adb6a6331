"""What the ladder's pages are asked and told: a role to compare with, a role to aim at."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.ladder import Ladder, Role, Stage
from headway.web.forms.asked import CONFLICT, AskedForm, RoleField

STAGE_NAMES: dict[Stage, Any] = {
    "entry": gettext_lazy("Entry"),
    "mid": gettext_lazy("Middle"),
    "senior": gettext_lazy("Senior"),
}


class CompareForm(AskedForm):
    """Which role to put beside the one that is shown."""

    def __init__(self, ladder: Ladder, asked: Mapping[str, Any], *, shown: Role) -> None:
        super().__init__(ladder, asked)
        self.shown = shown
        # `with` is a word of Python's own, so that it can't be an attribute of the class.
        self.fields["with"] = RoleField(ladder, label=_("Compare with"), required=False)

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("with") == self.shown.slug:
            self.add_error(
                "with", ValidationError(_("This is the same role; choose another."), code=CONFLICT)
            )

    @property
    def other(self) -> Role | None:
        """The role to compare with, if one was asked for and makes sense."""
        slug = self.answers.get("with", "")
        return self.ladder.role(slug) if slug else None

    @property
    def chosen(self) -> forms.BoundField:
        return self["with"]


class AimAtForm(forms.Form):
    """One button: the role that is shown becomes the one aimed at."""

    key = forms.UUIDField(widget=forms.HiddenInput)
