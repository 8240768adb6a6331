"""Why an item went out, moved or came in: a cause is told if without it the change would be needless."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal, cast

from headway.algorithms.schedule.layout import Placement
from headway.algorithms.schedule.problem import Problem
from headway.algorithms.schedule.repair import fits
from headway.algorithms.schedule.value import reached, worth
from headway.core.plan.compared import Compared
from headway.core.plan.shifts import Shifts
from headway.core.plan.values import Became, Cause, LimitKind, MoveKind, PlanChange, PlannedItem

# What moves by less than a week is where it was.
SAME = timedelta(days=7)
NOTHING = 1e-9
# More others than these together are no cause that anybody could follow.
MOST_TOGETHER = 4
# What goes for these may go because what it builds was set aside.
COUNTS_FOR_LESS = ("shown", "little", "replaced")


@dataclass(frozen=True, kw_only=True)
class Causes:
    """Finds the causes of what differs between two plans, by trying each on the second one."""

    two: Compared
    shifts: Shifts

    # What went out -------------------------------------------------------------------------------

    def gone(self, item: PlannedItem) -> PlanChange:
        """Why an item is in the plan no more."""
        two, slug = self.two, item.opportunity
        change = PlanChange(
            kind="out",
            cause="not offered",
            opportunity=slug,
            title=item.title,
            before=(item.starts_on, item.ends_on),
        )
        if cause := _end_told(two, slug):
            return replace(change, cause=cause)
        if obstacle := two.after.left_out.get(slug):
            return replace(change, cause="obstacle", obstacle=obstacle)
        if slug not in two.question.offers.by_slug:
            return change
        pushed = self._pushed_out(change)
        if pushed.cause in COUNTS_FOR_LESS and (aside := _set_aside(two, item)):
            because, title = aside
            return replace(change, cause="set aside", because=because, because_title=title)
        return pushed if pushed.shift else replace(pushed, shift=self.shifts.less_needed(slug))

    def _pushed_out(self, change: PlanChange) -> PlanChange:
        """Of what could still be done: nothing is left to gain, or what takes its place."""
        two, slug = self.two, change.opportunity
        item = two.problem.by_name[slug]
        if worth(two.problem, [slug]) + item.charge <= NOTHING:
            return replace(change, cause="shown")
        if two.fits(slug, None):
            return replace(change, cause="little")
        if limit := self._tighter(slug, two.stood.get(slug)):
            return self._with_limit(change, limit)
        new = [name for name in _by_start(two, two.stands) if name not in two.stood]
        if others := self._in_the_way(slug, None, new):
            return _because(two, replace(change, cause="replaced"), others)
        if others := self._in_the_way(slug, None, self._likely(slug)):
            return _because(two, replace(change, cause="beside"), others)
        if lacked := self._below_entry(change):
            return lacked
        return replace(change, cause=self._lacking(slug, None) or "time")

    # What moved ----------------------------------------------------------------------------------

    def moved(self, was: PlannedItem, now: PlannedItem) -> PlanChange | None:
        """Why an item stands elsewhere; None where it does not."""
        starts, ends = now.starts_on - was.starts_on, now.ends_on - was.ends_on
        if now.is_begun:
            # It begins where what is left begins, so only its end tells.
            starts = ends
        if abs(starts) < SAME and abs(ends) < SAME:
            return None
        change = PlanChange(
            kind=kind_of_move(starts, ends),
            cause="order",
            opportunity=now.opportunity,
            title=now.title,
            before=(was.starts_on, was.ends_on),
            after=(now.starts_on, now.ends_on),
        )
        if now.is_begun:
            return self._of_begun(change, was, now)
        is_put_off = change.kind in ("later", "longer")
        return self._put_off(change) if is_put_off else self._brought_forward(change)

    def _of_begun(self, change: PlanChange, was: PlannedItem, now: PlannedItem) -> PlanChange:
        if self.two.is_late(now.opportunity):
            return replace(change, cause="late")
        where = self.two.stood.get(now.opportunity)
        if limit := self._tighter(now.opportunity, where):
            return self._with_limit(change, limit)
        if was.ends_on < self.two.after.as_of:
            return replace(change, cause="not done")
        if now.ends_on < was.ends_on and now.effort_hours < was.effort_hours:
            return replace(change, cause="less to do")
        if others := self._forced_away(now.opportunity, where) if where else ():
            return _because(self.two, replace(change, cause="beside"), others)
        return replace(change, cause="begun")

    def _put_off(self, change: PlanChange) -> PlanChange:
        two, slug = self.two, change.opportunity
        was, where = change.before, two.stood.get(slug)
        if was and was[0] < two.question.window.starts_on:
            return replace(change, cause="not begun")
        if where is None:
            return replace(change, cause="time")
        for other in _before_it(two.problem, slug):
            if other in two.stands and two.stands[other].last_step >= where.first_step:
                return _because(two, replace(change, cause=_late_or(two, other, "after")), [other])
        if two.fits(slug, where):
            return change
        if limit := self._tighter(slug, where):
            return self._with_limit(change, limit)
        others = self._forced_away(slug, where)
        others = others or self._in_the_way(slug, where, self._likely(slug))
        if others:
            cause = _late_or(two, others[0], "beside")
            return _because(two, replace(change, cause=cause), others)
        if lacked := self._below_entry(change):
            return lacked
        return replace(change, cause=self._lacking(slug, where) or "together")

    def _brought_forward(self, change: PlanChange) -> PlanChange:
        two, slug = self.two, change.opportunity
        if limit := self._wider(slug, two.stands.get(slug)):
            return self._with_limit(change, limit)
        others = self._made_room(slug)
        return _because(two, replace(change, cause="room"), others) if others else change

    # What is new ---------------------------------------------------------------------------------

    def come(self, item: PlannedItem) -> PlanChange:
        """Why an item is in the plan that was not."""
        two, slug = self.two, item.opportunity
        change = PlanChange(
            kind="in",
            cause="room",
            opportunity=slug,
            title=item.title,
            after=(item.starts_on, item.ends_on),
        )
        if slug in two.after.wish.pinned:
            return replace(change, cause="asked")
        if item.is_begun:
            return replace(change, cause="begun")
        if limit := self._wider(slug, two.stands.get(slug)):
            return self._with_limit(change, limit)
        if shift := self.shifts.more_needed(slug):
            needed = replace(change, cause="needed", shift=shift)
            return replace(needed, because=shift.competency, because_title=shift.name)
        others = self._made_room(slug)
        return _because(two, change, others) if others else change

    # What may be a cause -------------------------------------------------------------------------

    def _tighter(self, slug: str, where: Placement | None) -> LimitKind | None:
        """The limit of the wish that was wider, and with which the item would have kept its place.

        Beside all others where they stand, or else where they stood: what moves for a limit moves others.
        """
        two = self.two
        for limit, former in two.formerly.items():
            if where and not _within(former, [where]):
                continue
            ways = [two.but(slug)]
            if two.is_tighter(limit):
                ways.append(self._back_in_place(slug))
            if any(fits(former, _within(former, beside), slug, where) for beside in ways):
                return limit
        return None

    def _wider(self, slug: str, where: Placement | None) -> LimitKind | None:
        """The limit of the wish that was tighter, and with which the item would not fit where it is."""
        if where is None:
            return None
        for limit, former in self.two.formerly.items():
            if limit == "must-have" and self._serves_new_must_have(slug):
                return limit
            if where.last_step >= len(former.steps):
                return limit
            if not fits(former, _within(former, self.two.but(slug)), slug, where):
                return limit
        return None

    def _serves_new_must_have(self, slug: str) -> bool:
        two = self.two
        new = set(two.after.wish.must_have) - set(two.before.wish.must_have)
        return any(gain.skill in new for gain in two.problem.by_name[slug].gains)

    def _back_in_place(self, slug: str, firm: Iterable[str] = ()) -> list[Placement]:
        """The others where they stood, but the `firm` ones where they stand; nothing new but these."""
        two, kept = self.two, set(firm)
        return [
            place if name in kept else two.stood[name]
            for name, place in two.stands.items()
            if name != slug and (name in kept or name in two.stood)
        ]

    def _with_limit(self, change: PlanChange, limit: LimitKind) -> PlanChange:
        return replace(change, cause="limit", limit=limit, limits=self.two.limits(limit))

    def _likely(self, slug: str) -> list[str]:
        """The other items, the late and the new ones first, then what moved, then the rest."""
        two = self.two

        def order(name: str) -> tuple[bool, bool, bool]:
            return not two.is_late(name), name in two.stood, name not in two.moved

        others = [name for name in _by_start(two, two.stands) if name != slug]
        return sorted(others, key=order)

    def _forced_away(self, slug: str, where: Placement) -> tuple[str, ...]:
        """The steps under way, or pinned, that take the item's place; () if others could have stayed."""
        two = self.two
        firm = [n for n in two.problem.locked if n in two.stands and n != slug]
        firm.sort(key=lambda name: (not two.is_late(name), name))
        if fits(two.problem, self._back_in_place(slug, firm), slug, where):
            return ()

        def would_stay(without: Collection[str]) -> bool:
            rest = [name for name in firm if name not in without]
            return fits(two.problem, self._back_in_place(slug, rest), slug, where)

        return _fewest(firm, would_stay)

    def _in_the_way(
        self, slug: str, where: Placement | None, among: Iterable[str]
    ) -> tuple[str, ...]:
        """The fewest of some items, of a few, without which the item would find its place; () for none."""
        names = [name for name in among if name != slug]
        return _fewest(names, lambda without: self.two.fits(slug, where, without=without))

    def _below_entry(self, change: PlanChange) -> PlanChange | None:
        """The level that the item asks for and that is not there from the start; None for none."""
        two = self.two
        for skill, level in two.problem.by_name[change.opportunity].entry:
            if reached(two.problem.skill_by_name[skill], ()) < level:
                name = two.question.estimate(skill).name
                shift = self.shifts.find_fallen(skill)
                lacked = replace(change, cause="entry", because=skill, because_title=name)
                return replace(lacked, shift=shift)
        return None

    def _lacking(self, slug: str, where: Placement | None) -> Cause | None:
        """The single limit without which the item would find its place beside all others."""
        beside = self.two.but(slug)
        found = (name for name, p in self.two.relaxed() if fits(p, beside, slug, where))
        return cast("Cause | None", next(found, None))

    def _made_room(self, slug: str) -> tuple[str, ...]:
        """What left the plan, or its place in it, and stood where the item stands; () for nothing."""
        two, where = self.two, self.two.stands.get(slug)
        was = {**dict(sorted(two.moved.items())), **dict(sorted(two.gone.items()))}
        names = [name for name in (*sorted(two.gone), *sorted(two.moved)) if name != slug]

        def takes_its_place(back: Collection[str]) -> bool:
            beside = [*two.but(slug, *back), *(was[name] for name in back)]
            return where is not None and not fits(two.problem, beside, slug, where)

        return _fewest(names, takes_its_place)


