"""Lays chosen items out step by step, within the limits and with few things at once."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from headway.algorithms.schedule.problem import Gain, Item, Problem
from headway.algorithms.schedule.value import gained

TINY = 1e-9
# Most work is over within so many steps from where it may begin.
SOON = 16
# Sums in another order differ by far less than this.
NEARLY_ALL = 1e-6


@dataclass(frozen=True, kw_only=True)
class Placement:
    """When an item is done: its share of work in each step from `first_step` on (sum 1).

    `session` is the number of the session taken, None for work at one's own pace.
    """

    item: str
    first_step: int
    shares: tuple[float, ...]
    year: int | None
    session: int | None = None

    @property
    def last_step(self) -> int:
        """The step in which it ends."""
        return self.first_step + len(self.shares) - 1


@dataclass(frozen=True, kw_only=True)
class Hint:
    """What the solver would like for an item: how early it comes, and its session or purchase year."""

    middle: float = 0.0
    session: int | None = None
    year: int | None = None


@dataclass(kw_only=True)
class Diary:
    """What is placed so far and what is left of every limit.

    `focuses` are the focuses worked on in each step, empty if any number may be. `prefers` says that an
    item begins in its preferred step where it can.
    """

    problem: Problem
    placed: dict[str, Placement] = field(default_factory=dict)
    left: dict[str, list[float]] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)
    focuses: list[set[str]] = field(default_factory=list)
    prefers: bool = False

    def add(self, placement: Placement) -> None:
        """Enters a placement that was found to fit."""
        item = self.problem.by_name[placement.item]
        self.placed[item.name] = placement
        for resource in self.problem.resources:
            amount, left = item.amount(resource.name), self.left[resource.name]
            if resource.taken == "when begun" and amount > 0 and placement.year is not None:
                left[placement.year] -= amount
            elif resource.taken == "as worked":
                for step, share in enumerate(placement.shares, placement.first_step):
                    left[step] -= amount * share
        for step in range(placement.first_step, placement.last_step + 1):
            self.places[step] -= 1
            if self.focuses and item.focus:
                self.focuses[step].add(item.focus)

    def is_open(self, item: Item, step: int) -> bool:
        """Whether the step has a place for one more thing, and for its focus."""
        if self.places[step] < 1:
            return False
        if not self.focuses or not item.focus or item.focus in self.focuses[step]:
            return True
        most = self.problem.focuses_at_once
        return most is None or len(self.focuses[step]) < most


def empty_diary(problem: Problem, *, prefers: bool = False) -> Diary:
    """A diary with nothing in it."""
    at_once = len(problem.items) if problem.at_once is None else problem.at_once
    return Diary(
        problem=problem,
        left={resource.name: list(resource.limits) for resource in problem.resources},
        places=[at_once] * len(problem.steps),
        focuses=[] if problem.focuses_at_once is None else [set() for _ in problem.steps],
        prefers=prefers,
    )


def lay_out(
    problem: Problem,
    wanted: Iterable[str],
    *,
    first: Callable[[Item], tuple[float, ...]],
    hints: Mapping[str, Hint] | None = None,
    prefers: bool = False,
    in_turn: bool = False,
) -> Diary:
    """As many of the `wanted` items as fit when they are placed one by one, lowest `first` first.

    Locked items and what they require come before all others; an item waits for what it requires and
    for its entry levels, and `in_turn` for what goes first in a sequence, unless that cannot come.
    """
    diary = empty_diary(problem, prefers=prefers)
    needed = needed_by(problem, problem.locked)
    items = [problem.by_name[name] for name in sorted(set(wanted))]
    waiting = sorted(items, key=lambda i: (i.name not in needed, *first(i), i.name))
    while True:
        able = [item for item in waiting if _is_able(diary, item)]
        if not able:
            return diary
        names = {item.name for item in waiting} if in_turn else set()
        ready = next((item for item in able if not _goes_after(problem, item, names)), able[0])
        waiting.remove(ready)
        placement = place(diary, ready, (hints or {}).get(ready.name))
        if placement is not None:
            diary.add(placement)


def _is_able(diary: Diary, item: Item) -> bool:
    """Whether what the item needs before it is placed."""
    if not item.requires and not item.entry:
        return True
    return _earliest_step(diary, item) is not None


def _goes_after(problem: Problem, item: Item, names: AbstractSet[str]) -> bool:
    """Whether one of `names` should be over before the item begins."""
    return any(first in names for first in problem.before.get(item.name, ()))


def needed_by(problem: Problem, names: Iterable[str]) -> frozenset[str]:
    """`names` and all they require."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(problem.by_name[name].requires)
    return frozenset(found)


