"""What is told of a packet, as forms: words and names, what a line leaves out, what was decided."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, cast
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.evidence import check_day
from headway.core.packet import PacketEvidence
from headway.core.packet_citing import PacketCitation
from headway.core.packet_draft import (
    LONGEST_OPENING,
    LONGEST_REASONS,
    LONGEST_SENTENCE,
    ClosedPacket,
    Decision,
    LineDraft,
    cite_also,
    leave_out,
    with_decision,
)
from headway.core.redaction import Redactions, check_redactions, read_redaction, say_redaction
from headway.core.wording.packet import DECISIONS
from headway.formats.free_text import tidy
from headway.web.forms.asked import DayField
from headway.web.forms.evidence_entry import LONGEST_LINE
from headway.web.forms.told import TellForm, checked

LONGEST_NAMES = 20_000


class WordsForm(TellForm):
    """What stands first, and the names that nobody reads; `seen` tells what it was when it was shown."""

    seen = forms.CharField(widget=forms.HiddenInput)
    opening = forms.CharField(
        label=gettext_lazy("What stands first"),
        help_text=gettext_lazy("A few sentences in your own words. Leave it empty for none."),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=LONGEST_OPENING,
    )
    names = forms.CharField(
        label=gettext_lazy("Names to take out"),
        help_text=gettext_lazy(
            "People, customers, products: one a line. They read as [redacted], or as you say after "
            "an equals sign: Acme Ltd = a large customer."
        ),
        widget=forms.Textarea(attrs={"rows": 5}),
        required=False,
        max_length=LONGEST_NAMES,
    )

    def clean_opening(self) -> str:
        return _paragraphs(self.cleaned_data["opening"])

    def clean_names(self) -> Redactions:
        lines = filter(None, map(tidy, self.cleaned_data["names"].splitlines()))
        told = {one.name.casefold(): one for one in map(read_redaction, lines)}
        return checked(check_redactions, tuple(told.values()))


def say_names(redactions: Redactions) -> str:
    """As the form takes them."""
    return "\n".join(map(say_redaction, redactions))


class _Among(forms.MultipleChoiceField):
    """Some of what there is; what is gone meanwhile can't be chosen, and is no mistake."""

    def validate(self, value: Any) -> None:
        """Every choice will do."""


class LineForm(TellForm):
    """What a packet says of one expectation, and which evidence it leaves out."""

    seen = forms.CharField(widget=forms.HiddenInput)
    sentence = forms.CharField(
        label=gettext_lazy("In your own words"),
        help_text=gettext_lazy("It stands before the evidence. Leave it empty for nothing."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=LONGEST_SENTENCE,
    )
    left_out = _Among(label=gettext_lazy("Leave out"), required=False)
    cited = _Among(label=gettext_lazy("Cite as well"), required=False)

    def __init__(
        self,
        asked: Mapping[str, Any] | None = None,
        *,
        there: tuple[PacketEvidence, ...],
        offered: tuple[PacketCitation, ...] = (),
        initial: dict[str, Any],
    ) -> None:
        super().__init__(asked, initial=initial)
        self.there, self.offered = there, offered

    def clean_sentence(self) -> str:
        return tidy(self.cleaned_data["sentence"])

    @property
    def chosen(self) -> set[str]:
        """The identities of what is ticked now."""
        return set(map(str, self["left_out"].value() or ()))

    @property
    def chosen_beside(self) -> set[str]:
        """The identities of what is ticked now to be cited beside evidence."""
        return set(map(str, self["cited"].value() or ()))

    def told(self, before: LineDraft) -> LineDraft:
        """The line as a valid form tells it; what is on another page stays as it was `before`."""
        out = self._ticked("left_out", {item.fact for item in self.there}, before.left_out)
        also = self._ticked("cited", {item.fact for item in self.offered}, before.cited)
        line = replace(before, sentence=self.cleaned_data["sentence"])
        return cite_also(leave_out(line, out), also)

    def _ticked(self, field: str, here: set[UUID], before: Iterable[UUID]) -> set[UUID]:
        ticked = set(self.cleaned_data[field])
        return {one for one in here if str(one) in ticked} | (set(before) - here)


class DecisionForm(TellForm):
    """What people decided, who, when and why."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=gettext_lazy("What was decided"),
        error_messages={"required": gettext_lazy("Say what was decided, or that it is not yet.")},
    )
    decided_by = forms.CharField(
        label=gettext_lazy("Who decided"),
        help_text=gettext_lazy("Names, or what they are: the promotion panel."),
        required=False,
        max_length=LONGEST_LINE,
    )
    decided_on = DayField(
        label=gettext_lazy("When"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say on which day, as 2027-03-31.")},
    )
    reasons = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("What they said, for you to come back to."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=LONGEST_REASONS,
    )

    def __init__(
        self, asked: Mapping[str, Any] | None = None, *, today: date, initial: dict[str, Any]
    ) -> None:
        super().__init__(asked, initial=initial)
        self.today = today
        field = cast("forms.ChoiceField", self.fields["decision"])
        field.choices = [(value, _(said)) for value, said in DECISIONS.items()]

    def clean_decided_by(self) -> str:
        return tidy(self.cleaned_data["decided_by"])

    def clean_decided_on(self) -> date:
        return checked(partial(check_day, today=self.today), self.cleaned_data["decided_on"])

    def clean_reasons(self) -> str:
        reasons = _paragraphs(self.cleaned_data["reasons"])
        if not reasons and self.cleaned_data.get("decision", "waiting") != "waiting":
            raise ValidationError(_("Say why it was decided so, in a sentence or two."))
        return reasons

    def clean(self) -> None:
        super().clean()
        told = [name for name in ("decided_by", "reasons") if self.cleaned_data.get(name)]
        if told and self.cleaned_data.get("decision") == "waiting":
            sentence = _("Say what was decided; or leave empty who decided, and why, until it is.")
            self.add_error("decision", sentence)

    def told(self, closed: ClosedPacket, redactions: Redactions) -> ClosedPacket:
        """`closed` with the decision that a valid form tells."""
        return with_decision(
            closed,
            cast("Decision", self.cleaned_data["decision"]),
            decided_by=self.cleaned_data["decided_by"],
            reasons=self.cleaned_data["reasons"],
            decided_on=self.cleaned_data["decided_on"],
            today=self.today,
            redactions=redactions,
        )


def _paragraphs(text: str) -> str:
    """`text` tidied line by line; empty lines are left out."""
    return "\n".join(filter(None, map(tidy, text.splitlines())))
