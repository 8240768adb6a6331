"""What the Learn page is asked, and what is told of one's own opportunities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.errors import HeadwayError
from headway.core.ladder import Ladder, Stage
from headway.core.learn import Builds, Catalogue, Opportunity, Sought
from headway.core.money import to_minor
from headway.formats.free_text import tidy
from headway.formats.opportunity_cells import STAGES, Reader, to_cells
from headway.web.form_fields import list_competencies
from headway.web.forms import RoleForm
from headway.web.ladder_forms import STAGE_NAMES
from headway.web.tell_forms import FileForm, TellForm

SOON = timedelta(days=90)
ALL = "all"
LONGEST_WORDS = 200
FEWEST_LINES, MOST_LINES = 2, 8
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


@dataclass(frozen=True, kw_only=True)
class BuildsLine:
    """One competency and the level up to which it is built."""

    competency: BoundField
    level: BoundField


class OwnForm(TellForm):
    """One entry of one's own; a valid form's `item` is the entry."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=gettext_lazy("What it is called"),
        error_messages={"required": gettext_lazy("Say what it is called.")},
    )
    summary = forms.CharField(
        label=gettext_lazy("What one does there"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    hours = forms.CharField(
        label=gettext_lazy("Hours, all in all"),
        help_text=gettext_lazy("10, or 8 to 16."),
        error_messages={"required": gettext_lazy("Say how many hours it takes: 10, or 8 to 16.")},
    )
    days = forms.CharField(
        label=gettext_lazy("Over how many days"),
        help_text=gettext_lazy("2, or 14 to 30. Empty: as the dates or the hours say."),
        required=False,
    )
    cost = forms.CharField(
        label=gettext_lazy("Cost"),
        help_text=gettext_lazy("200, or 200 to 900; 0 if it is free. Empty: nobody knows."),
        required=False,
    )
    currency = forms.CharField(label=gettext_lazy("Currency"), required=False)
    dates = forms.CharField(
        label=gettext_lazy("When it is on"),
        help_text=gettext_lazy(
            "2027-03-01 to 2027-03-03, with a semicolon before the next date. Empty: any time."
        ),
        required=False,
    )
    worked_if = forms.CharField(
        label=gettext_lazy("It worked if"),
        help_text=gettext_lazy("What somebody else would see."),
        required=False,
    )
    prerequisites = forms.CharField(
        label=gettext_lazy("What it asks for"),
        help_text=gettext_lazy("With a semicolon between one thing and the next."),
        required=False,
    )
    provider = forms.CharField(label=gettext_lazy("Who offers it"), required=False)
    address = forms.CharField(
        label=gettext_lazy("Where it can be looked at"),
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        required=False,
    )

    def __init__(
        self,
        asked: Mapping[str, Any] | None,
        *,
        reader: Reader,
        former: Opportunity | None = None,
        initial: Mapping[str, Any],
    ) -> None:
        super().__init__(asked, initial={**_shown(former), **initial})
        self.reader = reader
        self.former = former
        self.item: Opportunity | None = None
        built = former.builds if former else ()
        self.line_count = min(MOST_LINES, max(FEWEST_LINES, len(built) + 1))
        kinds = sorted((kind.name, kind.slug) for kind in reader.catalogue.kinds)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"),
            choices=[("", _("Choose one")), *((slug, name) for name, slug in kinds)],
            initial=former.kind if former else "",
            error_messages={"required": _("Say of which kind it is.")},
        )
        self.fields["stages"] = forms.MultipleChoiceField(
            label=_("For whom"),
            choices=list(STAGE_NAMES.items()),
            initial=list(former.stages if former else STAGES),
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self._add_lines(reader.ladder, built)

    def _add_lines(self, ladder: Ladder, built: tuple[Builds, ...]) -> None:
        names = list_competencies(ladder, _("No competency"))
        levels = [(str(level.number), level.name) for level in ladder.levels if level.number > 0]
        for number in range(self.line_count):
            one = built[number] if number < len(built) else None
            self.fields[f"competency_{number}"] = forms.ChoiceField(
                label=_("Builds"),
                choices=names,
                required=False,
                initial=one.competency if one else "",
            )
            self.fields[f"level_{number}"] = forms.ChoiceField(
                label=_("Up to level"),
                choices=[("", _("Not said")), *levels],
                required=False,
                initial=str(one.ceiling) if one else "",
            )

    def lines(self) -> Iterator[BuildsLine]:
        for number in range(self.line_count):
            yield BuildsLine(competency=self[f"competency_{number}"], level=self[f"level_{number}"])

    def clean(self) -> None:
        super().clean()
        told = self.cleaned_data
        cells = {name: told.get(name, "") for name in CELLS}
        cells |= {
            "stages": ", ".join(told.get("stages", ())),
            "builds": "; ".join(self._builds()),
        }
        self.item = self.reader.read(cells)
        for problem in self.reader.problems:
            field = "competency_0" if problem.column == "builds" else problem.column
            # What the field itself found missing is said once.
            if field in self.fields and field not in self.errors:
                self.add_error(field, f"{problem.text[:1].upper()}{problem.text[1:]}.")

    def _builds(self) -> Iterator[str]:
        """Each line as a cell has it; what was built in part before still is."""
        shares = {b.competency: b.weight for b in self.former.builds} if self.former else {}
        for number in range(self.line_count):
            slug, level = (
                self.cleaned_data.get(f"{part}_{number}", "") for part in ("competency", "level")
            )
            if slug and not level:
                self.add_error(f"level_{number}", _("Say up to which level."))
            elif slug:
                share = shares.get(slug, 1.0)
                yield f"{slug} {level}" + (f" x {share:g}" if share != 1 else "")


# The fields that are cells of a table as they stand.
CELLS = (*(name for name in OwnForm.base_fields if name != "key"), "kind")


def _shown(former: Opportunity | None) -> dict[str, str]:
    if former is None:
        return {}
    cells = to_cells(former)
    return {name: cells[name] for name in CELLS}


class OpportunityFileForm(FileForm):
    """A table of opportunities, or a list of conferences."""

    label = gettext_lazy("A CSV or XLSX table, or a conference list of confs.tech")
    accept = ".csv,.xlsx,.json,text/csv,application/json"
    too_large = gettext_lazy(
        "This file is larger than 24 MB; no table of opportunities needs that."
    )

    def __init__(self, *args: Any, ladder: Ladder, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["competency"] = forms.ChoiceField(
            label=_("If it lists conferences: what you go there for"),
            choices=list_competencies(ladder, _("Not said yet")),
            required=False,
        )

    @property
    def file_name(self) -> str:
        """The file's name as messages and entries tell it."""
        return tidy(str(getattr(self.files.get("file"), "name", "")))[:LONGEST_WORDS] or _(
            "The file"
        )

    @property
    def builds(self) -> tuple[Builds, ...]:
        """What conferences build: as in the built-in catalogue, no more than the first level."""
        slug = self.cleaned_data.get("competency", "")
        return (Builds(competency=slug, ceiling=1),) if slug else ()
