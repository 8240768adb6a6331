"""Mends a plan after a change: keeps what can stay where it stands, then improves it with few changes."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace

from headway.algorithms.schedule.fill import diary_of, fill, without_idle
from headway.algorithms.schedule.layout import Diary, Placement, empty_diary, needed_by, place
from headway.algorithms.schedule.limits import offered
from headway.algorithms.schedule.problem import Item, Problem, Session, in_order
from headway.algorithms.schedule.result import Result
from headway.algorithms.schedule.solve import Effort, certify, solve
from headway.algorithms.schedule.value import carrying, resting_on, worth, worth_first
from headway.algorithms.schedule.verify import keeps_limits

Placements = Mapping[str, Placement]
Way = Callable[[Diary, Item, Placement | None], Placement | None]
# What a plan with few changes may lose against the best one that was found: less than that is the luck
# of a search, for which nobody changes what stands.
MOST_LOST = 0.02
# What each further item that changes has to bring, in shares of the mean worth of an item.
LEAST_BROUGHT = 0.15
# What keeping an item counts on top, in shares of the mean worth of an item; the largest first.
BONUSES = (0.3, 0.1)
# How many items are exchanged for better ones, one by one, with all others where they stand.
MOST_EXCHANGED = 4
# The search ends with a plan that disturbs no more than this share of the items.
FEW = 0.25
# Steps by which an item moves to disturb as much as one that goes: a quarter in weeks.
FAR = 13
TINY = 1e-9
# A plan mended at once is proven by the plain relaxation: a fifth of a second has no room for more.
AT_ONCE = Effort(cut_rounds=0, case_limit=1)


def repair(problem: Problem, former: Placements) -> Result:
    """The `former` placements as far as they still fit, the others as near to them as can be.

    Nothing new comes in but what is locked and what that requires. Raises what `solve` raises.
    """
    problem = in_order(problem)
    rest, _ = offered(problem)
    needed = needed_by(rest, rest.locked)
    diary = lay_out_near(rest, needed.union(former), former)
    if not needed <= set(diary.placed):
        # In this order what is locked does not fit; there may be another one.
        return solve(problem)
    kept = tuple(without_idle(rest, diary.placed).values())
    return certify(problem, kept, effort=AT_ONCE) if keeps_limits(problem, kept) else solve(problem)


def improve(problem: Problem, former: Placements, effort: Effort | None = None) -> Result:
    """A plan with few changes against `former` that loses at most two per cent against a fresh one.

    Of all plans that were found within that loss it is the one in which each further change pays: brings
    a tenth of what an item brings in the mean. Where all can stay as it is, it stays unless a fresh plan
    brings two per cent more. Raises what `solve` raises.
    """
    problem = in_order(problem)
    rest, _ = offered(problem)
    fresh = solve(problem, effort)
    found = [fresh.placements, _near(problem, fresh.placements, former)]
    found += _filled(problem, former)
    for bonus in BONUSES:
        good = [p for p in found if _is_good_enough(problem, p, fresh)]
        if min(disturbance(former, p) for p in good) <= FEW * len(former):
            break
        kept = solve(_with_bonus(problem, former, bonus), effort).placements
        # A bonus may keep what brings nothing any more.
        useful = tuple(placement for placement in kept if placement.item in rest.by_name)
        found.append(_near(problem, useful, former))
    sound = [placements for placements in found if keeps_limits(problem, placements)]
    most = disturbance(former, fresh.placements)
    near = [p for p in sound if disturbance(former, p) <= most]
    good = [p for p in near if _is_good_enough(problem, p, fresh)]
    chosen = min(good, key=lambda p: _cost_of_change(problem, p, fresh, former))
    return certify(problem, chosen, beside=fresh)


def lay_out_near(
    problem: Problem, wanted: Iterable[str], former: Placements, firm: Collection[str] = ()
) -> Diary:
    """As many of the `wanted` items as fit, where they stood or as near to it as can be.

    What is locked comes first, then the `firm` ones, then what can stay where it is, then what has to
    move, then what is new.
    """
    diary = empty_diary(problem)
    names = {item.name for item in problem.items}.intersection(wanted)
    needed = needed_by(problem, names.intersection(problem.locked))
    for group in (needed, names):
        _enter(diary, group.intersection(firm), former, _where_it_stood)
        for way in (_where_it_stood, _near_it):
            _enter(diary, group, former, way)
    return diary


def fits(
    problem: Problem, beside: Iterable[Placement], name: str, where: Placement | None = None
) -> bool:
    """Whether an item still finds a place, or that very one, beside what is placed."""
    diary = diary_of(empty_diary(problem), beside)
    item = problem.by_name[name]
    found = _where_it_stood(diary, item, where) if where else place(diary, item)
    return found is not None


def disturbance(former: Placements, placements: Iterable[Placement]) -> float:
    """How much two plans differ: 1 for an item in one only, up to 1 for one at another time."""
    now = {placement.item: placement for placement in placements}
    both = sorted(former.keys() & now.keys())
    shifts = (abs(former[name].first_step - now[name].first_step) for name in both)
    moved = sum(min(1.0, shift / FAR) for shift in shifts)
    return len(former.keys() ^ now.keys()) + moved


def _enter(diary: Diary, names: Iterable[str], former: Placements, way: Way) -> None:
    """Places by `way` what fits, again and again, since what is required has to come first."""
    end = len(diary.problem.steps)
    waiting = sorted(
        set(names) - set(diary.placed),
        key=lambda name: (former[name].first_step if name in former else end, name),
    )
    while True:
        placed = []
        for name in waiting:
            placement = way(diary, diary.problem.by_name[name], former.get(name))
            if placement is not None:
                diary.add(placement)
                placed.append(name)
        waiting = [name for name in waiting if name not in placed]
        if not placed or not waiting:
            return


def _where_it_stood(diary: Diary, item: Item, former: Placement | None) -> Placement | None:
    """The former placement, if it still fits: asked for as if it were the item's only session."""
    if former is None or not _keeps_pace(diary.problem, item, former):
        return None
    year = diary.problem.steps[former.first_step].year
    pays = any(item.amount(r.name) > 0 for r in diary.problem.taken("when begun"))
    if pays and year is None:
        return None
    session = Session(first_step=former.first_step, shares=former.shares, year=year or 0)
    if not item.sessions:
        found = place(diary, replace(item, sessions=(session,)))
        return found and replace(found, session=None, year=year)
    numbers = [
        number
        for number, one in enumerate(item.sessions)
        if (one.first_step, one.shares) == (session.first_step, session.shares)
    ]
    if not numbers:
        return None
    found = place(diary, replace(item, sessions=(item.sessions[numbers[0]],)))
    return found and replace(found, session=numbers[0])


