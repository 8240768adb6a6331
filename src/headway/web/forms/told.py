"""Forms by which a person tells something: what was typed stays, with a sentence beside what is wrong."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.errors import HeadwayError, InvalidInputError
from headway.core.ladder import Ladder, Role
from headway.formats.free_text import tidy

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


def read_sent(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form; None where its page is only looked at."""
    return request.POST if request.method == "POST" else None


def aim_fields(ladder: Ladder, *, by_titles: Role | None) -> dict[str, forms.Field]:
    """The role wanted and the role held; who chooses none of the latter holds what their titles say."""
    unsaid = _("Not said yet")
    if by_titles:
        unsaid = _("As my job titles say: %(title)s") % {"title": by_titles.title}
    roles = [(role.slug, role.title) for role in ladder.roles]
    held = [("", unsaid), (NO_ROLE, _("No role on the ladder yet")), *roles]
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
            # Boxes and radio buttons may not say it.
            is_one = isinstance(field.widget, forms.TextInput | forms.Textarea | forms.Select)
            if field.required and is_one:
                field.widget.attrs["aria-required"] = "true"

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors:
            widget = self.fields[name].widget if name in self.fields else None
            # A field of days shows nothing that is no day; as text it keeps what was typed.
            if widget is not None and widget.attrs.get("type") == "date":
                widget.attrs["type"] = "text"

    @property
    def sign(self) -> str:
        """A short sign of what there is now, which a form that changes it carries along hidden."""
        now = [(name, str(self[name].initial)) for name in self.fields if not self[name].is_hidden]
        return sha256(repr(now).encode()).hexdigest()[:16]

    def is_of_now(self) -> bool:
        """Whether it began with what there is now; if not, each field that would overwrite says so.

        The page then shows the new sign, so that sending it again is a choice and not an accident.
        """
        changed = [name for name in self.changed_data if self._would_overwrite(name)]
        if self.data.get("sign", self.sign) == self.sign or not changed:
            return True
        self.add_error(None, _("This was changed meanwhile, perhaps in another tab."))
        for name in changed:
            now = _say_value(self.fields[name], self[name].initial)
            self.add_error(name, _("It says now: %(now)s") % {"now": now})
        return False

    def insist(self) -> None:
        """For a button beside which nothing is told: raises InvalidInputError with what is wrong."""
        if not (self.is_valid() and self.is_of_now()):
            told = [str(sentence) for errors in self.errors.values() for sentence in errors]
            raise InvalidInputError(" ".join(dict.fromkeys(told[::-1])))

    def _would_overwrite(self, name: str) -> bool:
        """Whether what was sent says something else than there is now; "6" and 6.0 are the same."""
        bound, field = self[name], self.fields[name]
        try:
            now = field.to_python(bound.initial)
        except ValidationError:
            now = bound.initial
        return not bound.is_hidden and field.has_changed(now, bound.data)


def _say_value(field: forms.Field, value: Any) -> str:
    """The value of a field as the page shows it."""
    several = value if isinstance(value, list | tuple) else [value]
    names = {str(key): str(name) for key, name in getattr(field, "choices", ())}
    said = [names.get(str(one), str(one)) for one in several if one not in (None, "")]
    return ", ".join(said) or _("nothing")


class KeyedForm(TellForm):
    """A form whose key tells whether it was sent before; texts come out tidy."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def tidied(self, name: str) -> str:
        """What was typed into the field, tidied."""
        return tidy(self.cleaned_data[name])


def tell_beside(form: forms.Form, field: str, check: Callable[[], object]) -> None:
    """Does `check`; what the core finds wrong is told beside the field."""
    try:
        check()
    except HeadwayError as error:
        form.add_error(field, str(error))


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
            attrs={
                "accept": self.accept,
                "autocomplete": "off",
                "aria-required": "true",
                "data-most": LARGEST_FILE_BYTES,
                "data-too-large": self.too_large,
            }
        )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE_BYTES:
            raise ValidationError(self.too_large)
        content: bytes = file.read()
        return content
