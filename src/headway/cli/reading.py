"""The commands about reading: read, and under it list, feeds, add, fetch, keep, skip, note and more."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from headway.cli import people, reading_feeds
from headway.cli.reading_feeds import load
from headway.cli.session import (
    AsJson,
    AsOf,
    On,
    Session,
    begin_session,
    ensure_owner,
    now,
    read_day,
)
from headway.cli.terminal import heading, print_json, say
from headway.core.errors import InvalidInputError
from headway.core.evidence import check_day

if TYPE_CHECKING:
    from uuid import UUID

    from headway.core.reading import ReadingNote, ReadingState
    from headway.core.reading_list import ToRead

MOST_NEW, MOST_KEPT = 12, 8
LISTS = ("new", "kept", "read", "skipped")
Entry = Annotated[str, typer.Argument(help="The first characters of its id.")]
About = Annotated[
    list[str] | None, typer.Option("--about", help="A competency it is about, by its name.")
]
Hours = Annotated[float | None, typer.Option(help="The hours it took.")]


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    read = typer.Typer(
        help="Staying abreast: feeds you follow, what to read, and what you learnt of it.",
        epilog="Example: headway read",
        invoke_without_command=True,
    )
    read.callback()(show)
    read.command("list", epilog="Example: headway read list kept")(list_entries)
    read.command("keep", epilog='Example: headway read keep 3f2a --word "for the pricing work"')(
        keep
    )
    read.command("skip", epilog='Example: headway read skip 3f2a "not my market"')(skip)
    read.command(
        "note",
        epilog='Example: headway read note 3f2a "Ask for the last purchase, not the next one" '
        "--about customer-discovery",
    )(note)
    read.command(
        "other",
        epilog='Example: headway read other "A talk on pricing" "Start from what it is worth" '
        "--about business-acumen --hours 1",
    )(note_other)
    read.command("remove", epilog="Example: headway read remove 3f2a")(remove)
    reading_feeds.register(read)
    app.add_typer(read, name="read")


def show(context: typer.Context, as_of: AsOf = None, json: AsJson = False) -> None:
    """What is new, what you kept to read, and how your feeds are."""
    if context.invoked_subcommand:
        return None
    from headway.core.wording import reading as words

    session = begin_session(as_of)
    reading = load(session)
    if json:
        return print_json(reading)
    heading(words.describe_reading(reading))
    if not reading.feeds:
        say("`headway read suggested` names some; `headway read add ADDRESS` follows one.")
    _say_rows("Kept to read", reading.kept, MOST_KEPT)
    _say_rows("New", reading.new, MOST_NEW)
    for each in reading.feeds:
        if each.state and each.state.trouble:
            say(f"{each.name}: {words.describe_feed(each)}")
    return say(words.describe_schedule(reading.every_hours))


def _say_rows(title: str, rows: "tuple[ToRead, ...]", most: int) -> None:
    if not rows:
        return
    heading(title)
    for row in rows[:most]:
        _say_row(row)
    if len(rows) > most:
        say(f"{len(rows) - most} more: `headway read list {title.split()[0].lower()}`.")


def _say_row(row: "ToRead") -> None:
    from headway.core.wording import reading as words

    say(f"- {id_of(row)} {row.title} ({words.describe_source(row)})")
    if row.link:
        say(f"    {row.link}")
    if row.note:
        say(f"    {words.describe_note(row.note)}")


def id_of(row: "ToRead") -> str:
    """Enough of its identity to name it in a command."""
    return (row.entry or str(row.fact))[:8]


def list_entries(
    which: Annotated[str, typer.Argument(help="new, kept, read or skipped.")] = "new",
    feed: Annotated[str, typer.Option(help="Only of this feed.")] = "",
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """All that is new, kept, read or skipped, the latest first."""
    if which not in LISTS:
        raise InvalidInputError(f"'{which}' is no such list; say {', '.join(LISTS)}.")
    from headway.core.reading_list import find_feed

    reading = load(begin_session(as_of))
    rows: tuple[ToRead, ...] = getattr(reading, which)
    if feed:
        address = find_feed(reading, feed).feed.address
        rows = tuple(row for row in rows if row.feed == address)
    if json:
        return print_json(rows)
    for row in rows:
        _say_row(row)
    return say(f"{len(rows)} {which}.")


def keep(
    entry: Entry,
    word: Annotated[str, typer.Option(help="What for.")] = "",
    about: About = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Keeps an entry to read later."""
    _tell(entry, "kept", {"word": word}, about, on, json=json)


def skip(
    entry: Entry,
    word: Annotated[str, typer.Argument(help="Why, in a word.")] = "",
    on: On = None,
    json: AsJson = False,
) -> None:
    """Passes an entry over; it does not come back as new."""
    _tell(entry, "skipped", {"word": word}, None, on, json=json)


def note(
    entry: Entry,
    learnt: Annotated[str, typer.Argument(help="What you learnt.")],
    about: About = None,
    hours: Hours = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Notes what you learnt from an entry; it stands in your development log too."""
    _tell(entry, "read", {"learnt": learnt, "hours": hours}, about, on, json=json)


def note_other(
    title: Annotated[str, typer.Argument(help="What you read, heard or watched.")],
    learnt: Annotated[str, typer.Argument(help="What you learnt.")],
    link: Annotated[str, typer.Option(help="Where it is.")] = "",
    about: About = None,
    hours: Hours = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Notes what you learnt from something that no feed of yours brought."""
    from headway.core.reading import ReadingNote

    session = begin_session()
    told = ReadingNote(
        title=people.read_text(title),
        state="read",
        link=people.read_link(link),
        learnt=people.read_text(learnt),
        competencies=people.read_competencies(about or (), session.ladder),
        hours=hours,
    )
    _say_kept(told, _keep(session, told, on), json=json)


def remove(entry: Entry, json: AsJson = False) -> None:
    """Takes back what you noted of an entry, and what it added to the log."""
    session = begin_session()
    from headway.core.reading_list import find_entry
    from headway.records import reading_notes

    row = find_entry(load(session), entry)
    if row.fact is None:
        raise InvalidInputError("Nothing is noted of that, so there is nothing to take back.")
    known = session.dossier.known_by(session.as_of)
    reading_notes.remove_note(ensure_owner(), known, row.fact, now=now())
    return print_json(row) if json else say(f"Taken back: {row.title}")


def _tell(
    entry: str,
    state: "ReadingState",
    told: dict[str, Any],
    about: list[str] | None,
    on: str | None,
    *,
    json: bool,
) -> None:
    from headway.core.reading_list import find_entry, note_for

    session = begin_session()
    cleaned = {n: people.read_text(v) if isinstance(v, str) else v for n, v in told.items()}
    said: dict[str, Any] = {n: value for n, value in cleaned.items() if value is not None}
    body = replace(note_for(find_entry(load(session), entry), state), **said)
    if about is not None:
        body = replace(body, competencies=people.read_competencies(about, session.ladder))
    _say_kept(body, _keep(session, body, on), json=json)


def _keep(session: Session, body: "ReadingNote", on: str | None) -> "UUID":
    from headway.records import reading_notes

    day = check_day(read_day(on), today=session.as_of) if on else session.as_of
    known = session.dossier.known_by(session.as_of)
    return reading_notes.keep_note(ensure_owner(), known, body, on=day, now=now())


def _say_kept(body: "ReadingNote", fact: "UUID", *, json: bool) -> None:
    from headway.core.wording import reading as words

    if json:
        return print_json({"id": fact, "note": body})
    return say(f"{body.title}: {words.describe_note(body)}")