def place(diary: Diary, item: Item, hint: Hint | None = None) -> Placement | None:
    """Where `item` fits beside what is placed, ending as early as possible, or None."""
    hint = hint or Hint()
    if item.name in diary.placed or _group_is_taken(diary, item):
        return None
    earliest = _earliest_step(diary, item)
    if earliest is None:
        return None
    before = _must_end_before(diary, item)
    if item.sessions:
        return _place_session(diary, item, earliest, before, hint)
    found = None
    if diary.prefers and item.preferred_step is not None:
        found = _place_where_preferred(diary, item, earliest, before, item.preferred_step)
    if found is None and hint.year is not None:
        found = _place_work(diary, item, earliest, before, hint.year)
    return found or _place_work(diary, item, earliest, before, None)


def _group_is_taken(diary: Diary, item: Item) -> bool:
    by_name = diary.problem.by_name
    return bool(item.group) and any(by_name[n].group == item.group for n in diary.placed)


def _earliest_step(diary: Diary, item: Item) -> int | None:
    """The first step in which the item may begin; None if what it needs is not placed."""
    if any(name not in diary.placed for name in item.requires):
        return None
    after = [diary.placed[name].last_step + 1 for name in item.requires]
    first = diary.problem.before.get(item.name, ())
    after += [diary.placed[name].last_step + 1 for name in first if name in diary.placed]
    earliest = max([item.first_step, *after])
    for skill, level in item.entry:
        step = _reached_by(diary, skill, level)
        if step is None:
            return None
        earliest = max(earliest, step)
    return earliest


def _reached_by(diary: Diary, skill_name: str, level: float) -> int | None:
    """The first step before which what is placed lifts a skill to `level`; None if it does not."""
    skill, by_name = diary.problem.skill_by_name[skill_name], diary.problem.by_name
    if skill.level >= level - TINY:
        return 0
    raising = [
        (placement.last_step, placement.item, gain)
        for placement in diary.placed.values()
        for gain in by_name[placement.item].gains
        if gain.skill == skill_name
    ]
    gains: list[Gain] = []
    for last_step, _, gain in sorted(raising, key=lambda r: r[:2]):
        gains.append(gain)
        if skill.level + gained(gains, skill) >= level - TINY:
            return last_step + 1
    return None


def _must_end_before(diary: Diary, item: Item) -> int:
    then = diary.problem.after.get(item.name, ())
    starts = [diary.placed[name].first_step for name in then if name in diary.placed]
    return min([len(diary.problem.steps), *starts])


def _place_session(
    diary: Diary, item: Item, earliest: int, before: int, hint: Hint
) -> Placement | None:
    preferred = item.preferred_step if diary.prefers else None
    numbers = sorted(
        range(len(item.sessions)),
        key=lambda n: (item.sessions[n].first_step != preferred, n != hint.session, n),
    )
    for number in numbers:
        session = item.sessions[number]
        placement = Placement(
            item=item.name,
            first_step=session.first_step,
            shares=session.shares,
            year=session.year,
            session=number,
        )
        is_in_time = earliest <= session.first_step and session.last_step < before
        if is_in_time and _has_room(diary, item, placement):
            return placement
    return None


def _has_room(diary: Diary, item: Item, placement: Placement) -> bool:
    steps = range(placement.first_step, placement.last_step + 1)
    if not all(diary.is_open(item, t) for t in steps):
        return False
    for resource in diary.problem.resources:
        amount, left = item.amount(resource.name), diary.left[resource.name]
        if resource.taken == "when begun":
            if not _can_pay(amount, left, placement.year):
                return False
        elif any(amount * s > left[t] + TINY for t, s in zip(steps, placement.shares, strict=True)):
            return False
    return True


def _can_pay(amount: float, left: list[float], year: int | None) -> bool:
    return amount <= 0 or (year is not None and amount <= left[year] + TINY)


def _payable_years(diary: Diary, item: Item) -> frozenset[int | None]:
    """The years in which what the item takes at its start is left."""
    costs = [(item.amount(r.name), diary.left[r.name]) for r in diary.problem.taken("when begun")]
    return frozenset(
        year for year in diary.problem.years if all(_can_pay(*cost_of, year) for cost_of in costs)
    )


def _place_work(
    diary: Diary, item: Item, earliest: int, before: int, year: int | None
) -> Placement | None:
    """Work that ends as early as it can; what ends soon is found without looking at all of the time."""
    years = _payable_years(diary, item)
    years = years if year is None else years & {year}
    if not years:
        return None
    soon = earliest + SOON
    found = _place_work_by(diary, item, earliest, soon, years) if soon < before else None
    return found or _place_work_by(diary, item, earliest, before, years)


