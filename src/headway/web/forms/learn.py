"""What the Learn page is asked."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.errors import HeadwayError
from headway.core.ladder import Ladder, Stage
from headway.core.learn import Catalogue, Sought
from headway.core.money import to_minor
from headway.formats.free_text import tidy
from headway.formats.opportunity_cells import STAGES
from headway.web.forms.asked import RoleForm
from headway.web.forms.fields import list_competencies
from headway.web.forms.ladder import STAGE_NAMES

SOON = timedelta(days=90)
ALL = "all"
LONGEST_WORDS = 200
WHEN = (
    ("", gettext_lazy("Any time")),
    ("soon", gettext_lazy("Within 90 days")),
    ("dated", gettext_lazy("On a date to come")),
)


class WordsField(forms.Field):
    """Words to look for, tidied; nothing that is typed is wrong."""

    def to_python(self, value: Any) -> str:
        return tidy(str(value or ""))[:LONGEST_WORDS]


class LearnForm(RoleForm):
    """Which opportunities to show, against which role."""

    text = WordsField(label=gettext_lazy("Words"), required=False)
    cost_at_most = forms.CharField(label=gettext_lazy("Costs at most"), required=False)

    def __init__(
        self,
        ladder: Ladder,
        asked: Mapping[str, Any],
        *,
        catalogue: Catalogue,
        currency: str = "GBP",
    ) -> None:
        super().__init__(ladder, asked)
        self.currency = currency
        self.fields["cost_at_most"].label = _("Costs at most, in %(currency)s") % {
            "currency": currency
        }
        kinds = sorted((kind.name, kind.slug) for kind in catalogue.kinds)
        self._choose("kind", _("Kind"), [("", _("All kinds")), *((s, n) for n, s in kinds)])
        competencies = list_competencies(ladder, _("Whatever is missing"))
        self._choose("competency", _("Builds"), competencies)
        stages = [("", _("On your way")), *STAGE_NAMES.items(), (ALL, _("All stages"))]
        self._choose("stage", _("Stage"), stages)
        self._choose("on", _("When"), WHEN)

    def _choose(self, name: str, label: str, choices: Any) -> None:
        wrong = {"invalid_choice": _("There is no '%(value)s' to choose here.")}
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, error_messages=wrong
        )

    def clean_cost_at_most(self) -> int | None:
        text = self.cleaned_data["cost_at_most"].strip()
        try:
            return to_minor(text, self.currency) if text else None
        except HeadwayError as error:
            raise ValidationError(str(error)) from None

    def sought(self, day: date, way: frozenset[Stage]) -> Sought:
        """What is asked, of what makes sense; `way` are the stages that nothing chosen stands for."""
        told = self.answers
        stage = told.get("stage", "")
        chosen = frozenset((cast("Stage", stage),)) if stage in STAGES else frozenset()
        on = told.get("on", "")
        return Sought(
            competency=told.get("competency", ""),
            kind=told.get("kind", ""),
            stages=chosen if stage else way,
            text=told.get("text", ""),
            cost_at_most_minor=told.get("cost_at_most"),
            currency=self.currency,
            on_from=day if on else None,
            on_to=day + SOON if on == "soon" else None,
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether more is asked than a role and a day."""
        names = ("text", "kind", "competency", "stage", "cost_at_most", "on")
        return any(self.data.get(name) for name in names)