def _fewest(names: Iterable[str], is_enough: Callable[[Collection[str]], bool]) -> tuple[str, ...]:
    """The first name that is enough alone, else few that are together, none to spare; () for none."""
    names = list(names)
    for name in names:
        if is_enough((name,)):
            return (name,)
    if not is_enough(names):
        return ()
    kept = names
    for name in names[::-1]:
        fewer = [other for other in kept if other != name]
        if is_enough(fewer):
            kept = fewer
    return tuple(kept) if len(kept) <= MOST_TOGETHER else ()


def _within(problem: Problem, placed: Iterable[Placement]) -> list[Placement]:
    return [place for place in placed if place.last_step < len(problem.steps)]


def _end_told(two: Compared, slug: str) -> Literal["done", "cancelled", "dropped"] | None:
    outcome = two.told[slug].outcome if slug in two.told else None
    if outcome == "done":
        return "done"
    if outcome == "cancelled":
        return "cancelled"
    return "dropped" if slug in two.after.wish.dropped else None


def kind_of_move(starts: timedelta, ends: timedelta) -> MoveKind:
    """By how it begins; of what begins where it did, by how it ends."""
    if abs(starts) >= SAME:
        return "later" if starts > timedelta(0) else "earlier"
    return "longer" if ends > timedelta(0) else "shorter"


