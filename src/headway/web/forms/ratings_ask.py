"""Asking people without Headway: whom and about what, and the answer that came back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.requests import LONGEST_NOTE, MOST_ACTS, MOST_EVIDENCE, ReplyText, Request
from headway.formats import request_form
from headway.formats.free_text import tidy
from headway.records.bridge import LONGEST_NAME
from headway.web.forms.asked import DayField
from headway.web.forms.ratings import read_others_name, source_field
from headway.web.forms.told import TellForm, checked

LARGEST_ANSWER_BYTES = 1_000_000
Choices = Sequence[tuple[str, str]]


class UntilForm(TellForm):
    """The last day for an answer."""

    until = DayField(
        label=gettext_lazy("Last day to answer"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say until when, as 2027-03-31.")},
    )

    def __init__(
        self, sent: Mapping[str, Any] | None = None, *, today: date, **options: Any
    ) -> None:
        super().__init__(sent, **options)
        self.today = today

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until < self.today:
            raise ValidationError(_("That day is past; give them until a day to come."))
        return until


class AskForm(UntilForm):
    """Whom to ask, until when, about which acts and which evidence."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Whom you ask"),
        max_length=LONGEST_NAME,
        error_messages={"required": gettext_lazy("Say whom you ask.")},
    )
    source = source_field()
    note = forms.CharField(
        label=gettext_lazy("A sentence to them"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=LONGEST_NOTE,
    )
    field_order = ("name", "source", "until", "note")

    def __init__(
        self,
        sent: Mapping[str, Any] | None = None,
        *,
        acts: Choices,
        evidence: Choices,
        own_name: str,
        **options: Any,
    ) -> None:
        super().__init__(sent, **options)
        self.own_name = own_name
        self.fields["acts"] = _boxes(_("About these acts"), acts)
        self.fields["evidence"] = _boxes(_("Evidence to corroborate"), evidence)

    def clean_name(self) -> str:
        return read_others_name(self, "name", own_name=self.own_name)

    def clean_acts(self) -> list[str]:
        return _at_most(self.cleaned_data["acts"], MOST_ACTS)

    def clean_evidence(self) -> list[str]:
        return _at_most(self.cleaned_data["evidence"], MOST_EVIDENCE)

    def clean(self) -> None:
        super().clean()
        if not (self.errors or self.cleaned_data["acts"] or self.cleaned_data["evidence"]):
            self.add_error("acts", _("Ask about at least one act or one piece of evidence."))

    def told(self, code: str) -> Request:
        """The request that a valid form tells."""
        told = self.cleaned_data
        return Request(
            code=code,
            name=told["name"],
            source=told["source"],
            until=told["until"],
            acts=tuple(dict.fromkeys(told["acts"])),
            evidence=tuple(map(UUID, dict.fromkeys(told["evidence"]))),
            note=" ".join(tidy(told["note"]).split()),
        )


class AnswerForm(TellForm):
    """What came back: pasted, or as a file."""

    text = forms.CharField(
        label=gettext_lazy("Paste the answer, or the whole mail"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=request_form.MOST_CHARACTERS,
    )
    file = forms.FileField(label=gettext_lazy("Or the file that came back"), required=False)

    def clean(self) -> None:
        super().clean()
        if not self.errors:
            field = "file" if self.cleaned_data.get("file") else "text"
            try:
                self.cleaned_data["read"] = checked(self._read, field)
            except ValidationError as error:
                self.add_error(field, error)

    def told(self) -> ReplyText:
        """The answer that a valid form holds, not yet checked against what was asked."""
        read: ReplyText = self.cleaned_data["read"]
        return read

    def _read(self, field: str) -> ReplyText:
        if field == "text":
            if not self.cleaned_data["text"].strip():
                raise ValidationError(_("Paste the answer here, or choose its file."))
            return request_form.read(self.cleaned_data["text"])
        file = self.cleaned_data["file"]
        if file.size > LARGEST_ANSWER_BYTES:
            raise ValidationError(_("An answer is a small text; this file is over 1 MB."))
        return request_form.read_file(file.read())


def _boxes(label: str, choices: Choices) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        choices=list(choices),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("There is no '%(value)s' to ask about.")},
    )


def _at_most(chosen: list[str], most: int) -> list[str]:
    if len(chosen) > most:
        raise ValidationError(_("Choose at most %(most)d: nobody answers more.") % {"most": most})
    return chosen
