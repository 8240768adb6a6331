"""What is told of one piece of evidence, as forms: one box to begin with, all of it to adjust."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.dossier import Fact
from headway.core.evidence import CompetencyTag, EvidenceItem, check_day, check_link
from headway.core.ladder import Ladder, Role
from headway.core.ladder_moves import former_tags
from headway.core.wording.ladder import name_former
from headway.formats.free_text import tidy
from headway.web.forms import DayField
from headway.web.tell_forms import TellForm, checked

LONGEST_TEXT = 2000
LONGEST_LINE = 500
# So many competencies can be named at a time; keeping it gives one more line.
FEWEST_LINES = 2
SEPARATORS = re.compile(r"[,;\n]")
SAY_WHAT = gettext_lazy("Say what you did, in a sentence.")


class LogForm(TellForm):
    """The one box: what you did."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("What did you do?"),
        max_length=LONGEST_TEXT,
        error_messages={"required": SAY_WHAT},
    )

    def clean_text(self) -> str:
        return _some_words(self.cleaned_data["text"])


@dataclass(frozen=True, kw_only=True)
class TagLine:
    """One competency and the level that is shown of it."""

    competency: BoundField
    level: BoundField


class EntryForm(TellForm):
    """All of one entry; `version` is the fact that the person saw when they began."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("What you did"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_TEXT,
        error_messages={"required": SAY_WHAT},
    )
    happened_on = DayField(
        label=gettext_lazy("When"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say on which day, as 2027-03-31.")},
    )
    seen_by = forms.CharField(
        label=gettext_lazy("Who saw it"),
        help_text=gettext_lazy(
            "Names, with commas between them. Leave it empty for your own word."
        ),
        required=False,
        max_length=LONGEST_LINE,
    )
    link = forms.CharField(
        label=gettext_lazy("Where it can be looked at"),
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        required=False,
        max_length=LONGEST_TEXT,
    )

    def __init__(
        self,
        asked: Mapping[str, Any] | None = None,
        *,
        fact: Fact,
        item: EvidenceItem,
        ladder: Ladder,
        role: Role | None,
        today: date,
    ) -> None:
        super().__init__(asked, initial=_shown(fact, item))
        self.item = item
        self.today = today
        self.former = former_tags(item)
        self.tags = tuple(tag for tag in item.tags if tag not in self.former)
        self.line_count = max(FEWEST_LINES, len(self.tags) + 1)
        self._add_lines(ladder)
        self.fields["supports"] = forms.MultipleChoiceField(
            label=_("It also supports"),
            choices=_supportable(ladder, role, item.expectations),
            initial=item.expectations,
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )

    def _add_lines(self, ladder: Ladder) -> None:
        names = [("", _("No competency")), *((c.slug, c.name) for c in ladder.competencies)]
        levels = [(str(level.number), level.name) for level in ladder.levels]
        for number in range(self.line_count):
            tag = self.tags[number] if number < len(self.tags) else None
            self.fields[f"competency_{number}"] = forms.ChoiceField(
                label=_("Shows"),
                choices=names,
                required=False,
                initial=tag.competency if tag else "",
            )
            self.fields[f"level_{number}"] = forms.ChoiceField(
                label=_("Level"),
                choices=[("", _("Not said yet")), *levels],
                required=False,
                initial="" if tag is None or tag.level is None else str(tag.level),
            )

    def lines(self) -> Iterator[TagLine]:
        for number in range(self.line_count):
            yield TagLine(competency=self[f"competency_{number}"], level=self[f"level_{number}"])

    def clean_text(self) -> str:
        return _some_words(self.cleaned_data["text"])

    def clean_happened_on(self) -> date:
        return checked(partial(check_day, today=self.today), self.cleaned_data["happened_on"])

    def clean_link(self) -> str:
        return checked(check_link, self.cleaned_data["link"].strip())

    def clean(self) -> None:
        super().clean()
        seen: set[str] = set()
        for number in range(self.line_count):
            slug = self.cleaned_data.get(f"competency_{number}", "")
            if slug and slug in seen:
                self.add_error(f"competency_{number}", _("It stands twice; give it one level."))
            if not slug and self.cleaned_data.get(f"level_{number}"):
                self.add_error(f"competency_{number}", _("Say which competency shows that level."))
            seen.add(slug)

    def told(self) -> EvidenceItem:
        """The entry as a valid form tells it; no longer a draft, since the person said it."""
        names = _names(self.cleaned_data["seen_by"])
        if self.cleaned_data["seen_by"] == ", ".join(self.item.corroborated_by):
            names = self.item.corroborated_by
        return EvidenceItem(
            text=self.cleaned_data["text"],
            tags=(*self._tags(), *self.former),
            expectations=tuple(self.cleaned_data["supports"]),
            support=self._support(names),
            corroborated_by=names,
            source=self.item.source,
            link=self.cleaned_data["link"],
        )

    def _tags(self) -> Iterator[CompetencyTag]:
        for number in range(self.line_count):
            slug, level = (
                self.cleaned_data[f"{part}_{number}"] for part in ("competency", "level")
            )
            if slug:
                yield CompetencyTag(competency=slug, level=int(level) if level else None)

    def _support(self, names: tuple[str, ...]) -> Any:
        """What somebody checked stays checked; else it is their word, or one's own."""
        if self.item.support == "verified":
            return "verified"
        return "corroborated" if names else "claimed"


def _shown(fact: Fact, item: EvidenceItem) -> dict[str, object]:
    return {
        "version": fact.id,
        "text": item.text,
        "happened_on": fact.happened_on,
        "seen_by": ", ".join(item.corroborated_by),
        "link": item.link,
    }


def begin_log(key: UUID) -> LogForm:
    """The empty box."""
    return LogForm(initial={"key": key})


def _supportable(
    ladder: Ladder, role: Role | None, already: tuple[str, ...]
) -> list[tuple[str, str]]:
    """What the role one wants asks for besides levels; all experiences without one."""
    texts = {e.slug: e.text for e in ladder.experiences}
    texts |= {r.slug: r.text for each in ladder.roles for r in each.responsibilities}
    asked = [e.slug for e in ladder.experiences]
    if role:
        asked = [*role.experiences, *(r.slug for r in role.responsibilities)]
    both = dict.fromkeys((*already, *asked))
    return [(slug, texts.get(slug, name_former(slug))) for slug in both]


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(tidy, SEPARATORS.split(text)))))


def _some_words(text: str) -> str:
    cleaned = tidy(text)
    if not cleaned:
        raise ValidationError(SAY_WHAT)
    return cleaned
