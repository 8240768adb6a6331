"""What is told of one piece of evidence, as forms: one box to begin with, all of it to adjust."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
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

from headway.core.errors import HeadwayError, UnknownNameError
from headway.core.evidence import (
    LONGEST_TEXT,
    AttachedFile,
    CompetencyTag,
    EvidenceItem,
    check_day,
    check_link,
    check_text,
    with_files,
)
from headway.core.ladder import Ladder, Role
from headway.core.ladder_moves import former_tags
from headway.core.wording import say_size
from headway.core.wording.ladder import name_former
from headway.formats.free_text import tidy
from headway.records.attachments import LARGEST_FILE_BYTES, describe_file
from headway.web.forms.asked import DayField
from headway.web.forms.told import TellForm, checked

LONGEST_LINE = 500
# So many competencies can be named at a time; keeping it gives one more line.
FEWEST_LINES = 2
SEPARATORS = re.compile(r"[,;\n]")
SAY_WHAT = gettext_lazy("Say what you did, in a sentence.")
LOAD_AGAIN = gettext_lazy("Load this page again, then send it once more.")


def _hidden_id() -> forms.UUIDField:
    return forms.UUIDField(
        widget=forms.HiddenInput, error_messages={"required": LOAD_AGAIN, "invalid": LOAD_AGAIN}
    )


class LogForm(TellForm):
    """The one box: what you did."""

    key = _hidden_id()
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


@dataclass(frozen=True, kw_only=True)
class WaitingFile:
    """A file that came with a form in which something else was wrong; `value` names it from then on."""

    value: str
    name: str
    size: str


class FilesInput(forms.FileInput):
    """Chooses several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each checked by itself."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """The files in the order in which they were chosen; none is fine."""
        return [super(FilesField, self).clean(each, initial) for each in data or ()]


class EntryForm(TellForm):
    """All of one entry; `version` is the fact that the person saw when they began, or the key of a new one.

    `find_file` tells of a file that was sent before, by its SHA-256 and its name.
    """

    version = _hidden_id()
    text = forms.CharField(
        label=gettext_lazy("What you did"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
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

    attached = FilesField(
        label=gettext_lazy("Files that show it"),
        help_text=gettext_lazy(
            "PDF, PNG or JPEG, 5 MB at most each. They stay with you: a packet only names them."
        ),
        required=False,
        # An empty one is told by its name, among the others.
        allow_empty_file=True,
        widget=FilesInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )

    def __init__(
        self,
        asked: Mapping[str, Any] | None = None,
        sent_files: Any = None,
        *,
        version: UUID,
        item: EvidenceItem,
        happened_on: date,
        ladder: Ladder,
        role: Role | None,
        today: date,
        find_file: Callable[[str, str], AttachedFile],
    ) -> None:
        super().__init__(asked, sent_files, initial=_shown(version, item, happened_on))
        self.item = item
        self.levels = ladder.levels
        self.today = today
        self.find_file = find_file
        # By what is told of them: the contents that came with this form.
        self.contents: dict[AttachedFile, bytes] = {}
        self.waiting: list[AttachedFile] = []
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

    @property
    def has_candidates(self) -> bool:
        """Whether competencies stand there that nobody said a level of."""
        return bool(self.tags) and all(tag.level is None for tag in self.tags)

    def lines(self) -> Iterator[TagLine]:
        for number in range(self.line_count):
            yield TagLine(competency=self[f"competency_{number}"], level=self[f"level_{number}"])

    def clean_text(self) -> str:
        return _some_words(self.cleaned_data["text"])

    def clean_happened_on(self) -> date:
        return checked(partial(check_day, today=self.today), self.cleaned_data["happened_on"])

    def clean_link(self) -> str:
        return checked(check_link, self.cleaned_data["link"].strip())

    def clean_attached(self) -> tuple[AttachedFile, ...]:
        """Those chosen now, and those that came before with something else wrong."""
        for value in self.data.getlist("waiting") if hasattr(self.data, "getlist") else ():
            sha256, name = value.partition("/")[::2]
            try:
                self.waiting.append(self.find_file(sha256, name))
            except UnknownNameError:
                raise ValidationError(_("A file is no longer here; choose it again.")) from None
        wrong = [told for each in self.cleaned_data["attached"] if (told := self._take_in(each))]
        if wrong:
            raise ValidationError(wrong)
        return (*self.waiting, *self.contents)

    def _take_in(self, file: Any) -> str:
        """Notes what a file holds; says what is wrong with it, if anything is."""
        try:
            if file.size > LARGEST_FILE_BYTES:
                raise ValidationError(
                    _("A file may have 5 MB at most; attach a smaller copy, or a link.")
                )
            content = file.read()
            self.contents[describe_file(file.name, content)] = content
        except (HeadwayError, ValidationError) as error:
            sentence = error.messages[0] if isinstance(error, ValidationError) else str(error)
            return f"{tidy(file.name)}: {sentence}"
        return ""

    def note_kept(self, files: Iterable[AttachedFile]) -> None:
        """Those files wait here: the form needs not be sent with them again."""
        known = {file.sha256 for file in self.waiting}
        self.waiting += [file for file in files if file.sha256 not in known]

    def waiting_files(self) -> Iterator[WaitingFile]:
        for file in self.waiting:
            yield WaitingFile(
                value=f"{file.sha256}/{file.name}", name=file.name, size=say_size(file.byte_count)
            )

    def clean(self) -> None:
        super().clean()
        if "attached" in self.cleaned_data:
            try:
                with_files(self.item, self.cleaned_data["attached"])
            except HeadwayError as error:
                self.add_error("attached", str(error))
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
        item = EvidenceItem(
            text=self.cleaned_data["text"],
            tags=(*self._tags(), *self.former),
            expectations=tuple(self.cleaned_data["supports"]),
            support=self._support(names),
            corroborated_by=names,
            source=self.item.source,
            link=self.cleaned_data["link"],
            files=self.item.files,
            came_from=self.item.came_from,
        )
        return with_files(item, self.cleaned_data["attached"])

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


def _shown(version: UUID, item: EvidenceItem, happened_on: date) -> dict[str, object]:
    return {
        "version": version,
        "text": item.text,
        "happened_on": happened_on,
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
    return checked(check_text, tidy(text))
