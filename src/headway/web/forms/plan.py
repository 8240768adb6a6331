"""What a plan is asked for, as one GET form: its wish in full, and what it pins and leaves out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.errors import HeadwayError
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.money import check_currency, plain_amount, to_minor
from headway.core.plan import AskedNow, OtherHours, PlanWish
from headway.core.plan.complete import ANY_NUMBER
from headway.web.forms.asked import CONFLICT, AskedForm, DayField, FlagField, RoleField
from headway.web.forms.fields import WRONG_HOURS, HoursField
from headway.web.forms.plan_slides import (
    HOURS_IN_A_WEEK,
    Slide,
    slide_of_days,
    slide_of_hours,
    slide_of_money,
)
from headway.web.forms.told import checked

MOST_AT_ONCE = 99
MOST_AWAY = 20
AWAY_PARTS = ("from", "to", "hours")
# Sent by the page's own form: then an empty box is a choice, and not something left unsaid.
WHOLE = "whole"
# What is folded away until it is wanted.
MORE_FIELDS = ("rate", "at_once", "focus", "must", "fresh")
A_NUMBER = gettext_lazy("Write a whole number; 0 is any number.")


@dataclass(frozen=True, kw_only=True)
class AwayLine:
    """Days with other hours than usual, as three fields."""

    first: BoundField
    last: BoundField
    hours: BoundField


class PlanForm(AskedForm):
    """What a plan is made for: role, last day, hours, money, and what it must and must not hold."""

    by = DayField(
        label=gettext_lazy("By"),
        error_messages={"required": gettext_lazy("Say by which day, as 2027-03-31.")},
    )
    hours_per_week = HoursField(
        label=gettext_lazy("Hours a week"),
        error_messages={
            "required": gettext_lazy("Say how many hours a week you can give."),
            "invalid": WRONG_HOURS,
        },
    )
    budget_per_year = forms.CharField(
        label=gettext_lazy("Money a year"),
        error_messages={"required": gettext_lazy("Say how much money a year; 0 is fine.")},
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        error_messages={"required": gettext_lazy("Three letters, such as GBP or EUR.")},
    )
    rate = forms.CharField(label=gettext_lazy("Rates of other currencies"), required=False)
    at_once = forms.IntegerField(
        label=gettext_lazy("Things at once"),
        required=False,
        min_value=ANY_NUMBER,
        max_value=MOST_AT_ONCE,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), A_NUMBER),
    )
    focus = forms.IntegerField(
        label=gettext_lazy("Competencies at once"),
        required=False,
        min_value=ANY_NUMBER,
        max_value=MOST_AT_ONCE,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), A_NUMBER),
    )
    fresh = FlagField(label=gettext_lazy("Plan anew, whatever plan I adopted"))

    def __init__(
        self,
        ladder: Ladder,
        asked: QueryDict,
        *,
        catalogue: Catalogue,
        in_force: PlanWish | None,
        today: date,
        is_day_asked: bool = False,
    ) -> None:
        super().__init__(ladder, asked)
        self.today = today
        self.asked = asked
        self.in_force = in_force
        self.is_day_asked = is_day_asked
        titles = {o.slug: o.title for o in catalogue.opportunities}
        competencies = {c.slug: c.name for c in ladder.competencies}
        self.names = {"pin": titles, "drop": titles, "must": competencies}
        self.fields["target"] = RoleField(ladder, label=_("Role"), required=False)
        self.fields["pin"] = _boxes(_("The plan must hold"), titles)
        self.fields["drop"] = _boxes(_("The plan leaves out"), titles)
        self.fields["must"] = _boxes(_("What comes before the rest"), competencies)
        self.away_count = count_away(asked) + 1
        for number in range(self.away_count):
            self._add_away(number)

    def _add_away(self, number: int) -> None:
        self.fields[f"away_from_{number}"] = DayField(label=_("From"), required=False)
        self.fields[f"away_to_{number}"] = DayField(label=_("To"), required=False)
        self.fields[f"away_hours_{number}"] = HoursField(
            label=_("Hours a week"),
            required=False,
            min_value=0,
            max_value=HOURS_IN_A_WEEK,
            error_messages={"invalid": WRONG_HOURS},
        )

    def away_lines(self) -> Iterator[AwayLine]:
        for number in range(self.away_count):
            first, last, hours = (self[f"away_{part}_{number}"] for part in AWAY_PARTS)
            yield AwayLine(first=first, last=last, hours=hours)

    def slides(self) -> dict[str, Slide]:
        """The limits that can be slid, by their fields."""
        hours, money = self.answers.get("hours_per_week"), self["budget_per_year"].value()
        return {
            "by": slide_of_days(self.day(self.today)),
            "hours_per_week": slide_of_hours(hours or 0.0),
            "budget_per_year": slide_of_money(money or ""),
        }

    def held_fields(self) -> list[BoundField]:
        """The fields whose boxes stand outside of what is folded away."""
        return [self["pin"], self["drop"]]

    def chosen(self, name: str) -> list[tuple[str, str]]:
        """What is ticked of the boxes `name`, with what each is called."""
        ticked = set(self.asked.getlist(name))
        return [(slug, title) for slug, title in self.names[name].items() if slug in ticked]

    @property
    def pinned(self) -> list[tuple[str, str]]:
        return self.chosen("pin")

    @property
    def dropped(self) -> list[tuple[str, str]]:
        return self.chosen("drop")

    @property
    def more_is_wrong(self) -> bool:
        """Whether something is to be mended among the limits that are folded away."""
        return any(name.startswith(("away", *MORE_FIELDS)) for name in self.errors)

    def must_boxes(self) -> list[tuple[str, str, bool]]:
        """The competencies of which the role asks for a level, and whether each is ticked."""
        ticked = {slug for slug, _name in self.chosen("must")}
        target = self.answers.get("target")
        expected = self.ladder.role(target).expected if target else {}
        return [
            (slug, name, slug in ticked)
            for slug, name in self.names["must"].items()
            if expected.get(slug, 0) > 0 or slug in ticked
        ]

    def clean_hours_per_week(self) -> float:
        hours: float = self.cleaned_data["hours_per_week"]
        if not 0 < hours <= HOURS_IN_A_WEEK:
            raise ValidationError(_("A week has more than 0 and at most 168 hours to give."))
        return hours

    def clean_currency(self) -> str:
        return checked(check_currency, self.cleaned_data["currency"])

    def clean_rate(self) -> dict[str, Decimal]:
        texts = self.cleaned_data["rate"].replace(",", " ").split()
        return dict(map(_read_rate, texts))

    def clean(self) -> None:
        super().clean()
        amount, currency = (self.cleaned_data.get(n) for n in ("budget_per_year", "currency"))
        if amount and currency:
            try:
                self.cleaned_data["budget_per_year"] = to_minor(amount, currency)
            except HeadwayError as error:
                self.add_error("budget_per_year", ValidationError(str(error), code=CONFLICT))
        target = self.cleaned_data.get("target")
        if target:
            self._check_must(target)
        self.cleaned_data["away"] = tuple(self._read_away())

    def _check_must(self, target: str) -> None:
        role = self.ladder.role(target)
        for slug in self.cleaned_data.get("must", ()):
            if role.expected.get(slug, 0) < 1:
                sentence = _("%(role)s asks for no level in %(name)s, so it can't come first.")
                told = sentence % {"role": role.title, "name": self.names["must"][slug]}
                self.add_error("must", ValidationError(told, code=CONFLICT))

    def _read_away(self) -> Iterator[OtherHours]:
        said: list[OtherHours] = []
        for number in range(self.away_count):
            first, last, hours = (
                self.cleaned_data.get(f"away_{part}_{number}") for part in AWAY_PARTS
            )
            if not (first and last):
                self._ask_for_other_day(number)
                continue
            other = OtherHours(starts_on=first, ends_on=last, hours_per_week=hours or 0.0)
            if sentence := _what_is_wrong(other, said):
                self.add_error(f"away_to_{number}", ValidationError(sentence, code=CONFLICT))
            said.append(other)
        yield from said

    def _ask_for_other_day(self, number: int) -> None:
        names = [f"away_{part}_{number}" for part in ("from", "to")]
        missing = [n for n in names if not self.cleaned_data.get(n) and n not in self.errors]
        if len(missing) == 1:
            sentence = _("Say both days, as 2027-08-02.")
            self.add_error(missing[0], ValidationError(sentence, code=CONFLICT))

    def asked_now(self) -> AskedNow:
        """What a valid form asks for."""
        told = self.cleaned_data
        return AskedNow(
            target_role=told["target"],
            by=told["by"],
            hours_per_week=told["hours_per_week"],
            budget_per_year_minor=told["budget_per_year"],
            currency=told["currency"],
            rates=told["rate"],
            pinned=tuple(told["pin"]),
            dropped=tuple(told["drop"]),
            other_hours=told["away"],
            things_at_once=told["at_once"],
            focus_areas=told["focus"],
            must_have=tuple(told["must"]),
        )

    def hold_to(self, wish: PlanWish) -> PlanWish:
        """`wish` with nothing in it that this form, if it was sent whole, says no more."""
        if WHOLE not in self.asked:
            return wish
        asked = self.asked_now()
        return replace(
            wish,
            rates=asked.rates,
            pinned=tuple(sorted(asked.pinned)),
            dropped=tuple(sorted(asked.dropped)),
            other_hours=asked.other_hours,
            must_have=asked.must_have,
        )

    def query(self, **changed: str) -> str:
        """This form as an address that asks the same, but for `changed`.

        An opportunity under `pin`, `drop` or `free` is pinned, left out, or neither.
        """
        asked = self.asked.copy()
        asked[WHOLE] = "1"
        for name, value in changed.items():
            if name in ("pin", "drop", "free"):
                _choose(asked, name, value)
            else:
                asked[name] = value
        for name in list(asked):
            asked.setlist(name, [value for value in asked.getlist(name) if value])
        return str(asked.urlencode())


def complete_data(given: QueryDict, said: PlanWish) -> QueryDict:
    """What was given, and for everything left unsaid what the person `said` before."""
    asked = given.copy()
    usual = {
        "target": said.target_role,
        "by": said.by.isoformat(),
        "hours_per_week": f"{said.hours_per_week:g}",
        "currency": said.currency,
    }
    # The sum said before is one of another currency, and nothing is converted silently.
    if given.get("currency", said.currency).strip().upper() == said.currency:
        usual["budget_per_year"] = plain_amount(said.budget_per_year_minor, said.currency)
    if WHOLE not in given:
        usual |= _usual_limits(said)
        for name, slugs in (("pin", said.pinned), ("drop", said.dropped)):
            asked.setlist(name, [*given.getlist(name), *_but(slugs, given)])
        if "must" not in given:
            asked.setlist("must", list(said.must_have))
        if not any(name.startswith("away_") for name in given):
            usual |= _usual_away(said)
    for name, value in usual.items():
        asked.setdefault(name, value)
    return asked


def _but(slugs: tuple[str, ...], given: QueryDict) -> list[str]:
    """Without what is pinned or dropped now: the last word counts."""
    now = {*given.getlist("pin"), *given.getlist("drop")}
    return [slug for slug in slugs if slug not in now]


def _usual_limits(said: PlanWish) -> dict[str, str]:
    return {
        "at_once": str(said.things_at_once or ANY_NUMBER),
        "focus": str(said.focus_areas or ANY_NUMBER),
        "rate": ", ".join(f"{code}={factor}" for code, factor in sorted(said.rates.items())),
    }


def _usual_away(said: PlanWish) -> dict[str, str]:
    found = {}
    for number, other in enumerate(said.other_hours):
        told = (other.starts_on.isoformat(), other.ends_on.isoformat(), f"{other.hours_per_week:g}")
        for part, value in zip(AWAY_PARTS, told, strict=True):
            found[f"away_{part}_{number}"] = value
    return found


def count_away(asked: Mapping[str, Any]) -> int:
    """How many lines of other hours something stands in, up to the last of them."""
    numbers = (
        number + 1
        for number in range(MOST_AWAY)
        if any(asked.get(f"away_{part}_{number}") for part in AWAY_PARTS)
    )
    return max(numbers, default=0)


def _boxes(label: str, names: Mapping[str, str]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(names.items()),
        required=False,
        error_messages={"invalid_choice": _("There is no '%(value)s' to choose here.")},
    )


def _choose(asked: QueryDict, name: str, slug: str) -> None:
    for each in ("pin", "drop"):
        others = [s for s in asked.getlist(each) if s != slug]
        asked.setlist(each, [*others, slug] if each == name else others)


def _read_rate(text: str) -> tuple[str, Decimal]:
    code, _equals, factor = text.partition("=")
    try:
        found = check_currency(code), Decimal(factor)
    except (HeadwayError, InvalidOperation):
        found = "", Decimal(0)
    if not found[1].is_finite() or found[1] <= 0:
        raise ValidationError(
            _("'%(typed)s' is no rate; write it as USD=0.79.") % {"typed": text[:40]}
        )
    return found


def _what_is_wrong(other: OtherHours, said: list[OtherHours]) -> str:
    """What keeps days with other hours from making sense beside those said before; "" for nothing."""
    if other.ends_on < other.starts_on:
        return _("This is before the first day; swap them, or mend one.")
    both = (o for o in said if o.starts_on <= other.ends_on and other.starts_on <= o.ends_on)
    if any(both):
        return _("Some of these days stand in a line above already; say each day once.")
    return ""
