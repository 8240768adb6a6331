"""Forms by which a person tells something: what was typed stays, with a sentence beside what is wrong."""

from typing import Any

from django import forms


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
