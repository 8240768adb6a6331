"""What the pages that bring in another house's ladder are told: its files, and what these leave open."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.core.ladder import Ladder, slugify
from headway.formats.free_text import tidy
from headway.formats.ladders.assemble import PUT_BELOW
from headway.formats.ladders.bundle import MOST_FILES, OWN_FORM, Bundle
from headway.formats.ladders.contents import NamedFile
from headway.formats.ladders.long_table import ORDER_GUESSED
from headway.formats.ladders.report import LadderImport
from headway.web.forms.told import LARGEST_FILE_BYTES, TellForm

ACCEPTED = ".csv,.tsv,.xlsx,.md,.txt,.yaml,.yml,.json,.toml,.zip"
LONGEST_TITLE, LONGEST_VERSION, LONGEST_SLUG = 120, 40, 60
# Of more families than this the order is told in a side file.
MOST_FAMILIES_ASKED = 5


class _SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One file or several, together as large as one may be."""

    widget = _SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[NamedFile]:
        sent = data if isinstance(data, list | tuple) else [data]
        files = [
            file for one in sent if (file := super(SeveralFilesField, self).clean(one, initial))
        ]
        if len(files) > MOST_FILES:
            raise ValidationError(_("Choose at most %(most)d files.") % {"most": MOST_FILES})
        if sum(file.size for file in files) > LARGEST_FILE_BYTES:
            raise ValidationError(_("These files are larger than a ladder may be."))
        return [NamedFile(name=file.name, content=file.read()) for file in files]


