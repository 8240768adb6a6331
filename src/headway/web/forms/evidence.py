"""Which evidence to list: its words, its competency, and what it still lacks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.evidence_list import EvidenceSieve
from headway.core.ladder import Ladder
from headway.web.forms.asked import AskedForm, FlagField

LONGEST_WORDS = 200
WHICH = (
    ("", gettext_lazy("All of it")),
    ("drafts", gettext_lazy("Drafts")),
    ("untagged", gettext_lazy("No competency named")),
    ("no-level", gettext_lazy("A competency, no level")),
    ("own-word", gettext_lazy("Your word only")),
    ("seen", gettext_lazy("Seen by others")),
    ("files", gettext_lazy("With a file")),
)


class EvidenceForm(AskedForm):
    """What the list of evidence can be asked."""

    words = forms.CharField(
        label=gettext_lazy("Words"), required=False, max_length=LONGEST_WORDS, strip=True
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=WHICH,
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose one of the list.")},
    )
    drafts = FlagField(label=gettext_lazy("Drafts only"))

    def __init__(self, ladder: Ladder, asked: Mapping[str, Any]) -> None:
        super().__init__(ladder, asked)
        self.fields["competency"] = forms.ChoiceField(
            label=_("Competency"),
            choices=[("", _("Any")), *((c.slug, c.name) for c in ladder.competencies)],
            required=False,
            error_messages={"invalid_choice": _("This ladder has no such competency.")},
        )

    def sieve(self) -> EvidenceSieve:
        """What is asked for, as far as it makes sense."""
        told = self.answers
        return EvidenceSieve(
            words=told.get("words", ""),
            competency=told.get("competency", ""),
            which="drafts" if told.get("drafts") else told.get("which", ""),
        )
