"""What the page that takes up a ladder is told: what each name becomes there, and from which day on."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.ladder import Ladder
from headway.core.ladder_likeness import MappingProposal, Match, Part, map_acts
from headway.core.ladder_mapping import LadderMapping, sort_parts
from headway.formats.free_text import tidy
from headway.records.ladders import LadderUse
from headway.web.forms.fields import day
from headway.web.forms.told import TellForm

# Lists with more lines than this on one page are too large for it: names are then typed, with the
# browser's own help, and long texts chosen among those that are alike.
MOST_OPTIONS = 1_000
# Of more experiences and responsibilities than this those that are alike are offered.
MOST_LONG = 25
MOST_PARTS = 6
ASKED_PARTS: tuple[Part, ...] = ("competency", "role", "level", "expectation")
TYPED_PARTS: tuple[Part, ...] = ("competency", "role")


class NamedField(forms.CharField):
    """One of `labels` (by slug), typed by its name; valid as its slug, empty for none."""

    def __init__(self, labels: Mapping[str, str], **options: Any) -> None:
        super().__init__(required=False, **options)
        self.labels = labels
        self.slugs = {tidy(label).casefold(): slug for slug, label in labels.items()}

    def to_python(self, value: Any) -> str:
        typed = tidy(super().to_python(value) or "")
        if not typed or typed in self.labels:
            return typed
        found = self.slugs.get(typed.casefold())
        if found is None:
            raise ValidationError(
                _(
                    "Nothing there is called '%(typed)s'; choose a name of the list, or leave this empty."
                )
                % {"typed": typed}
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        return self.labels.get(value, value)


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    """What one name of the former ladder became: a field for each thing; `more` asks for one more."""

    match: Match
    fields: tuple[forms.BoundField, ...]
    more: str

    @property
    def offers_any(self) -> bool:
        """Whether there is anything to choose but nothing."""
        return len(getattr(self.fields[0].field, "choices", ())) > 1

    @property
    def is_wrong(self) -> bool:
        """Whether something was typed that makes no sense."""
        return any(field.errors for field in self.fields)


class TakeUpForm(TellForm):
    """From which day on another ladder counts, and what each name of the present one is called there.

    A competency may have become several: `competency_3` is asked again as `competency_3_1` and so on.
    """

    key = forms.UUIDField(widget=forms.HiddenInput)
    # The adoption that counted when the page was shown, so that another tab's is not overwritten.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    from_day = day(gettext_lazy("From"), required=True)

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
        self.lists: dict[Part, list[str]] = {}
        for part in ASKED_PARTS:
            matches, names = proposal.of(part), _names(part, new)
            is_typed = part in TYPED_PARTS and len(matches) * len(names) > MOST_OPTIONS
            if is_typed:
                names = _tell_apart(names)
                self.lists[part] = list(names.values())
            for number, match in enumerate(matches):
                self._ask(f"{part}_{number}", match, names, is_typed=is_typed)

    def began_with(self, use: LadderUse) -> bool:
        """Whether nothing was taken up or changed since the page was shown; if not it says so.

        The page then carries what counts now, so that sending it again is a choice and not an accident.
        """
        now = seen_of(use)
        if self.data.get("seen", now) == now or self.told() == use.confirmed:
            return True
        self.data = {**self.data, "seen": now}
        self.add_error(
            None,
            _(
                "This was changed meanwhile, perhaps in another tab. Send it again to have it as here."
            ),
        )
        return False

    def _ask(self, name: str, match: Match, names: Mapping[str, str], *, is_typed: bool) -> None:
        became = match.became or ("",)
        for place, key in enumerate(self._keys(name, len(became))):
            initial = became[place] if place < len(became) else ""
            label = match.name if not place else _("%(name)s, also") % {"name": match.name}
            if is_typed:
                widget = forms.TextInput(attrs={"list": f"names-{match.part}"})
                field: forms.Field = NamedField(names, label=label, initial=initial, widget=widget)
            else:
                choices = _choices(match, names, is_first=not place)
                field = forms.ChoiceField(
                    label=label, choices=choices, initial=initial, required=False
                )
            self.fields[key] = field

    def _keys(self, name: str, proposed: int) -> list[str]:
        """The names of the fields of one row: as many as were sent, else as are proposed."""
        sent = {**self.initial, **self.data} if self.data or name in self.initial else {}
        further = [f"{name}_{place}" for place in range(1, MOST_PARTS)]
        is_asked = [
            key in sent if sent else place < proposed for place, key in enumerate(further, 1)
        ]
        return [name, *(key for key, asked in zip(further, is_asked, strict=True) if asked)]

    def rows(self, part: Part) -> Iterator[AskedRow]:
        """What is asked of one part, each with what is proposed."""
        for number, match in enumerate(self.proposal.of(part)):
            name = f"{part}_{number}"
            keys = [key for key in self.fields if key == name or key.startswith(f"{name}_")]
            may_be_several = part == "competency" and len(keys) < min(
                MOST_PARTS, len(self.new.competencies)
            )
            yield AskedRow(
                match=match,
                fields=tuple(self[key] for key in keys),
                more=f"{name}_{len(keys)}" if may_be_several else "",
            )

    def told(self) -> LadderMapping:
        """The mapping as a valid form tells it; single acts follow by their words."""
        told = {part: self._told(part) for part in ASKED_PARTS}
        first = {
            part: {former: became[0] for former, became in names.items() if became}
            for part, names in told.items()
        }
        levels = (first["level"].get(match.former, "") for match in self.proposal.of("level"))
        mapping = replace(
            self.proposal.mapping,
            levels=tuple(int(level) if level else None for level in levels),
            roles=first["role"],
            expectations=first["expectation"],
            **sort_parts(told["competency"]),
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

    def _told(self, part: Part) -> dict[str, tuple[str, ...]]:
        return {
            row.match.former: tuple(
                dict.fromkeys(
                    slug for field in row.fields if (slug := self.cleaned_data.get(field.name, ""))
                )
            )
            for row in self.rows(part)
        }


def seen_of(use: LadderUse) -> str:
    """A sign of the adoption that counts."""
    return str(use.adopted.id) if use.adopted else "none"


def _names(part: Part, new: Ladder) -> dict[str, str]:
    if part == "level":
        return {str(level.number): level.name for level in new.levels}
    if part == "competency":
        return {competency.slug: competency.name for competency in new.competencies}
    if part == "role":
        return {role.slug: role.title for role in new.roles}
    texts = {experience.slug: experience.text for experience in new.experiences}
    return texts | {duty.slug: duty.text for role in new.roles for duty in role.responsibilities}


def _tell_apart(names: Mapping[str, str]) -> dict[str, str]:
    """The names, with the slug beside one that is there twice."""
    told = [tidy(name).casefold() for name in names.values()]
    return {
        slug: f"{name} ({slug})" if told.count(tidy(name).casefold()) > 1 else name
        for slug, name in names.items()
    }


def _choices(match: Match, names: Mapping[str, str], *, is_first: bool) -> list[tuple[str, str]]:
    offered: Sequence[str] = list(names)
    if match.part == "expectation" and len(names) > MOST_LONG:
        offered = [*match.became, *(candidate.slug for candidate in match.candidates)]
    listed = [(slug, names[slug]) for slug in dict.fromkeys(offered) if slug]
    none = _("Nothing like it there") if is_first else _("Nothing more")
    return [("", none), *listed]