class LadderFilesForm(TellForm):
    """The files of a ladder in whatever form, one that orders levels, and which part is meant.

    `waits` names files brought before: new ones join them, so that what was missing can be added.
    """

    waits = forms.CharField(widget=forms.HiddenInput, required=False)
    brought = SeveralFilesField(
        label=gettext_lazy("The ladder's files"),
        help_text=gettext_lazy("Several that belong together, or a zip of them, are read as one."),
        required=False,
        widget=_SeveralFiles(attrs={"accept": ACCEPTED}),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )
    order = SeveralFilesField(
        label=gettext_lazy("A file that orders levels and roles, if you have one"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )
    only = forms.CharField(
        label=gettext_lazy("Only this part of it"),
        help_text=gettext_lazy(
            "A family of roles, a set or an occupation, where a file holds many."
        ),
        required=False,
        max_length=200,
    )

    def bundle(self, before: Bundle | None) -> Bundle:
        """What was sent of a valid form, with what was brought `before`; a file of one name replaces it."""
        files = {file.name: file for file in (before.files if before else ())}
        files |= {file.name: file for file in self.cleaned_data["brought"]}
        order = next(iter(self.cleaned_data["order"]), before.order if before else None)
        return Bundle(files=tuple(files.values()), order=order)


class KeepLadderForm(TellForm):
    """Under which name and version what was read is kept, and in which order its levels stand.

    `read` is what the page shows; the order is asked where the file does not tell it. `kept` are the
    versions and titles of each ladder kept here, the latest first, `taken` further slugs, `likely` the
    ladder of which it may be the next version.
    """

    becomes = forms.ChoiceField(label=gettext_lazy("What it is"), required=False)
    title = forms.CharField(
        label=gettext_lazy("What it is called"),
        max_length=LONGEST_TITLE,
        error_messages={"required": gettext_lazy("Give the ladder a name.")},
    )
    version = forms.CharField(
        label=gettext_lazy("Its version"),
        help_text=gettext_lazy(
            "As you name it: 2026, or 1.0.0. A version that is kept never changes."
        ),
        max_length=LONGEST_VERSION,
        error_messages={"required": gettext_lazy("Give this version a name, as 1.0.0.")},
    )

    def __init__(
        self,
        sent: Mapping[str, Any] | None,
        *,
        read: LadderImport,
        kept: Mapping[str, Sequence[tuple[str, str]]],
        taken: frozenset[str],
        likely: str = "",
    ) -> None:
        title, version = read.ladder.title, read.ladder.version
        if likely:
            title, version = kept[likely][0][1], _next_version(kept[likely][0][0])
        initial = {"title": title, "version": version, "becomes": likely}
        super().__init__(sent, initial=initial)
        self.read, self.kept, self.taken = read, kept, taken | kept.keys()
        self.lines = dict(_lines_asked(read))
        self._say_what_it_may_be()
        for name, (label, lines) in self.lines.items():
            self.fields[name] = forms.CharField(
                label=label,
                initial="\n".join(lines),
                required=False,
                widget=forms.Textarea(attrs={"rows": min(len(lines) + 1, 12)}),
            )
        if read.report.form == OWN_FORM:
            # Its file says all of this.
            for name in ("becomes", "title", "version", *self.lines):
                self.fields.pop(name, None)
            self.lines = {}

    def _say_what_it_may_be(self) -> None:
        newer = [
            (slug, _("A new version of %(title)s") % {"title": versions[0][1]})
            for slug, versions in self.kept.items()
        ]
        self.fields["becomes"].choices = [("", _("A ladder of its own")), *newer]  # type: ignore[attr-defined]
        if not newer:
            del self.fields["becomes"]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields in which lines are put in order."""
        return [self[name] for name in self.lines]

    @property
    def slug(self) -> str:
        """The slug of a valid form: that of the ladder it is a version of, else one of its own."""
        if chosen := self.cleaned_data.get("becomes", ""):
            return str(chosen)
        wanted = (
            slugify(self.cleaned_data["title"])[:LONGEST_SLUG].strip("-") or self.read.ladder.slug
        )
        number, slug = 1, wanted
        while slug in self.taken:
            number += 1
            slug = f"{wanted}-{number}"
        return slug

    def clean_title(self) -> str:
        title, chosen = tidy(self.cleaned_data["title"]), self.cleaned_data.get("becomes", "")
        # The name that the files gave says nothing against that of the versions before.
        return self.kept[chosen][0][1] if chosen and title == self.read.ladder.title else title

    def clean_version(self) -> str:
        return tidy(self.cleaned_data["version"])

    def clean(self) -> None:
        super().clean()
        for name, (_label, lines) in self.lines.items():
            said = _split(self.cleaned_data.get(name, ""))
            if said and (wrong := _find_wrong(said, lines)):
                self.add_error(name, wrong)
        slug = self.cleaned_data.get("becomes", "")
        version = self.cleaned_data.get("version", "")
        if slug and version in (known for known, _title in self.kept[slug]):
            self.add_error(
                "version",
                _("Version %(version)s is kept already; name this one otherwise.")
                % {"version": version},
            )

    def order(self) -> NamedFile | None:
        """The order in which the lines of a valid form stand, where it is another than was read."""
        told = []
        for name, (label, lines) in self.lines.items():
            said = _split(self.cleaned_data.get(name, ""))
            if said and said != list(lines):
                spelt = {_key(line): line for line in lines}
                family = "levels" if name == "levels" else label.replace(":", " ")
                told.append(f"{family}: {' < '.join(spelt[_key(line)] for line in said)}")
        if not told:
            return None
        return NamedFile(name=_("Your order"), content="\n".join(told).encode())

    def find_unordered(self, ladder: Ladder) -> str:
        """The field whose order `ladder`, read with it, does not have; "" for none."""
        names = {
            "levels": [level.name for level in ladder.levels],
            "family": [role.title for role in ladder.roles],
        }
        for field in self.lines:
            said = list(map(_key, _split(self.cleaned_data.get(field, ""))))
            there = [_key(name) for name in names[field.partition("_")[0]]]
            if said and [each for each in there if each in said] != said:
                return field
        return ""


def _lines_asked(read: LadderImport) -> Iterable[tuple[str, tuple[str, tuple[str, ...]]]]:
    """What can be put in order: the levels, and the roles of each family whose order was guessed."""
    texts = {remark.text: remark.places for remark in read.report.guessed}
    levels = [level.name for level in read.ladder.levels]
    levels = levels[1:] if PUT_BELOW in texts else levels
    if len(levels) > 1 and len(set(map(_key, levels))) == len(levels):
        yield "levels", (_("Levels, lowest first"), tuple(levels))
    families = texts.get(ORDER_GUESSED, ())
    for number, line in enumerate(families if len(families) <= MOST_FAMILIES_ASKED else ()):
        family, _colon, told = line.partition(": ")
        yield f"family_{number}", (family, tuple(told.split(" < ")))


def _next_version(version: str) -> str:
    first, dot, rest = version.partition(".")
    if first.isdecimal() and len(first) < LONGEST_VERSION:
        zeros = "".join("0" if c.isdigit() else c for c in rest)
        return f"{int(first) + 1}{dot}{zeros}"
    return f"{version}-2"


def _split(text: str) -> list[str]:
    return [line for line in map(tidy, text.splitlines()) if line]


def _key(line: str) -> str:
    return tidy(line).casefold()


def _find_wrong(said: Sequence[str], lines: Sequence[str]) -> str:
    """What is wrong with an order: a line that is missing, twice there or new; "" for nothing."""
    there = [_key(line) for line in said]
    missing = [line for line in lines if _key(line) not in there]
    if missing:
        return _("Name each once, a line each: %(lines)s is missing.") % {
            "lines": ", ".join(missing)
        }
    known = set(map(_key, lines))
    unknown = [line for line in said if _key(line) not in known or there.count(_key(line)) > 1]
    if unknown:
        return _("Name each once, a line each: %(lines)s is new or stands twice.") % {
            "lines": ", ".join(dict.fromkeys(unknown))
        }
    return ""