def _set_aside(two: Compared, item: PlannedItem) -> tuple[str, str] | None:
    """What the item was to bring, with its name, and the person set aside since; None for nothing."""
    left = two.question.target
    if two.before.wish.target_role != left.slug:
        return None
    asked = two.ladder.role(left.slug)
    levels, experiences = asked.expected.keys() - left.expected, {*asked.experiences}
    lost = [(gain.competency, gain.name) for gain in item.gains if gain.competency in levels]
    lost += [
        (slug, two.ladder.experience(slug).text.rstrip("."))
        for slug in item.gives_experiences
        if slug in experiences.difference(left.experiences)
    ]
    return lost[0] if lost else None


def _because(two: Compared, change: PlanChange, others: Iterable[str]) -> PlanChange:
    first, *more = others
    return replace(
        change,
        because=first,
        because_title=two.title(first),
        because_is=_what_became(two, first),
        and_titles=tuple(two.title(name) for name in more),
    )


def _what_became(two: Compared, slug: str) -> Became:
    """What became of another item: how it ended, that it is late or new or stands elsewhere."""
    if slug not in two.stands:
        return _end_told(two, slug) or "out"
    if two.is_late(slug):
        return "late"
    if slug not in two.stood:
        return "new"
    if slug in two.problem.locked and two.stands[slug].last_step > two.stood[slug].last_step:
        return "longer"
    return "moved" if slug in two.moved else ""


def _by_start(two: Compared, names: Iterable[str]) -> list[str]:
    return sorted(names, key=lambda name: (two.stands[name].first_step, name))


def _before_it(problem: Problem, slug: str) -> list[str]:
    firsts = (pair.first for pair in problem.sequences if pair.then == slug)
    return sorted({*problem.by_name[slug].requires, *firsts})


def _late_or(two: Compared, slug: str, otherwise: Cause) -> Cause:
    return "late" if two.is_late(slug) else otherwise
