"""What is told of one's own opportunities: one entry, or a table of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.ladder import Ladder
from headway.core.learn import Builds, Opportunity
from headway.formats.free_text import tidy
from headway.formats.opportunity_cells import STAGES, Reader, to_cells
from headway.web.forms.fields import list_competencies
from headway.web.forms.ladder import STAGE_NAMES
from headway.web.forms.learn import LONGEST_WORDS
from headway.web.forms.told import FileForm, TellForm

FEWEST_LINES, MOST_LINES = 2, 8


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