def _keeps_pace(problem: Problem, item: Item, former: Placement) -> bool:
    """Whether work at one's own pace is done neither before its time nor too fast nor too slowly."""
    if former.first_step < 0 or former.last_step >= len(problem.steps):
        return False
    if item.sessions:
        return True
    steps = problem.steps[former.first_step : former.last_step + 1]
    is_slow_enough = all(
        share * item.min_length <= step.length + TINY
        for share, step in zip(former.shares, steps, strict=True)
    )
    longest = float("inf") if item.max_length is None else item.max_length
    length = sum(step.length for step in steps)
    is_short_enough = len(steps) == 1 or length <= longest + 1 - TINY
    return former.first_step >= item.first_step and is_slow_enough and is_short_enough


def _near_it(diary: Diary, item: Item, former: Placement | None) -> Placement | None:
    """The first place from where it stood on, else the first place of all."""
    if former is None or item.sessions:
        return place(diary, item)
    later = replace(item, first_step=max(item.first_step, former.first_step))
    return place(diary, later) or place(diary, item)


def _near(
    problem: Problem, chosen: tuple[Placement, ...], former: Placements
) -> tuple[Placement, ...]:
    """The same items, brought back to where they stood one by one as long as all still fit."""
    rest, _ = offered(problem)
    now = {placement.item: placement for placement in chosen}
    kept = sorted(now.keys() & former.keys(), key=lambda n: (former[n].first_step, n))
    for firm in (kept, *([name] for name in kept)):
        stay = [name for name in kept if now[name] == former[name]]
        wished = {**now, **{name: former[name] for name in firm}}
        for placed in (
            lay_out_near(rest, now, wished, {*stay, *firm}).placed,
            _lay_out_in_turn(rest, now, wished).placed,
        ):
            less = disturbance(former, placed.values()) < disturbance(former, now.values())
            if len(placed) == len(now) and less:
                now = placed
    return tuple(now.values())