def _place_work_by(
    diary: Diary, item: Item, earliest: int, before: int, years: AbstractSet[int | None]
) -> Placement | None:
    is_open = _open_steps(diary, item, earliest, before)
    room = _room_by_step(diary, item, earliest, is_open)
    if sum(room) < 1 - TINY:
        return None
    steps = diary.problem.steps
    ahead = _room_ahead(room, is_open)
    for start in range(earliest, before):
        if ahead[start] < 1 - NEARLY_ALL:
            continue
        if room[start] > TINY and steps[start].year in years:
            end = _end_from(diary, item, room, is_open, start)
            if end is not None:
                return _fill_backwards(diary, item, room, start, end)
    return None


def _room_ahead(room: list[float], is_open: list[bool]) -> list[float]:
    """The share of the work that fits from each step on, up to the next that is closed to the item."""
    ahead, so_far = [0.0] * len(room), 0.0
    for step in range(len(room) - 1, -1, -1):
        so_far = so_far + room[step] if is_open[step] else 0.0
        ahead[step] = so_far
    return ahead


def _open_steps(diary: Diary, item: Item, earliest: int, before: int) -> list[bool]:
    """Up to `before`, whether each step from `earliest` on has a place for the item."""
    if diary.focuses:
        return [step >= earliest and diary.is_open(item, step) for step in range(before)]
    return [False] * earliest + [places > 0 for places in diary.places[earliest:before]]


def _place_where_preferred(
    diary: Diary, item: Item, earliest: int, before: int, start: int
) -> Placement | None:
    """Work that begins exactly in `start`, if it can."""
    if not earliest <= start < before:
        return None
    is_open = _open_steps(diary, item, earliest, before)
    room = _room_by_step(diary, item, earliest, is_open)
    if room[start] <= TINY or _year(diary, start) not in _payable_years(diary, item):
        return None
    if _end_from(diary, item, room, is_open, start) is None:
        return None
    return _fill_forwards(diary, item, room, start)


def _end_from(
    diary: Diary, item: Item, room: list[float], is_open: list[bool], start: int
) -> int | None:
    """Where the work ends if it begins in `start`; None if time, place or `max_length` runs out."""
    total, length = 0.0, 0.0
    for end in range(start, len(room)):
        length += diary.problem.steps[end].length
        # One step is never too many: it is as short as a plan can say.
        is_too_long = (
            item.max_length is not None and end > start and length > item.max_length + 1 - TINY
        )
        if not is_open[end] or is_too_long:
            return None
        total += room[end]
        if total >= 1 - TINY:
            return end
    return None


def _room_by_step(diary: Diary, item: Item, earliest: int, is_open: list[bool]) -> list[float]:
    """The share of the item's work that fits in each open step from `earliest` on, else 0."""
    room = list(diary.problem.pace(item)[earliest : len(is_open)])
    for resource in diary.problem.taken("as worked"):
        amount, left = (
            item.amount(resource.name),
            diary.left[resource.name][earliest : len(is_open)],
        )
        if amount > 0:
            room = [
                share if share * amount <= rest else max(0.0, rest / amount)
                for share, rest in zip(room, left, strict=True)
            ]
    fitting = [s if is_fit else 0.0 for s, is_fit in zip(room, is_open[earliest:], strict=True)]
    return [0.0] * earliest + fitting


def _fill_backwards(diary: Diary, item: Item, room: list[float], start: int, end: int) -> Placement:
    """Work that ends in `end` and starts as late as it can, so that it does not drag on."""
    shares: list[float] = []
    rest, step = 1.0, end
    while rest > TINY and step >= start:
        shares.append(min(rest, room[step]))
        rest -= shares[-1]
        step -= 1
    begin = step + 1
    if _year(diary, begin) != _year(diary, start):
        return _fill_forwards(diary, item, room, start)
    shares[-1] += rest
    return Placement(
        item=item.name,
        first_step=begin,
        shares=tuple(reversed(shares)),
        year=_year(diary, begin),
    )


def _fill_forwards(diary: Diary, item: Item, room: list[float], start: int) -> Placement:
    shares: list[float] = []
    rest = 1.0
    while rest > TINY:
        shares.append(min(rest, room[start + len(shares)]))
        rest -= shares[-1]
    shares[-1] += rest
    return Placement(
        item=item.name, first_step=start, shares=tuple(shares), year=_year(diary, start)
    )


def _year(diary: Diary, step: int) -> int | None:
    return diary.problem.steps[step].year
