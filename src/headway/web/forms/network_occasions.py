"""Events and memberships as forms."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from headway.core import people
from headway.core.evidence import check_link
from headway.core.money import check_currency, plain_amount, to_minor
from headway.core.people import Event, Membership
from headway.web.forms.fields import LONGEST_LINE, day, line, link, passage
from headway.web.forms.told import KeyedForm, checked, tell_beside


class EventForm(KeyedForm):
    """An event at which one meets people."""

    title = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=LONGEST_LINE,
        error_messages={"required": gettext_lazy("Say what the event is called.")},
    )
    starts_on = day(gettext_lazy("First day"), required=True)
    ends_on = day(gettext_lazy("Last day"))
    place = line(gettext_lazy("Where"))
    link = link()
    note = passage(gettext_lazy("Whom you want to meet, what for"))

    def __init__(
        self, told: Mapping[str, Any] | None = None, *, key: UUID, known: Event | None = None
    ) -> None:
        super().__init__(told, initial={"key": key, **(_fields_of(known) if known else {})})
        self.known = known

    def clean_link(self) -> str:
        return checked(check_link, self.cleaned_data["link"].strip())

    def clean(self) -> None:
        super().clean()
        start, end = (self.cleaned_data.get(name) for name in ("starts_on", "ends_on"))
        if start:
            tell_beside(self, "ends_on", partial(people.check_span, start, end))

    def told(self) -> Event:
        """The event as a valid form tells it."""
        return Event(
            key=self.known.key if self.known else self.cleaned_data["key"],
            title=self.tidied("title"),
            starts_on=self.cleaned_data["starts_on"],
            ends_on=self.cleaned_data["ends_on"],
            place=self.tidied("place"),
            link=self.cleaned_data["link"],
            note=self.tidied("note"),
        )


class MembershipForm(KeyedForm):
    """Belonging to an association."""

    association = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=LONGEST_LINE,
        error_messages={"required": gettext_lazy("Say what the association is called.")},
    )
    renews_on = day(gettext_lazy("Next renewal"))
    every_months = forms.IntegerField(
        label=gettext_lazy("Renewed every"),
        help_text=gettext_lazy("Months."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        initial=12,
        error_messages={
            "required": gettext_lazy("Say every how many months."),
            "invalid": gettext_lazy("Write months as a number, such as 12."),
        },
    )
    fee = forms.CharField(
        label=gettext_lazy("Fee"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
        initial="0",
        required=False,
    )
    currency = forms.CharField(
        label=gettext_lazy("Currency"),
        error_messages={"required": gettext_lazy("Three letters, such as GBP or EUR.")},
    )
    ended_on = day(gettext_lazy("Ended on"), help_text=gettext_lazy("Empty while it runs."))
    link = link()
    note = passage(gettext_lazy("What it is for"))

    def __init__(
        self,
        told: Mapping[str, Any] | None = None,
        *,
        key: UUID,
        known: Membership | None = None,
        currency: str = "GBP",
    ) -> None:
        shown: dict[str, object] = {"currency": currency}
        if known:
            fee = plain_amount(known.fee_minor, known.currency)
            shown = _fields_of(known) | {"fee": fee}
        super().__init__(told, initial={"key": key, **shown})
        self.known = known

    def clean_every_months(self) -> int:
        return checked(people.check_months, self.cleaned_data["every_months"])

    def clean_currency(self) -> str:
        return checked(check_currency, self.cleaned_data["currency"])

    def clean_link(self) -> str:
        return checked(check_link, self.cleaned_data["link"].strip())

    def clean(self) -> None:
        super().clean()
        fee, currency = self.cleaned_data.get("fee") or "0", self.cleaned_data.get("currency")
        if currency:
            tell_beside(self, "fee", partial(to_minor, fee, currency))

    def told(self) -> Membership:
        """The membership as a valid form tells it."""
        currency = self.cleaned_data["currency"]
        return Membership(
            key=self.known.key if self.known else self.cleaned_data["key"],
            association=self.tidied("association"),
            renews_on=self.cleaned_data["renews_on"],
            every_months=self.cleaned_data["every_months"],
            fee_minor=to_minor(self.cleaned_data["fee"] or "0", currency),
            currency=currency,
            link=self.cleaned_data["link"],
            note=self.tidied("note"),
            ended_on=self.cleaned_data["ended_on"],
        )


def _fields_of(known: Event | Membership) -> dict[str, object]:
    return {name: getattr(known, name) for name in known.__dataclass_fields__ if name != "key"}
