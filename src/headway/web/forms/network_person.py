"""What is told of people one knows, as forms: who they are, and what was exchanged."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import partial
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core import people
from headway.core.circle import Circle, check_new_name, find_by_name, find_role
from headway.core.evidence import check_day, check_link
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.people import Contact, Touch
from headway.formats.free_text import tidy
from headway.web.forms.fields import (
    LONGEST_LINE,
    LONGEST_TEXT,
    boxes,
    day,
    line,
    link,
    list_competencies,
    passage,
)
from headway.web.forms.told import KeyedForm, TellForm, checked

TIES = (
    ("sponsor", gettext_lazy("Speaks up for you where you are not in the room")),
    ("manager", gettext_lazy("Your manager")),
    ("report", gettext_lazy("Reports to you")),
    ("peer", gettext_lazy("Peer")),
    ("colleague", gettext_lazy("Colleague")),
    ("customer", gettext_lazy("Customer")),
    ("friend", gettext_lazy("Friend")),
)
HOWS = (
    ("met", gettext_lazy("Met")),
    ("called", gettext_lazy("Called")),
    ("wrote", gettext_lazy("Wrote")),
    ("event", gettext_lazy("Met at an event")),
)
OUTCOMES = (
    ("", gettext_lazy("Nothing yet")),
    ("introduction", gettext_lazy("An introduction")),
    ("opportunity", gettext_lazy("An opportunity")),
    ("collaboration", gettext_lazy("A collaboration")),
    ("knowledge", gettext_lazy("Something learnt")),
)


class ContactForm(KeyedForm):
    """Who somebody is and how one knows them; `known` is who they were before, None for somebody new."""

    name = forms.CharField(
        label=gettext_lazy("What they are called"),
        max_length=people.LONGEST_NAME,
        error_messages={"required": gettext_lazy("Say what they are called.")},
    )
    known_from = line(gettext_lazy("How you know them"))
    title = line(gettext_lazy("What they do"), help_text=gettext_lazy("As their job title says."))
    organisation = line(gettext_lazy("Where"))
    role = forms.ChoiceField(label=gettext_lazy("Which role that is"), required=False)
    strengths = boxes(gettext_lazy("Strong in"))
    ties = forms.MultipleChoiceField(
        label=gettext_lazy("Who they are to you"),
        choices=TIES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    email = forms.CharField(
        label=gettext_lazy("Email"),
        widget=forms.TextInput(attrs={"inputmode": "email"}),
        max_length=LONGEST_LINE,
        required=False,
    )
    link = link()
    every_days = forms.IntegerField(
        label=gettext_lazy("Be in touch every"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text=gettext_lazy("Days. Empty for no rhythm."),
        required=False,
        error_messages={"invalid": gettext_lazy("Write days as a number, such as 90.")},
    )
    next_on = day(gettext_lazy("Be in touch by"))
    note = passage(gettext_lazy("Anything else"))

    def __init__(
        self,
        told: Mapping[str, Any] | None = None,
        *,
        key: UUID,
        ladder: Ladder,
        circle: Circle,
        known: Contact | None = None,
    ) -> None:
        super().__init__(told, initial={"key": key, **(_shown(known) if known else {})})
        self.ladder, self.circle, self.known = ladder, circle, known
        roles = [(role.slug, role.title) for role in ladder.roles]
        self._choose("role", [("", _("As the title says")), *roles], (known.role,) if known else ())
        self._choose("strengths", list_competencies(ladder), known.strengths if known else ())

    def _choose(self, name: str, choices: list[tuple[str, str]], kept: tuple[str, ...]) -> None:
        """What was kept in the names of a former ladder stays a choice."""
        missing = [(slug, slug) for slug in kept if slug not in dict(choices)]
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*choices, *missing]

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        # Sent twice, it is the same person and not another of that name.
        own = self.known.key if self.known else self.cleaned_data.get("key")
        return checked(partial(check_new_name, self.circle, own=own), name)

    def clean_link(self) -> str:
        return checked(check_link, self.cleaned_data["link"].strip())

    def clean_every_days(self) -> int | None:
        days: int | None = self.cleaned_data["every_days"]
        return checked(people.check_every_days, days) if days is not None else None

    def told(self) -> Contact:
        """Who they are as a valid form tells it."""
        title, role = self.tidied("title"), self.cleaned_data["role"]
        return Contact(
            key=self.known.key if self.known else self.cleaned_data["key"],
            name=self.cleaned_data["name"],
            known_from=self.tidied("known_from"),
            title=title,
            organisation=self.tidied("organisation"),
            role=role or find_role(title, self.ladder),
            strengths=tuple(self.cleaned_data["strengths"]),
            ties=people.check_ties(tuple(self.cleaned_data["ties"])),
            email=self.tidied("email"),
            link=self.cleaned_data["link"],
            every_days=self.cleaned_data["every_days"],
            next_on=self.cleaned_data["next_on"],
            note=self.tidied("note"),
            source=self.known.source if self.known else "",
        )


def _shown(known: Contact) -> dict[str, object]:
    names = (
        *("name", "known_from", "title", "organisation", "role", "strengths", "ties"),
        *("email", "link", "every_days", "next_on", "note"),
    )
    return {name: getattr(known, name) for name in names}


class TouchForm(KeyedForm):
    """Having been in touch with somebody: named here, or known from the page."""

    person = forms.CharField(
        label=gettext_lazy("With whom"),
        widget=forms.TextInput(attrs={"list": "people"}),
        max_length=people.LONGEST_NAME,
        error_messages={"required": gettext_lazy("Say with whom.")},
    )
    text = line(gettext_lazy("What about"), longest=LONGEST_TEXT)
    how = forms.ChoiceField(label=gettext_lazy("How"), choices=HOWS, initial="met")
    happened_on = day(gettext_lazy("When"), required=True)
    next_on = day(gettext_lazy("In touch again by"))
    gave = line(gettext_lazy("What you gave"), longest=LONGEST_TEXT)
    received = line(gettext_lazy("What you received"), longest=LONGEST_TEXT)
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=OUTCOMES, required=False
    )
    outcome_text = line(gettext_lazy("Namely"), longest=LONGEST_TEXT)
    competency = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    opportunity = line(
        gettext_lazy("An opportunity of Learn"), help_text=gettext_lazy("As its page is called.")
    )
    event = forms.ChoiceField(label=gettext_lazy("At the event"), required=False)

    def __init__(
        self,
        told: Mapping[str, Any] | None = None,
        *,
        key: UUID,
        ladder: Ladder,
        catalogue: Catalogue,
        circle: Circle,
        today: date,
        contact: UUID | None = None,
    ) -> None:
        super().__init__(told, initial={"key": key, "happened_on": today})
        self.circle, self.catalogue, self.today, self.contact = circle, catalogue, today, contact
        if contact is not None:
            del self.fields["person"]
        about = list_competencies(ladder, _("No competency"))
        self.fields["competency"].choices = about  # type: ignore[attr-defined]
        self.fields["event"].choices = [  # type: ignore[attr-defined]
            ("", _("None")),
            *((str(key), kept.event.title) for key, kept in circle.events.items()),
        ]

    def clean_person(self) -> UUID:
        return checked(partial(_key_of, self.circle), self.cleaned_data["person"])

    def clean_happened_on(self) -> date:
        return checked(partial(check_day, today=self.today), self.cleaned_data["happened_on"])

    def clean_opportunity(self) -> str:
        slug = tidy(self.cleaned_data["opportunity"])
        return checked(self.catalogue.opportunity, slug).slug if slug else ""

    def clean(self) -> None:
        super().clean()
        told = ("text", "gave", "received", "outcome", "event")
        if not self.errors and not any(self.cleaned_data.get(name) for name in told):
            self.add_error("text", _("Say in a few words what it was about."))

    def told(self) -> Touch:
        """The touch as a valid form tells it."""
        event, how = self.cleaned_data["event"], self.cleaned_data["how"]
        return Touch(
            contact=self.contact or self.cleaned_data["person"],
            how="event" if event and how == "met" else how,
            text=self.tidied("text"),
            gave=self.tidied("gave"),
            received=self.tidied("received"),
            outcome=self.cleaned_data["outcome"],
            outcome_text=self.tidied("outcome_text"),
            competency=self.cleaned_data["competency"],
            opportunity=self.cleaned_data["opportunity"],
            event=UUID(event) if event else None,
            next_on=self.cleaned_data["next_on"],
        )


def _key_of(circle: Circle, name: str) -> UUID:
    return find_by_name(circle, name).contact.key


class EraseForm(TellForm):
    """The last word before somebody is deleted."""

    with_mentions = forms.BooleanField(
        label=gettext_lazy("Take the name out of these as well"), required=False
    )
    blacken = forms.MultipleChoiceField(required=False)

    def __init__(
        self,
        asked: Mapping[str, Any] | None = None,
        *,
        places: Collection[str],
        initial: dict[str, Any],
    ) -> None:
        super().__init__(asked, initial=initial)
        field = cast("forms.MultipleChoiceField", self.fields["blacken"])
        field.choices = [(place, place) for place in places]
        field.error_messages["invalid_choice"] = _(
            "What you wrote has changed meanwhile; look at the places once more."
        )

    @property
    def chosen(self) -> set[str]:
        """The places that are ticked now."""
        return set(map(str, self["blacken"].value() or ()))
