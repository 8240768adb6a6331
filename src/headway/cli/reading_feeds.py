"""The commands about feeds: read feeds, suggested, add, leave, fetch, schedule, import, export."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from headway.cli.files import read_whole, write_new
from headway.cli.session import AsJson, AsOf, Session, begin_session, ensure_owner, now
from headway.cli.terminal import heading, note, print_json, say, working
from headway.core.errors import InvalidInputError
from headway.core.wording import count_of

if TYPE_CHECKING:
    from headway.core.reading import FollowedFeed
    from headway.core.reading_list import ReadingList, Related
    from headway.records.reading import FetchReport

Feed = Annotated[str, typer.Argument(help="Its name, the beginning of it, or its address.")]


def register(read: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    read.command("feeds", epilog="Example: headway read feeds")(list_feeds)
    read.command("suggested", epilog="Example: headway read suggested")(list_suggested)
    read.command("add", epilog="Example: headway read add https://example.org/feed.xml")(add_feed)
    read.command("leave", epilog='Example: headway read leave "Product Talk"')(leave_feed)
    read.command("fetch", epilog="Example: headway read fetch --due")(fetch)
    read.command("schedule", epilog="Example: headway read schedule 24")(set_schedule)
    read.command("import", epilog="Example: headway read import feeds.opml")(import_feeds)
    read.command("export", epilog="Example: headway read export feeds.opml")(export_feeds)


def load(session: Session) -> "ReadingList":
    """The reading list on the session's day."""
    from headway.records import access
    from headway.records.reading import load_reading

    known = session.dossier.known_by(session.as_of)
    return load_reading(access.workspace_owner(), known, as_of=session.as_of)


def find_related_reading(session: Session, about: Collection[str]) -> "tuple[Related, ...]":
    """Up to three things already fetched or kept that are about these competencies."""
    from headway.core.reading_list import find_related

    reading = load(session)
    known = {each.slug for each in session.ladder.competencies}
    wanted = [slug for slug in about if slug in known]
    waits = wanted and (reading.new or reading.kept)
    return find_related(reading, wanted, session.phrases) if waits else ()


def say_related(session: Session, related: "tuple[Related, ...]") -> None:
    """What there is to read beside a result; nothing where there is nothing."""
    from headway.core.wording import reading as words

    if not related:
        return
    names = {each.slug: each.name for each in session.ladder.competencies}
    heading("Worth reading on this")
    for each in related:
        read = each.to_read
        told = f"{names[each.competency]}; {words.describe_source(read)}"
        say(f"  - {read.title} ({told}){f' {read.link}' if read.link else ''}")
    say(f"{words.RELATED} All your reading: headway read.")


def list_feeds(as_of: AsOf = None, json: AsJson = False) -> None:
    """The feeds you follow, and how the last fetch of each went."""
    from headway.core.wording import reading as words

    reading = load(begin_session(as_of))
    if json:
        return print_json(reading.feeds)
    for each in reading.feeds:
        say(f"{each.name}: {words.describe_feed(each)}")
        say(f"    {each.feed.address}")
    if not reading.feeds:
        say("You follow no feed yet: `headway read suggested` names some.")
    return None


def list_suggested(json: AsJson = False) -> None:
    """Feeds that may be worth following; nothing is followed or fetched before you ask."""
    from headway.formats import built_in

    found = built_in.feeds()
    if json:
        return print_json(found)
    for each in found:
        say(f"{each.title}: {each.about}")
        say(f"    {each.address}  Source: {each.source}")
    return note("A suggestion, no more. `headway read add ADDRESS` follows one.")


def add_feed(
    address: Annotated[str, typer.Argument(help="The address of the RSS or Atom feed.")],
    title: Annotated[str, typer.Option(help="What to call it.")] = "",
    json: AsJson = False,
) -> None:
    """Follows a feed from now on; it is fetched when you ask."""
    from headway.core.reading import FollowedFeed
    from headway.formats import built_in

    known = next((each for each in built_in.feeds() if each.address == address), None)
    feed = FollowedFeed(
        address=address.strip(),
        title=_tidy(title) or (known.title if known else ""),
        site=known.site if known else "",
        source="suggested" if known else "command",
    )
    kept = _follow(begin_session(), (feed,))
    if json:
        return print_json(kept)
    return say(
        "You follow it now; `headway read fetch` fetches it."
        if kept
        else "You follow this feed already."
    )


