"""The forms of Settings: a file that is brought back, and the words that delete everything."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.web.profile_forms import LARGEST_FILE_BYTES
from headway.web.tell_forms import TellForm

WORDS = "delete everything"


class BringForm(TellForm):
    """A file that Headway wrote before."""

    file = forms.FileField(
        label=gettext_lazy("An archive (.zip) or a backup (.sqlite3)"),
        widget=forms.FileInput(attrs={"accept": ".zip,.sqlite3,application/zip"}),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("This file is empty."),
        },
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE_BYTES:
            raise ValidationError(
                _("This file is larger than 24 MB; bring it with `headway import` or `restore`.")
            )
        content: bytes = file.read()
        return content


class DeleteForm(TellForm):
    """Words that nobody types by accident."""

    words = forms.CharField(
        label=gettext_lazy("Type “delete everything”"),
        error_messages={"required": gettext_lazy("Type the words to delete everything.")},
    )

    def clean_words(self) -> str:
        words = " ".join(self.cleaned_data["words"].casefold().split())
        if words.strip("“”\"'.") != WORDS:
            raise ValidationError(
                _("Nothing was deleted: these are not the words “delete everything”.")
            )
        return words
