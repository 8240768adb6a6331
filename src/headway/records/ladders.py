"""The ladders kept in a workspace: published, adopted, and each person's facts read under the one in use."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, lru_cache

from django.db.models import Q

from headway.core import dossier as core
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.fact_kinds import Retraction
from headway.core.former_names import MARK
from headway.core.ladder import Ladder
from headway.core.ladder_changes import name_ladder
from headway.core.ladder_likeness import keep_same
from headway.core.ladder_mapping import LadderAdoption, LadderMapping, find_ways, join
from headway.core.ladder_moves import LadderReading
from headway.core.ladder_use import (
    find_reading,
    find_sources,
    keep_adoptions,
    list_mappings,
)
from headway.records import bridge
from headway.records.access import visible_facts, visible_people
from headway.records.failures import told_plainly
from headway.records.history import History
from headway.records.models import LadderVersion, Person
from headway.records.rows import NAMES, KeptFact, read_quickly

# One word in any script, so that it can be part of an address, a command and a qualified name.
SLUG = re.compile(r"[-\w]+")
# A person looks at the day before they took up a ladder, and at today.
MOST_READINGS = 4


@dataclass(frozen=True, kw_only=True)
class KeptLadder:
    """A version that is kept here, without its document."""

    slug: str
    version: str
    sha256: str
    recorded_at: datetime

    @property
    def name(self) -> str:
        """The one name of the version."""
        return f"{self.slug} {self.version}"


@dataclass(frozen=True, kw_only=True)
class LadderUse:
    """The ladder by which a person is measured on a day; `adoptions` are all they ever made.

    `shipped` is the ladder that Headway comes with, which counts until another is adopted; `adopted` is
    the adoption by which `ladder` counts, None for none.
    """

    person: Person | None
    ladder: Ladder
    shipped: Ladder
    adoptions: core.Dossier
    adopted: core.Fact | None = None

    @property
    def confirmed(self) -> LadderMapping | None:
        """What the names of the ladder before it were said to be called on the one that was adopted."""
        body = self.adopted.body if self.adopted else None
        return body.mapping if isinstance(body, LadderAdoption) else None

    @property
    def former(self) -> Ladder:
        """The ladder that the adopted one was taken up in place of; the one in use where none was."""
        return self._named(self.confirmed.former) if self.confirmed else self.ladder

    @cached_property
    def history(self) -> History | None:
        """The facts about the person, as they were told."""
        return bridge.load_history(self.person) if self.person else None

    @property
    def kept(self) -> tuple[KeptFact, ...]:
        """Each with its ladder's key."""
        return self.history.kept if self.history else ()

    @property
    def reading(self) -> LadderReading | None:
        """How facts are read under the ladder; None as long as the person never adopted one."""
        return self._read[0]

    def load_dossier(self) -> core.Dossier:
        """What is known of the person, in the names of the ladder."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[LadderReading | None, core.Dossier]:
        """Both, found once for the same facts, ladders and adoptions."""
        if self.history is None:
            return None, self.adoptions
        if not self.adoptions.facts:
            return None, self.history.dossier
        listed, adopted = list_ladders(), tuple(fact.id for fact in self.adoptions.facts)
        # The ladders are kept with what was found, so that no other can have their `id`.
        asked, ladders = (id(self.ladder), id(self.shipped)), (self.ladder, self.shipped)
        before = self.history.remembered.get((asked, adopted, listed))
        if before is None:
            reading = self._find_reading(listed)
            before = ladders, (reading, core.read_under(self.history.dossier, reading))
            if len(self.history.remembered) >= MOST_READINGS:
                self.history.remembered.clear()
            self.history.remembered[asked, adopted, listed] = before
        found: tuple[LadderReading | None, core.Dossier] = before[1]
        return found

    def _find_reading(self, listed: Iterable[KeptLadder]) -> LadderReading | None:
        names = {kept.sha256: kept.name for kept in listed}
        told_under = {each.fact.id: names[each.ladder] for each in self.kept if each.ladder}
        return find_reading(
            self.adoptions,
            (each.fact for each in self.kept),
            told_under,
            target=name_ladder(self.ladder),
            further=self._further({*told_under.values(), name_ladder(self.shipped)}),
        )

    def _further(self, names: set[str]) -> Iterator[LadderMapping]:
        """By equal slugs from ladders that no confirmed mapping begins or ends at.

        Those are versions of the shipped ladder that an update of Headway brought: from there by the
        way of the version that the person moved from.
        """
        confirmed = list_mappings(self.adoptions)
        known = {name for mapping in confirmed for name in (mapping.former, mapping.new)}
        target = name_ladder(self.ladder)
        for name in sorted(names - known - {target}):
            former = self._named(name)
            found = self._through_its_house(former, confirmed)
            if found is None and former.slug == self.ladder.slug:
                found = keep_same(former, self.ladder)
            if found is not None:
                yield found

    def _through_its_house(
        self, former: Ladder, confirmed: tuple[LadderMapping, ...]
    ) -> LadderMapping | None:
        ways = find_ways(confirmed, name_ladder(self.ladder))
        for name, way in ways.items():
            if name.partition(" ")[0] == former.slug:
                return join(keep_same(former, self._named(name)), way)
        return None

    def _named(self, name: str) -> Ladder:
        if name == name_ladder(self.shipped):
            return self.shipped
        slug, _, version = name.partition(" ")
        return read_kept(find_ladder(slug, version))


def list_ladders() -> tuple[KeptLadder, ...]:
    """The versions kept here, the latest first."""
    rows = LadderVersion.objects.order_by("-recorded_at", "slug", "version")
    with told_plainly():
        told = list(rows.values_list("slug", "version", "sha256", "recorded_at"))
    return tuple(
        KeptLadder(slug=slug, version=version, sha256=sha256, recorded_at=recorded_at)
        for slug, version, sha256, recorded_at in told
    )


def find_ladder(slug: str, version: str = "") -> KeptLadder:
    """That version, or the one kept last; raises UnknownNameError naming those there are."""
    listed = list_ladders()
    for kept in listed:
        if kept.slug == slug and version in ("", kept.version):
            return kept
    there = ", ".join(kept.name for kept in listed) or "none yet"
    raise UnknownNameError(
        f"No ladder {f'{slug} {version}'.strip()} is kept here; there are: {there}. "
        "Keep one with `headway ladder publish FILE`."
    )


def read_kept(kept: KeptLadder) -> Ladder:
    """The ladder that is kept under that key."""
    return _read(kept.sha256)


def find_kept_or_shipped(slug: str, version: str = "", *, shipped: Ladder) -> Ladder:
    """As `find_ladder`, among them the one that Headway comes with, kept or not."""
    if slug == shipped.slug and version in ("", shipped.version):
        return shipped
    return read_kept(find_ladder(slug, version))


@lru_cache(maxsize=16)
def _read(sha256: str) -> Ladder:
    # The key is that of the content: the same in every database.
    return bridge.read_ladder(LadderVersion.objects.get(sha256=sha256))


def publish_ladder(ladder: Ladder, *, shipped: Ladder, recorded_at: datetime) -> KeptLadder:
    """Keeps `ladder` for good as this version.

    Raises InvalidInputError if another document is known under its name and version, or if a slug
    can't be part of an address.
    """
    if name_ladder(ladder) == name_ladder(shipped) and ladder != shipped:
        raise InvalidInputError(
            f"{name_ladder(ladder)} is the ladder that Headway comes with; give yours another slug."
        )
    _check_slugs(ladder)
    row = bridge.keep_ladder(ladder, recorded_at=recorded_at)
    return KeptLadder(
        slug=row.slug, version=row.version, sha256=row.sha256, recorded_at=row.recorded_at
    )


def find_use(person: Person | None, *, shipped: Ladder, as_of: date) -> LadderUse:
    """The ladder that counts for `person` at the end of `as_of`; `shipped` before any was adopted."""
    adoptions = _load_adoptions(person, as_of) if person else core.Dossier(owner=core.NOBODY)
    listed = list(adoptions.known_by(as_of).each(LadderAdoption))
    if not listed:
        return LadderUse(person=person, ladder=shipped, shipped=shipped, adoptions=adoptions)
    fact, adopted = listed[-1]
    return LadderUse(
        person=person,
        ladder=read_kept(find_ladder(adopted.slug, adopted.version)),
        shipped=shipped,
        adoptions=adoptions,
        adopted=fact,
    )


def load_dossiers(
    viewer: Person, ladder: Ladder, *, shipped: Ladder, as_of: date
) -> tuple[core.Dossier, ...]:
    """What `viewer` may know of everybody but samples, all in the names of `ladder`."""
    people = visible_people(viewer).filter(is_sample=False).order_by("id")
    with told_plainly():
        return tuple(
            core.read_under(
                bridge.load_dossier(person, viewer=viewer),
                LadderUse(
                    person=person,
                    ladder=ladder,
                    shipped=shipped,
                    adoptions=_load_adoptions(person, as_of),
                ).reading,
            )
            for person in people
        )


def find_key(person: Person, fact: core.Fact) -> str:
    """Under which key the ladder is kept in whose names `fact` was told; "" where it was the shipped one."""
    adoptions = _load_adoptions(person, date.max)
    if not adoptions.facts:
        return ""
    name = find_sources(adoptions, [fact], {})[fact.id]
    return next((kept.sha256 for kept in list_ladders() if kept.name == name), "")


def _load_adoptions(person: Person, as_of: date) -> core.Dossier:
    kind = NAMES[LadderAdoption]
    rows = visible_facts(person).filter(owner=person).order_by("recorded_at", "id")
    both = rows.filter(Q(kind=kind) | Q(kind=NAMES[Retraction], supersedes__kind=kind))
    with told_plainly():
        return keep_adoptions(bridge.to_dossier(person, read_quickly(both)), as_of)


def _check_slugs(ladder: Ladder) -> None:
    named = {
        "ladder": [ladder.slug],
        "competency": [c.slug for c in ladder.competencies],
        "role": [r.slug for r in ladder.roles],
    }
    for what, slugs in named.items():
        for slug in slugs:
            if not SLUG.fullmatch(slug):
                raise InvalidInputError(
                    f"{what} '{slug}': write its slug as one word of letters, digits and hyphens, "
                    "so that its page has an address."
                )
    for sign in (MARK, "/"):
        if sign in ladder.version:
            raise InvalidInputError(f"version {ladder.version}: leave out the sign {sign}.")
