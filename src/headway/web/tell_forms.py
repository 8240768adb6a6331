"""Forms by which a person tells something: what was typed stays, with a sentence beside what is wrong."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.errors import HeadwayError
from headway.core.ladder import Ladder

Value = TypeVar("Value")
Checked = TypeVar("Checked")
NO_ROLE = "none"
LARGEST_FILE_BYTES = 24_000_000


def checked(check: Callable[[Value], Checked], value: Value) -> Checked:
    """`check(value)`; what the core finds wrong with it is told beside the field."""
    try:
        return check(value)
    except HeadwayError as error:
        raise ValidationError(str(error)) from None


def aim_fields(ladder: Ladder, *, unsaid: str) -> dict[str, forms.Field]:
    """The role wanted and the role held; `unsaid` is what no choice of the latter means."""
    roles = [(role.slug, role.title) for role in ladder.roles]
    held = [("", unsaid), (NO_ROLE, _("None of the ladder yet")), *roles]
    return {
        "target_role": _choice(_("The role you want"), [("", _("Not decided yet")), *roles]),
        "current_role": _choice(_("The role you hold"), held),
    }


def _choice(label: str, choices: Sequence[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


class TellForm(forms.Form):
    """A form whose every field says itself what is wrong with it."""

    # The browser's own bubbles speak its language and style, and stop at the first field.
    use_required_attribute = False
    required_css_class = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors:
            widget = self.fields[name].widget if name in self.fields else None
            # A field of days shows nothing that is no day; as text it keeps what was typed.
            if widget is not None and widget.attrs.get("type") == "date":
                widget.attrs["type"] = "text"


class FileForm(TellForm):
    """One file, read whole; a subclass says what it may be, and what to do with one that is too large."""

    # Texts that are translated when they are shown.
    label: Any
    too_large: Any
    accept: str

    file = forms.FileField(
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["file"].label = self.label
        self.fields["file"].widget = forms.FileInput(
            attrs={"accept": self.accept, "autocomplete": "off"}
        )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE_BYTES:
            raise ValidationError(self.too_large)
        content: bytes = file.read()
        return content
