"""The ladder as a drawing: a rung for each role, both tracks beside each other, lines where one may go."""

from dataclasses import dataclass

from headway.core.ladder import Ladder, Role, Track, find_rungs

RUNG_HEIGHT = 64
RUNG_STEP = 80
# Where the names of the tracks stand.
HEAD_HEIGHT = 28
LINE_HEIGHT = 18
# Per cent of the drawing's width: a phone has room for this many characters on half of it.
EDGE, GUTTER, MOST_CHARACTERS = 0.5, 6.0, 20
HALF_WIDTH = (100 - 2 * EDGE - GUTTER) / 2
STARTS: dict[Track, float] = {"individual": EDGE, "management": EDGE + HALF_WIDTH + GUTTER}


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """One line of text and its baseline, in pixels from the top."""

    text: str
    y: float
    is_mark: bool = False


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One role: across in per cent of the width, down in pixels. `mark` says who stands there."""

    role: Role
    start: float
    width: float
    top: float
    middle: float
    lines: tuple[TextLine, ...]
    is_held: bool
    is_wanted: bool

    @property
    def height(self) -> int:
        return RUNG_HEIGHT


@dataclass(frozen=True, kw_only=True)
class Way:
    """A line from one rung to a role that commonly follows."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, kw_only=True)
class TrackName:
    """A track and where its name stands."""

    track: Track
    x: float


@dataclass(frozen=True, kw_only=True)
class RungDrawing:
    """All parts of the drawing; the highest rung is on top."""

    height: float
    rungs: tuple[Rung, ...]
    ways: tuple[Way, ...]
    tracks: tuple[TrackName, ...]


def draw_rungs(ladder: Ladder, marks: dict[str, str], *, held: str, wanted: str) -> RungDrawing:
    """The ladder with `marks`, a word or two by role, on those it concerns."""
    numbers = find_rungs(ladder)
    top = max(numbers.values(), default=0)
    rungs = tuple(
        _rung(role, top - numbers[role.slug], marks.get(role.slug, ""), held, wanted)
        for role in reversed(ladder.roles)
    )
    return RungDrawing(
        height=HEAD_HEIGHT + top * RUNG_STEP + RUNG_HEIGHT + 1,
        rungs=rungs,
        ways=tuple(_ways(rungs)),
        tracks=tuple(TrackName(track=t, x=round(x + HALF_WIDTH / 2, 2)) for t, x in STARTS.items()),
    )


def _rung(role: Role, place: int, mark: str, held: str, wanted: str) -> Rung:
    start = min(STARTS[track] for track in role.tracks)
    end = max(STARTS[track] + HALF_WIDTH for track in role.tracks)
    is_narrow = len(role.tracks) == 1
    top = HEAD_HEIGHT + place * RUNG_STEP
    return Rung(
        role=role,
        start=round(start, 2),
        width=round(end - start, 2),
        top=top,
        middle=round((start + end) / 2, 2),
        lines=_lines(role.title, mark, top + RUNG_HEIGHT / 2, is_narrow=is_narrow),
        is_held=role.slug == held,
        is_wanted=role.slug == wanted,
    )


def _lines(title: str, mark: str, middle: float, *, is_narrow: bool) -> tuple[TextLine, ...]:
    told = break_lines(title, MOST_CHARACTERS) if is_narrow else (title,)
    texts = [*told, mark] if mark else told
    first = middle - (len(texts) - 1) * LINE_HEIGHT / 2 + 5
    return tuple(
        TextLine(text=text, y=first + n * LINE_HEIGHT, is_mark=n >= len(told))
        for n, text in enumerate(texts)
    )


def break_lines(text: str, most: int) -> tuple[str, ...]:
    """`text` in lines of at most `most` characters; a longer word has its own."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def _ways(rungs: tuple[Rung, ...]) -> list[Way]:
    by_slug = {rung.role.slug: rung for rung in rungs}
    ways = (
        _way(rung, by_slug[slug])
        for rung in rungs
        for slug in rung.role.next_roles
        if slug in by_slug
    )
    # Two roles that lead to each other share one line.
    return sorted(set(ways), key=lambda way: (way.y1, way.x1, way.x2, way.y2))


def _way(one: Rung, other: Rung) -> Way:
    """Upright where one stands over the other, else from middle to middle; the rungs cover the ends."""
    low, high = sorted((one, other), key=lambda rung: (-rung.top, rung.start))
    is_over = low.start <= high.middle <= low.start + low.width
    x1 = high.middle if is_over else low.middle
    half = RUNG_HEIGHT / 2
    return Way(x1=x1, y1=low.top + half, x2=high.middle, y2=high.top + half)
