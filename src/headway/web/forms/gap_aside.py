"""The form by which a person says why an expectation does not apply to them."""

from django import forms
from django.utils.translation import gettext_lazy

from headway.core.set_aside import LONGEST_REASON
from headway.web.forms.told import KeyedForm


class AsideForm(KeyedForm):
    """Why it does not apply."""

    reason = forms.CharField(
        label=gettext_lazy("Why it does not apply to you"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Such as: in this company the sales team sets prices."),
        error_messages={
            "required": gettext_lazy("Say why in a sentence: whoever reads your packet is told.")
        },
    )