def _lay_out_in_turn(problem: Problem, wanted: Iterable[str], former: Placements) -> Diary:
    """The `wanted` items one after another as they stood, each where it stood or soon after."""

    def there_or_near(diary: Diary, item: Item, where: Placement | None) -> Placement | None:
        return _where_it_stood(diary, item, where) or _near_it(diary, item, where)

    diary = empty_diary(problem)
    _enter(diary, needed_by(problem, problem.locked), former, there_or_near)
    _enter(diary, wanted, former, there_or_near)
    return diary


def _filled(problem: Problem, former: Placements) -> list[tuple[Placement, ...]]:
    """What is kept; with the best of the rest in its gaps; then with one item after another exchanged.

    Nothing if what is locked does not fit.
    """
    rest, _ = offered(problem)
    needed = needed_by(rest, rest.locked)
    diary = lay_out_near(rest, needed.union(former), former)
    if not needed <= set(diary.placed):
        return []
    kept = diary_of(empty_diary(rest), diary.placed.values())
    found = [kept, fill(diary, [item.name for item in rest.items])]
    firm = carrying(rest, rest.locked)
    for _ in range(MOST_EXCHANGED):
        last = found[-1]
        tries = [_exchanged(rest, last, name) for name in sorted(last.placed) if name not in firm]
        better = max(tries, key=lambda d: worth(rest, d.placed), default=last)
        if worth(rest, better.placed) <= worth(rest, last.placed) + TINY:
            break
        found.append(better)
    return [tuple(without_idle(rest, diary.placed).values()) for diary in found]


def _exchanged(problem: Problem, diary: Diary, name: str) -> Diary:
    """The layout without an item and what may rest on it, its gaps filled with others."""
    gone = resting_on(problem, [name])
    kept = [placement for other, placement in diary.placed.items() if other not in gone]
    return fill(diary_of(empty_diary(problem), kept), set(problem.by_name) - {name})


def _with_bonus(problem: Problem, former: Placements, bonus: float) -> Problem:
    """The problem in which keeping an item, at its time, counts on top."""
    mean = _worth(problem, former.values()) / max(1, len(former))

    def favour(item: Item) -> Item:
        if item.name not in former:
            return item
        step = min(max(0, former[item.name].first_step), len(problem.steps) - 1)
        return replace(item, charge=item.charge - bonus * max(0.0, mean), preferred_step=step)

    return replace(problem, items=tuple(favour(item) for item in problem.items))


def _worth(problem: Problem, placements: Iterable[Placement]) -> float:
    return worth(problem, [p.item for p in placements if p.item in problem.by_name])


def _is_good_enough(problem: Problem, placements: tuple[Placement, ...], fresh: Result) -> bool:
    """Whether a plan loses little against a fresh one, of all and of what comes first."""
    names, fresh_names = ([p.item for p in part] for part in (placements, fresh.placements))
    least_first = (1 - MOST_LOST) * worth_first(problem, fresh_names) - TINY
    least = fresh.objective - MOST_LOST * abs(fresh.objective) - TINY
    return worth_first(problem, names) >= least_first and worth(problem, names) >= least


def _cost_of_change(
    problem: Problem, placements: tuple[Placement, ...], fresh: Result, former: Placements
) -> tuple[bool, float, float]:
    """What its changes cost, less what a plan is worth; one that changes nothing comes first."""
    changed = disturbance(former, placements)
    mean = max(0.0, fresh.objective) / max(1, len(fresh.placements))
    price = LEAST_BROUGHT * mean * changed
    return changed > 0, price - _worth(problem, placements), changed
