"""What an import tells beside the ladder: what was read, guessed, noticed and dropped, and where."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from headway.core.ladder import Ladder


@dataclass(frozen=True, kw_only=True)
class Remark:
    """One sentence about the import, and where in the file it holds (none: for the whole)."""

    text: str
    places: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """What became of a file: `read` maps what was counted ("skills") to how many there were.

    `guessed` is what the file does not say and Headway put in, `noticed` what is odd in it and was
    kept as it stands, `dropped` what the ladder does not hold.
    """

    form: str
    read: dict[str, int]
    guessed: tuple[Remark, ...] = ()
    noticed: tuple[Remark, ...] = ()
    dropped: tuple[Remark, ...] = ()


@dataclass(frozen=True, kw_only=True)
class LadderImport:
    """A ladder from another house's file, with the report of how it came about."""

    ladder: Ladder
    report: ImportReport


@dataclass(kw_only=True)
class Notebook:
    """Collects what happens while a file is read; equal sentences are told once, with all places."""

    read: dict[str, int] = field(default_factory=dict)
    _guessed: dict[str, list[str]] = field(default_factory=dict)
    _noticed: dict[str, list[str]] = field(default_factory=dict)
    _dropped: dict[str, list[str]] = field(default_factory=dict)

    def count(self, what: str, number: int = 1) -> None:
        """Adds to how many of `what` were read."""
        self.read[what] = self.read.get(what, 0) + number

    def guess(self, text: str, *places: str) -> None:
        """Something the file does not say was put in."""
        self._guessed.setdefault(text, []).extend(places)

    def notice(self, text: str, *places: str) -> None:
        """Something odd was kept as it stands."""
        self._noticed.setdefault(text, []).extend(places)

    def drop(self, text: str, *places: str) -> None:
        """Something of the file is not in the ladder."""
        self._dropped.setdefault(text, []).extend(places)

    def take_back(self, text: str) -> None:
        """What was guessed turned out to be told elsewhere."""
        self._guessed.pop(text, None)

    def report(self, form: str) -> ImportReport:
        """All of it, in the order in which it came up."""
        return ImportReport(
            form=form,
            read=dict(self.read),
            guessed=_remarks(self._guessed),
            noticed=_remarks(self._noticed),
            dropped=_remarks(self._dropped),
        )


def _remarks(told: dict[str, list[str]]) -> tuple[Remark, ...]:
    return tuple(Remark(text=text, places=_distinct(places)) for text, places in told.items())


def _distinct(places: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(places))
