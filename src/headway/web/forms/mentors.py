"""What is told of guidance, as forms: a request, answers, sessions, what was agreed, one's places."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core import people
from headway.core.circle import Circle, find_by_name
from headway.core.evidence import check_day
from headway.core.ladder import Ladder
from headway.core.mentoring import Capacity, MentoringNow, check_not_asked
from headway.core.people import (
    ANSWER_WITHIN,
    AgreedItem,
    MentorCapacity,
    Mentoring,
    MentoringTurn,
    Side,
    Touch,
    Turn,
)
from headway.web.forms.fields import LONGEST_TEXT, day, line, list_competencies, passage
from headway.web.forms.told import KeyedForm, checked, tell_beside

WHOSE = (("me", gettext_lazy("You")), ("them", gettext_lazy("They")))
KINDS = (("action", gettext_lazy("An action")), ("goal", gettext_lazy("A goal")))
TURNS: dict[Turn, Any] = {
    "agreed": gettext_lazy("Agreed"),
    "declined": gettext_lazy("Declined"),
    "paused": gettext_lazy("Pause"),
    "resumed": gettext_lazy("Resume"),
    "ended": gettext_lazy("End"),
    "thanked": gettext_lazy("Thanked"),
}


class AskForm(KeyedForm):
    """A request for guidance, by the person (side "mentee") or to them ("mentor")."""

    person = forms.CharField(
        label=gettext_lazy("Whom"),
        widget=forms.TextInput(attrs={"list": "people"}),
        max_length=people.LONGEST_NAME,
        error_messages={"required": gettext_lazy("Say whom.")},
    )
    ask = forms.CharField(
        label=gettext_lazy("What is asked for"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("Such as: three talks of 45 minutes about pricing, until June."),
        error_messages={"required": gettext_lazy("Say what is asked for, in a sentence.")},
    )
    competency = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    answer_by = day(gettext_lazy("To be answered by"), required=True)

    def __init__(
        self,
        told: Mapping[str, Any] | None = None,
        *,
        key: UUID,
        side: Side,
        ladder: Ladder,
        circle: Circle,
        today: date,
        person: str = "",
        competency: str = "",
    ) -> None:
        shown = {"key": key, "answer_by": today + ANSWER_WITHIN}
        super().__init__(told, initial={**shown, "person": person, "competency": competency})
        self.side, self.circle, self.today = side, circle, today
        choices = list_competencies(ladder, _("No one competency"))
        self.fields["competency"].choices = choices  # type: ignore[attr-defined]

    def clean_person(self) -> UUID:
        name = self.cleaned_data["person"]
        return checked(lambda n: find_by_name(self.circle, n).contact.key, name)

    def clean_answer_by(self) -> date:
        check = partial(people.check_answer_by, asked_on=self.today)
        return checked(check, self.cleaned_data["answer_by"])

    def clean(self) -> None:
        super().clean()
        person, key = self.cleaned_data.get("person"), self.cleaned_data.get("key")
        is_new = key not in self.circle.mentorings
        if person and is_new and self.side == "mentee":
            about = self.cleaned_data.get("competency", "")
            check = partial(check_not_asked, self.circle, person, about, as_of=self.today)
            tell_beside(self, "person", check)

    def told(self) -> Mentoring:
        """The request as a valid form tells it."""
        return Mentoring(
            key=self.cleaned_data["key"],
            contact=self.cleaned_data["person"],
            ask=self.tidied("ask"),
            answer_by=self.cleaned_data["answer_by"],
            side=self.side,
            competency=self.cleaned_data["competency"],
        )


class TurnForm(KeyedForm):
    """What became of a request or of a mentoring."""

    # Several forms stand on one page, and no two fields may share a name.
    prefix = "turn"

    turn = forms.ChoiceField(label=gettext_lazy("What happened"), choices=tuple(TURNS.items()))
    until = day(gettext_lazy("Until"), help_text=gettext_lazy("If it was agreed or paused so."))
    note = line(gettext_lazy("Note"), longest=LONGEST_TEXT)

    def told(self, mentoring: UUID) -> MentoringTurn:
        """The turn as a valid form tells it."""
        turn: Turn = self.cleaned_data["turn"]
        return MentoringTurn(
            mentoring=mentoring,
            turn=turn,
            until=self.cleaned_data["until"] if turn in ("agreed", "paused") else None,
            note=self.tidied("note"),
        )


class SessionForm(KeyedForm):
    """A session of a mentoring, and when the next one is."""

    # Several forms stand on one page, and no two fields may share a name.
    prefix = "session"

    text = forms.CharField(
        label=gettext_lazy("What you spoke about"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_TEXT,
        error_messages={"required": gettext_lazy("Say in a few words what you spoke about.")},
    )
    happened_on = day(gettext_lazy("When"), required=True)
    next_on = day(gettext_lazy("Next session"))
    received = line(gettext_lazy("What you took away"), longest=LONGEST_TEXT)
    gave = line(gettext_lazy("What you gave"), longest=LONGEST_TEXT)

    def __init__(self, told: Mapping[str, Any] | None = None, *, key: UUID, today: date) -> None:
        super().__init__(told, initial={"key": key, "happened_on": today})
        self.today = today

    def clean_happened_on(self) -> date:
        return checked(partial(check_day, today=self.today), self.cleaned_data["happened_on"])

    def told(self, now: MentoringNow) -> Touch:
        """The session as a valid form tells it."""
        return Touch(
            contact=now.mentoring.contact,
            how="session",
            text=self.tidied("text"),
            gave=self.tidied("gave"),
            received=self.tidied("received"),
            competency=now.mentoring.competency,
            mentoring=now.mentoring.key,
            next_on=self.cleaned_data["next_on"],
        )


class ItemForm(KeyedForm):
    """A goal or an action that was agreed on."""

    # Several forms stand on one page, and no two fields may share a name.
    prefix = "item"

    text = forms.CharField(
        label=gettext_lazy("What was agreed"),
        max_length=LONGEST_TEXT,
        error_messages={"required": gettext_lazy("Say what was agreed, in a sentence.")},
    )
    kind = forms.ChoiceField(label=gettext_lazy("It is"), choices=KINDS, initial="action")
    whose = forms.ChoiceField(label=gettext_lazy("Who does it"), choices=WHOSE, initial="me")
    due_on = day(gettext_lazy("By"))

    def told(self, mentoring: UUID) -> AgreedItem:
        """The goal or action as a valid form tells it."""
        return AgreedItem(
            key=self.cleaned_data["key"],
            mentoring=mentoring,
            text=self.tidied("text"),
            kind=self.cleaned_data["kind"],
            whose=self.cleaned_data["whose"],
            due_on=self.cleaned_data["due_on"],
        )


class CapacityForm(KeyedForm):
    """How many people one can mentor, and whether that rests."""

    places = forms.IntegerField(
        label=gettext_lazy("Places"),
        help_text=gettext_lazy("How many people at a time."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": gettext_lazy("Say how many people; 0 is fine."),
            "invalid": gettext_lazy("Write places as a number, such as 2."),
        },
    )
    is_paused = forms.BooleanField(label=gettext_lazy("Pause: take nobody for now"), required=False)
    paused_until = day(gettext_lazy("Paused until"))
    note = passage(gettext_lazy("What you can help with"), rows=2)

    def __init__(
        self, told: Mapping[str, Any] | None = None, *, key: UUID, known: Capacity | None
    ) -> None:
        shown = {
            "places": known.places if known else "",
            "is_paused": known.is_paused if known else False,
            "paused_until": known.paused_until if known else None,
            "note": known.note if known else "",
        }
        super().__init__(told, initial={"key": key, **shown})

    def clean_places(self) -> int:
        return checked(people.check_places, self.cleaned_data["places"])

    def told(self) -> MentorCapacity:
        """The capacity as a valid form tells it."""
        is_paused = self.cleaned_data["is_paused"]
        return MentorCapacity(
            places=self.cleaned_data["places"],
            is_paused=is_paused,
            paused_until=self.cleaned_data["paused_until"] if is_paused else None,
            note=self.tidied("note"),
        )
