"""What is told of reading, as forms: a feed, a file of feeds, the schedule, what was learnt."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.errors import HeadwayError
from headway.core.evidence import check_link
from headway.core.ladder import Ladder
from headway.core.reading import (
    LONGEST_ADDRESS,
    FollowedFeed,
    ReadingNote,
    ReadingState,
    check_feed,
    check_note,
)
from headway.web.forms.fields import (
    LONGEST_LINE,
    boxes,
    hours,
    line,
    link,
    list_competencies,
    passage,
)
from headway.web.forms.told import FileForm, KeyedForm, TellForm, checked

EVERY = (
    (0, gettext_lazy("Only when I ask")),
    (24, gettext_lazy("Once a day")),
    (72, gettext_lazy("Every three days")),
    (168, gettext_lazy("Once a week")),
)


class FeedForm(TellForm):
    """A feed to follow."""

    address = forms.CharField(
        label=gettext_lazy("Address of the feed"),
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
        max_length=LONGEST_ADDRESS,
        error_messages={"required": gettext_lazy("Give the address of an RSS or Atom feed.")},
    )
    title = line(gettext_lazy("What to call it"))

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        checked(check_feed, FollowedFeed(address=address))
        return address


class FeedFileForm(FileForm):
    """A list of feeds as other readers write it."""

    label = gettext_lazy("An OPML file")
    accept = ".opml,.xml,text/x-opml,application/xml"
    too_large = gettext_lazy("This file is larger than 24 MB; no list of feeds is.")

    @property
    def file_name(self) -> str:
        """What the file was called."""
        return str(getattr(self.files["file"], "name", ""))[:LONGEST_LINE]


class ScheduleForm(TellForm):
    """How often feeds are fetched by themselves."""

    every_hours = forms.TypedChoiceField(
        label=gettext_lazy("Fetch by itself, while Headway runs"), choices=EVERY, coerce=int
    )

    def __init__(self, told: Mapping[str, Any] | None = None, *, now: int = 0) -> None:
        super().__init__(told, initial={"every_hours": now})
        if now not in dict(EVERY):
            field = self.fields["every_hours"]
            other = (now, _("Every %(hours)s hours") % {"hours": now})
            field.choices = [*EVERY, other]  # type: ignore[attr-defined]


class NoteForm(KeyedForm):
    """What was made of one thing to read; `about` is that thing as a note in its former state.

    Which button was pressed says the state: read, kept or skipped. Only what was learnt must be said.
    """

    learnt = passage(gettext_lazy("What you learnt"), rows=3)
    competencies = boxes(gettext_lazy("What it is about"))
    hours = hours(gettext_lazy("Hours it took"), required=False)
    word = line(gettext_lazy("A word on why"))

    def __init__(
        self,
        told: Mapping[str, Any] | None = None,
        *,
        key: UUID,
        ladder: Ladder,
        about: ReadingNote,
        suggested: tuple[str, ...] = (),
    ) -> None:
        shown = {
            "key": key,
            "learnt": about.learnt,
            "competencies": about.competencies or suggested,
            "hours": about.hours,
            "word": about.word,
        }
        super().__init__(told, initial=shown)
        self.about = about
        names = list_competencies(ladder)
        # What was said in the names of a former ladder stays a choice.
        former = [(slug, slug) for slug in about.competencies if slug not in dict(names)]
        self.fields["competencies"].choices = [*names, *former]  # type: ignore[attr-defined]

    @property
    def state(self) -> ReadingState:
        return "kept" if "keep" in self.data else "skipped" if "skip" in self.data else "read"

    def clean(self) -> None:
        super().clean()
        if not self.errors:
            try:
                check_note(self.told())
            except HeadwayError as error:
                self.add_error("hours" if "Hours" in str(error) else "learnt", str(error))

    def told(self) -> ReadingNote:
        """The note as a valid form tells it."""
        return ReadingNote(
            title=self.about.title,
            state=self.state,
            link=self.about.link,
            feed=self.about.feed,
            entry=self.about.entry,
            published_on=self.about.published_on,
            word=self.tidied("word"),
            learnt=self.tidied("learnt"),
            competencies=tuple(self.cleaned_data["competencies"]),
            hours=self.cleaned_data["hours"],
        )


class OtherForm(NoteForm):
    """Something read, heard or watched that no feed brought."""

    title = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=LONGEST_LINE,
        error_messages={"required": gettext_lazy("Say what it is called.")},
    )
    link = link()
    field_order = ("title", "link", "learnt")

    def clean_link(self) -> str:
        return checked(check_link, self.cleaned_data["link"].strip())

    @property
    def state(self) -> ReadingState:
        return "read"

    def told(self) -> ReadingNote:
        return ReadingNote(
            title=self.tidied("title"),
            state="read",
            link=self.cleaned_data["link"],
            learnt=self.tidied("learnt"),
            competencies=tuple(self.cleaned_data["competencies"]),
            hours=self.cleaned_data["hours"],
        )
