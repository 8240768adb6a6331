"""A talk or a publication as a form: planned, moved, and what came of it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy

from headway.core.evidence import check_day, check_link
from headway.core.ladder import Ladder
from headway.core.talks import Talk, check_kind
from headway.web.forms.fields import (
    LONGEST_LINE,
    boxes,
    day,
    line,
    link,
    list_competencies,
    passage,
)
from headway.web.forms.told import KeyedForm, TellForm, checked


class TalkForm(KeyedForm):
    """What is planned; a valid form's `told()` is the talk without its steps."""

    title = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=LONGEST_LINE,
        error_messages={"required": gettext_lazy("Say what it is called.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Which it is"),
        choices=(
            ("conference-talk", gettext_lazy("A talk")),
            ("publishing", gettext_lazy("A publication")),
        ),
    )
    on = day(gettext_lazy("The day it is held or appears"), required=True)
    where = line(gettext_lazy("At which event, or who publishes it"))
    competencies = boxes(gettext_lazy("What it shows"))
    link = link()

    def __init__(self, sent: Mapping[str, Any] | None = None, *, key: UUID, ladder: Ladder) -> None:
        super().__init__(sent, initial={"key": key})
        self.fields["competencies"].choices = list_competencies(ladder)  # type: ignore[attr-defined]

    def clean_link(self) -> str:
        return checked(check_link, self.cleaned_data["link"].strip())

    def told(self) -> Talk:
        """The talk as a valid form tells it."""
        return Talk(
            key=self.cleaned_data["key"],
            title=self.tidied("title"),
            on=self.cleaned_data["on"],
            kind=check_kind(self.cleaned_data["kind"]),
            where=self.tidied("where"),
            competencies=tuple(self.cleaned_data["competencies"]),
            link=self.cleaned_data["link"],
        )


class HeldForm(KeyedForm):
    """That it took place, and what came of it."""

    happened_on = day(gettext_lazy("Held on"), required=True)
    came = passage(gettext_lazy("What came of it"))
    link = link()

    def __init__(self, sent: Mapping[str, Any] | None = None, *, key: UUID, today: date) -> None:
        super().__init__(sent, initial={"key": key, "happened_on": today})
        self.today = today

    def clean_happened_on(self) -> date:
        happened_on: date = self.cleaned_data["happened_on"]
        return checked(lambda told: check_day(told, today=self.today), happened_on)

    def clean_link(self) -> str:
        return checked(check_link, self.cleaned_data["link"].strip())


class MoveForm(TellForm):
    """Another day."""

    on = day(gettext_lazy("On another day"), required=True)
