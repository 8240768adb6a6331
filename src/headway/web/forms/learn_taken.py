"""What is told of something that was taken: hours, money, what it changed, a certificate."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.development import (
    Certificate,
    LearningEntry,
    check_entry,
)
from headway.core.errors import HeadwayError
from headway.core.evidence import AttachedFile, check_day, check_hours_taken, check_link
from headway.core.ladder import Ladder
from headway.core.learn import Catalogue
from headway.core.money import check_currency, to_minor
from headway.formats.free_text import tidy
from headway.records.attachments import LARGEST_FILE_BYTES, describe_file
from headway.records.bridge import LONGEST_NAME
from headway.web.forms.fields import (
    boxes,
    day,
    hours,
    line,
    link,
    list_competencies,
    passage,
)
from headway.web.forms.told import TellForm, checked

LONGEST_TEXT = 4000


class TakenForm(TellForm):
    """One thing that was taken; a valid form's `told()` is the entry."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    opportunity = forms.CharField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label=gettext_lazy("What it was"),
        max_length=LONGEST_NAME,
        error_messages={"required": gettext_lazy("Say what it was.")},
    )
    happened_on = day(gettext_lazy("Finished on"), required=True)
    provider = line(gettext_lazy("Who offered it"), longest=LONGEST_NAME)
    hours = hours(gettext_lazy("Hours, all in all"), required=False)
    cost = line(
        gettext_lazy("What you paid"), help_text=gettext_lazy("0 if it was free. Empty: not said.")
    )
    currency = forms.CharField(label=gettext_lazy("Currency"), required=False, max_length=3)
    reflection = passage(gettext_lazy("What you took from it"), longest=LONGEST_TEXT)
    competencies = boxes(gettext_lazy("What it was about"))
    changed = passage(
        gettext_lazy("What it changed at work"),
        longest=LONGEST_TEXT,
        help_text=gettext_lazy(
            "Something somebody else could have seen. It becomes a piece of evidence."
        ),
    )
    certificate = line(gettext_lazy("Certificate"), longest=LONGEST_NAME)
    number = line(gettext_lazy("Its number"), longest=LONGEST_NAME)
    expires_on = day(gettext_lazy("Good until"))
    link = link(gettext_lazy("Where it can be seen"))
    file = forms.FileField(
        label=gettext_lazy("A PDF or picture of it, 5 MB at most"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )

    def __init__(
        self,
        sent: Mapping[str, Any] | None = None,
        files: Any = None,
        *,
        ladder: Ladder,
        catalogue: Catalogue,
        today: date,
        former: LearningEntry | None = None,
        **options: Any,
    ) -> None:
        super().__init__(sent, files, **options)
        self.today = today
        self.former = former
        self.content = b""
        known = {each.slug for each in catalogue.opportunities}
        self.known_slugs = known | {former.opportunity if former else ""}
        kinds = sorted((kind.name, kind.slug) for kind in catalogue.kinds)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind"),
            choices=[("", _("Not said")), *((slug, name) for name, slug in kinds)],
            required=False,
        )
        self.fields["competencies"].choices = list_competencies(ladder)  # type: ignore[attr-defined]

    @property
    def has_certificate(self) -> bool:
        """Whether the part about a certificate stands open."""
        names = ("certificate", "number", "expires_on", "link", "file")
        return any(self[name].value() or self[name].errors for name in names)

    def clean_title(self) -> str:
        title = tidy(self.cleaned_data["title"])
        if not title:
            raise ValidationError(_("Say what it was."))
        return title

    def clean_happened_on(self) -> date:
        return checked(partial(check_day, today=self.today), self.cleaned_data["happened_on"])

    def clean_hours(self) -> float | None:
        return checked(check_hours_taken, self.cleaned_data["hours"])

    def clean_opportunity(self) -> str:
        """An entry of the catalogue, or what was told before of one that has gone since."""
        slug: str = self.cleaned_data["opportunity"]
        return slug if slug in self.known_slugs else ""

    def clean_link(self) -> str:
        return checked(check_link, self.cleaned_data["link"].strip())

    def clean_file(self) -> AttachedFile | None:
        file = self.cleaned_data["file"]
        if file is None:
            return self.former.certificate.file if self.former and self.former.certificate else None
        if file.size > LARGEST_FILE_BYTES:
            raise ValidationError(
                _("A file may have 5 MB at most; attach a smaller copy, or a link.")
            )
        self.content = file.read()
        return checked(partial(describe_file, file.name), self.content)

    def clean(self) -> None:
        super().clean()
        cost = self.cleaned_data.get("cost", "").strip()
        if cost:
            self._check_money(cost)
        if not self.errors:
            try:
                check_entry(self.told(), finished_on=self.cleaned_data["happened_on"])
            except HeadwayError as error:
                self.add_error("expires_on", str(error))

    def _check_money(self, cost: str) -> None:
        for field, read in (
            ("currency", lambda: check_currency(self.cleaned_data.get("currency", ""))),
            ("cost", lambda: to_minor(cost, self.cleaned_data["currency"])),
        ):
            try:
                self.cleaned_data[field if field == "currency" else "cost_minor"] = read()
            except HeadwayError as error:
                self.add_error(field, str(error))
                return

    def told(self) -> LearningEntry:
        """The entry that a form without errors tells."""
        told = self.cleaned_data
        return LearningEntry(
            title=told["title"],
            kind=told["kind"],
            provider=tidy(told["provider"]),
            competencies=tuple(told["competencies"]),
            hours=told["hours"],
            cost_minor=told.get("cost_minor"),
            currency=told["currency"].upper() if told["cost"].strip() else "",
            reflection=told["reflection"].strip(),
            changed=told["changed"].strip(),
            opportunity=told["opportunity"],
            certificate=self._certificate(),
            source=self.former.source if self.former else "",
        )

    def _certificate(self) -> Certificate | None:
        told = self.cleaned_data
        if not any(told[name] for name in ("certificate", "number", "expires_on", "link", "file")):
            return None
        return Certificate(
            title=tidy(told["certificate"]) or told["title"],
            number=tidy(told["number"]),
            expires_on=told["expires_on"],
            link=told["link"],
            file=told["file"],
        )


def shown(entry: LearningEntry, finished_on: date, cost: str, currency: str) -> dict[str, object]:
    """What a form of that entry starts with; `currency` where it says none."""
    certificate = entry.certificate
    return {
        "title": entry.title,
        "happened_on": finished_on,
        "kind": entry.kind,
        "provider": entry.provider,
        "competencies": list(entry.competencies),
        "hours": None if entry.hours is None else f"{entry.hours:g}",
        "cost": cost,
        "currency": entry.currency or currency,
        "reflection": entry.reflection,
        "changed": entry.changed,
        "opportunity": entry.opportunity,
        "certificate": certificate.title if certificate else "",
        "number": certificate.number if certificate else "",
        "expires_on": certificate.expires_on if certificate else None,
        "link": certificate.link if certificate else "",
    }
