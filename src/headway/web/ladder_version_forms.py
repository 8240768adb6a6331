"""What the page that takes up a ladder is told: what each name becomes there, and from which day on."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.ladder import Ladder
from headway.core.ladder_likeness import MappingProposal, Match, Part, map_acts
from headway.core.ladder_mapping import LadderMapping
from headway.web.forms import DayField
from headway.web.tell_forms import TellForm

# From so many names on a list offers only those that are alike: whole lists would make pages too large.
MOST_OFFERED = 25
ASKED_PARTS: tuple[Part, ...] = ("competency", "role", "level", "expectation")


class TakeUpForm(TellForm):
    """From which day on another ladder counts, and what each name of the present one is called there."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    from_day = DayField(
        label=gettext_lazy("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say from which day, as 2027-03-31.")},
    )

    def __init__(
        self,
        asked: Mapping[str, Any] | None = None,
        *,
        proposal: MappingProposal,
        former: Ladder,
        new: Ladder,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(asked, initial=dict(initial or {}))
        self.proposal, self.former, self.new = proposal, former, new
        for part in ASKED_PARTS:
            names = _names(part, new)
            for number, match in enumerate(proposal.of(part)):
                self.fields[f"{part}_{number}"] = forms.ChoiceField(
                    label=match.name,
                    choices=_choices(match, names),
                    initial=match.new,
                    required=False,
                )

    def rows(self, part: Part) -> Iterator[tuple[Match, forms.BoundField]]:
        """What is asked of one part, each with what is proposed."""
        for number, match in enumerate(self.proposal.of(part)):
            yield match, self[f"{part}_{number}"]

    def told(self) -> LadderMapping:
        """The mapping as a valid form tells it; single acts follow by their words."""
        told = {part: self._told(part) for part in ASKED_PARTS}
        levels = (told["level"].get(match.former, "") for match in self.proposal.of("level"))
        mapping = replace(
            self.proposal.mapping,
            levels=tuple(int(level) if level else None for level in levels),
            competencies=told["competency"],
            roles=told["role"],
            expectations=told["expectation"],
        )
        return map_acts(mapping, self.former, self.new)

    def clean(self) -> None:
        super().clean()
        levels = [self.cleaned_data.get(f"level_{n}") for n in range(len(self.former.levels))]
        told = [int(level) for level in levels if level]
        if told != sorted(told):
            self.add_error(
                None, _("A higher level can't become a lower one than a lower level does.")
            )

    def _told(self, part: Part) -> dict[str, str]:
        chosen = (
            (match.former, self.cleaned_data.get(f"{part}_{number}", ""))
            for number, match in enumerate(self.proposal.of(part))
        )
        return {former: new for former, new in chosen if new}


def _names(part: Part, new: Ladder) -> dict[str, str]:
    if part == "level":
        return {str(level.number): level.name for level in new.levels}
    if part == "competency":
        return {competency.slug: competency.name for competency in new.competencies}
    if part == "role":
        return {role.slug: role.title for role in new.roles}
    texts = {experience.slug: experience.text for experience in new.experiences}
    return texts | {duty.slug: duty.text for role in new.roles for duty in role.responsibilities}


def _choices(match: Match, names: Mapping[str, str]) -> list[tuple[str, str]]:
    offered = list(names)
    if len(names) > MOST_OFFERED:
        offered = [match.new, *(candidate.slug for candidate in match.candidates)]
    listed = [(slug, names[slug]) for slug in dict.fromkeys(offered) if slug]
    return [("", _("Nothing like it: it keeps its former name")), *listed]
