"""The forms of Settings: a file that is brought back, and the words that delete everything."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.web.forms.told import FileForm, TellForm

WORDS = "delete everything"


class BringForm(FileForm):
    """A file that Headway wrote before."""

    label = gettext_lazy("An archive (.zip) or a backup (.sqlite3)")
    accept = ".zip,.sqlite3,application/zip"
    too_large = gettext_lazy(
        "This file is larger than 24 MB; bring it with `headway import` or `restore`."
    )


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