def _tidy(text: str) -> str:
    from headway.formats.free_text import tidy

    return tidy(text)


def _follow(session: Session, feeds: "tuple[FollowedFeed, ...]") -> "tuple[FollowedFeed, ...]":
    from headway.records import reading_notes

    owner = ensure_owner()
    return reading_notes.follow_feeds(owner, load(session), feeds, now=now())


def leave_feed(feed: Feed, json: AsJson = False) -> None:
    """Stops following a feed; what you noted of it stays."""
    session = begin_session()
    from headway.core.reading_list import find_feed
    from headway.records import bridge

    found = find_feed(load(session), feed)
    bridge.retract_fact(ensure_owner(), found.fact, recorded_at=now())
    return print_json(found) if json else say(f"You no longer follow {found.name}.")


def fetch(
    feed: Annotated[str, typer.Argument(help="Only this one.")] = "",
    due: Annotated[bool, typer.Option("--due", help="Only what your schedule wants now.")] = False,
    json: AsJson = False,
) -> None:
    """Asks your feeds for what is new: the only command that connects to other machines."""
    session = begin_session()
    reading = load(session)
    if not reading.feeds:
        raise InvalidInputError("You follow no feed yet; `headway read add ADDRESS` follows one.")
    report = _fetch(reading, _addresses(reading, feed, due=due))
    return print_json(report) if json else _say_report(report, reading)


def _addresses(reading: "ReadingList", feed: str, *, due: bool) -> tuple[str, ...]:
    from headway.core.reading_list import find_feed
    from headway.records.reading import find_due

    if due:
        return find_due(ensure_owner(), reading, now=now())
    if feed:
        return (find_feed(reading, feed).feed.address,)
    return tuple(each.feed.address for each in reading.feeds)


def _fetch(reading: "ReadingList", addresses: tuple[str, ...]) -> "FetchReport":
    from headway.formats import feed
    from headway.records.reading import fetch_feeds

    followed = [each.feed.address for each in reading.feeds]
    with working("Fetching ..."):
        return fetch_feeds(ensure_owner(), followed, addresses, now=now(), read=feed.read)


def _say_report(report: "FetchReport", reading: "ReadingList") -> None:
    from headway.core.wording.reading import describe_fetch

    names = {each.feed.address: each.name for each in reading.feeds}
    for outcome in report.outcomes:
        say(f"{names[outcome.address]}: {outcome.trouble or f'{outcome.new_count} new'}")
    say(
        describe_fetch(
            feeds=len(report.outcomes),
            new=report.new_count,
            failed=report.failed_count,
            left=len(report.left),
        )
    )


def set_schedule(
    hours: Annotated[int, typer.Argument(help="Every how many hours; 0 for only when you ask.")],
    json: AsJson = False,
) -> None:
    """Has feeds fetched by themselves while `headway serve` runs; 0 stops that."""
    session = begin_session()
    from headway.core.wording.reading import describe_schedule
    from headway.records import reading_notes

    reading_notes.keep_schedule(ensure_owner(), load(session), hours, now=now())
    return print_json({"every_hours": hours}) if json else say(describe_schedule(hours))


def import_feeds(
    file: Annotated[Path, typer.Argument(help="An OPML file, as feed readers write it.")],
    json: AsJson = False,
) -> None:
    """Follows every feed of an OPML file; nothing is fetched yet."""
    from headway.core.reading import FollowedFeed
    from headway.core.wording.reading import describe_import
    from headway.formats import opml

    found = opml.read(read_whole(file), file.name)
    feeds = tuple(
        FollowedFeed(address=each.address, title=each.title, site=each.site, source=file.name)
        for each in found.feeds
    )
    kept = _follow(begin_session(), feeds)
    if json:
        return print_json({"followed": kept, "left_out": found.left_out})
    return say(describe_import(new=len(kept), left_out=found.left_out))


def export_feeds(
    file: Annotated[Path, typer.Argument(help="The new file, for any feed reader.")],
    json: AsJson = False,
) -> None:
    """Writes the feeds you follow as an OPML file."""
    from headway.formats import opml

    reading = load(begin_session())
    feeds = [
        opml.Feed(title=each.name, address=each.feed.address, site=each.feed.site)
        for each in reading.feeds
    ]
    write_new(file, opml.write(feeds, "Feeds from Headway"))
    if json:
        return print_json({"file": str(file), "feeds": len(feeds)})
    return say(f"{count_of(len(feeds), 'feed')} in {file}.")
