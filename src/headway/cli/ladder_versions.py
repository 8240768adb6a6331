"""The commands about ladders of one's own: write, schema, publish, versions, diff, map, adopt."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from headway.cli.session import (
    AsJson,
    AsOf,
    begin_session,
    ensure_owner,
    find_ladder_in_use,
    find_use,
    now,
    open_workspace,
    read_day,
    today,
)
from headway.cli.terminal import heading, print_json, say, say_all
from headway.core.errors import InvalidInputError
from headway.core.ladder import Ladder

if TYPE_CHECKING:
    from headway.core.ladder_likeness import MappingProposal
    from headway.core.ladder_mapping import LadderMapping
    from headway.records.ladders import LadderUse

LadderFile = Annotated[Path, typer.Argument(help="A ladder in a TOML file.")]
Slug = Annotated[str, typer.Argument(help="The slug of a ladder that is kept here.")]
Version = Annotated[str, typer.Argument(help="Its version; else the one kept last.")]
EITHER = "A TOML file, or a ladder kept here as SLUG or SLUG@VERSION."
EDITOR_HINT = (
    "To let your editor check the file, keep the schema beside it: "
    "headway ladder schema --out headway-ladder.schema.json"
)


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """What `adopt` answers: since when which ladder counts, and what it has no opportunity for."""

    id: UUID
    ladder: str
    from_day: date
    mapping: "LadderMapping"
    without_opportunities: tuple[str, ...]


def register(ladder: typer.Typer) -> None:
    """Puts the commands of this module among those about the ladder."""
    add = ladder.command
    add("write", epilog="Example: headway ladder write our-ladder.toml")(write)
    add("schema", epilog="Example: headway ladder schema --out headway-ladder.schema.json")(schema)
    add("publish", epilog="Example: headway ladder publish our-ladder.toml")(publish)
    add("versions", epilog="Example: headway ladder versions")(list_versions)
    add("diff", epilog="Example: headway ladder diff our-ladder our-ladder-2.toml")(diff)
    add("map", epilog="Example: headway ladder map our-ladder --out mapping.toml")(show_mapping)
    add("adopt", epilog="Example: headway ladder adopt our-ladder --mapping mapping.toml")(adopt)


def write(
    file: Annotated[Path, typer.Argument(help="The new file.")],
) -> None:
    """Writes a small commented ladder to begin with, to be edited by hand."""
    from headway.cli.files import write_new
    from headway.formats import built_in

    write_new(file, built_in.content_of("ladder_example.toml"))
    say(f"Written: {file}. Change every word of it, then: headway ladder check {file}")
    say(EDITOR_HINT)


def schema(
    out: Annotated[Path | None, typer.Option(help="A new file; else standard output.")] = None,
) -> None:
    """The JSON Schema of ladder files, for editors that check TOML while one types."""
    from headway.cli.files import write_new
    from headway.formats import json_form, ladder_schema

    found = ladder_schema.find_schema()
    if out is None:
        return print_json(found)
    write_new(out, json_form.write(found) + "\n")
    return say(f'Written: {out}. Name it in the first line of a ladder: "#:schema ./{out.name}"')


def publish(file: LadderFile, json: AsJson = False) -> None:
    """Keeps a ladder for good; this version never changes, a change is a new version."""
    from headway.cli.files import read_whole
    from headway.core.ladder_quality import check_quality
    from headway.formats import built_in, ladder_file

    ladder = ladder_file.read(read_whole(file), str(file))
    open_workspace()
    from headway.records import ladders

    kept = ladders.publish_ladder(ladder, shipped=built_in.ladder(), recorded_at=now())
    if json:
        return print_json(kept)
    say(f"Kept as {kept.name}; this version stays as it is.")
    if problems := check_quality(ladder):
        say(f"What could be better in its wording ({len(problems)}): headway ladder check {file}")
    return say(f"To be measured by it: headway ladder map {kept.slug}")


def list_versions(as_of: AsOf = None, json: AsJson = False) -> None:
    """The ladders kept here, the latest first, and which of them counts."""
    from headway.core.ladder_changes import name_ladder

    in_use = find_ladder_in_use(as_of)
    from headway.records import ladders

    day = read_day(as_of) if as_of else None
    listed = [k for k in ladders.list_ladders() if day is None or k.recorded_at.date() <= day]
    if json:
        return print_json({"in_use": name_ladder(in_use), "kept": listed})
    say(f"In use: {name_ladder(in_use)} ({in_use.title})")
    for kept in listed:
        say(f"  {kept.name}, kept on {kept.recorded_at.date()}")
    return None


def diff(
    old: Annotated[str, typer.Argument(help=EITHER)],
    new: Annotated[str, typer.Argument(help=EITHER)],
    json: AsJson = False,
) -> None:
    """What changed from one ladder to another: for which roles more, less or something new is asked."""
    from headway.core.ladder_changes import diff_ladders
    from headway.core.wording.ladder import describe_diff

    former, newer = _read_either(old), _read_either(new)
    found = diff_ladders(former, newer)
    if json:
        return print_json(found)
    heading(f"From {found.former} to {found.new}")
    return say_all(describe_diff(found, former, newer))


def show_mapping(
    slug: Slug,
    version: Version = "",
    out: Annotated[
        Path | None, typer.Option(help="A new TOML file to edit and to adopt with.")
    ] = None,
    json: AsJson = False,
) -> None:
    """What each name of the ladder in use would be on another one: a proposal for you to confirm.

    Of the ladder in use: what the names of the one before it became, to be changed.
    """
    from headway.cli.files import write_new
    from headway.core.wording.ladder import describe_open_levels, describe_proposal
    from headway.formats import ladder_mapping_file

    new, use = find_kept(slug, version), find_use()
    proposal = _propose(use, new)
    if out is not None:
        write_new(out, ladder_mapping_file.write(proposal))
    if json:
        return print_json(proposal)
    heading(f"From {proposal.mapping.former} to {proposal.mapping.new}")
    for line in describe_proposal(proposal):
        say(line)
    if found := describe_open_levels(
        proposal.mapping, use.former if new == use.ladder else use.ladder
    ):
        say(found)
    wanted = f"headway ladder adopt {new.slug} {new.version}"
    if out is not None:
        return say(f"Written: {out}. Look through it, then: {wanted} --mapping {out}")
    if proposal.is_certain:
        return say(f"Nothing is guessed. To take it up: {wanted} --yes")
    return say(
        f"Guesses need your eyes: headway ladder map {new.slug} {new.version} --out mapping.toml"
    )


def adopt(
    slug: Annotated[str, typer.Argument(help="The slug of a ladder that is kept here.")] = "",
    version: Version = "",
    mapping: Annotated[
        Path | None, typer.Option(help="The mapping that `headway ladder map --out` wrote.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Take it up where every name is the same on both ladders.")
    ] = False,
    from_day: Annotated[
        str | None, typer.Option("--from", help="The day from which it counts; else today.")
    ] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last adoption back.")] = False,
    json: AsJson = False,
) -> None:
    """From a day on you are measured by this ladder; what you told before is read in its names."""
    if undo:
        return _take_back(json=json)
    if not slug:
        raise InvalidInputError("Say which ladder: `headway ladder versions` names them.")
    use, new = find_use(), find_kept(slug, version)
    former = use.ladder
    if new == use.ladder and use.adopted and mapping:
        return _change(use, mapping, json=json)
    confirmed = _confirm(former, new, mapping, yes=yes)
    owner = ensure_owner()
    from headway.records import adoptions

    day = read_day(from_day) if from_day else today(owner.time_zone)
    id_ = adoptions.adopt_ladder(
        owner, new, confirmed, former=former, from_day=day, recorded_at=now()
    )
    return _say_adopted(id_, (former, new), confirmed, day, json=json)


def _read_either(named: str) -> Ladder:
    """The ladder in that file, or the one kept under that name."""
    from headway.cli.files import read_whole
    from headway.formats import ladder_file

    if Path(named).is_file():
        return ladder_file.read(read_whole(Path(named)), named)
    slug, _, version = named.partition("@")
    return find_kept(slug, version)


def find_kept(slug: str, version: str) -> Ladder:
    """A ladder kept here, or the one that Headway comes with."""
    open_workspace()
    from headway.formats import built_in
    from headway.records import ladders

    return ladders.find_kept_or_shipped(slug, version, shipped=built_in.ladder())


def _propose(use: "LadderUse", new: Ladder) -> "MappingProposal":
    from headway.core.ladder_likeness import propose_mapping, with_confirmed

    if new == use.ladder and use.confirmed:
        return with_confirmed(propose_mapping(use.former, new), use.confirmed)
    return propose_mapping(use.ladder, new)


def _change(use: "LadderUse", file: Path, *, json: bool) -> None:
    from headway.cli.files import read_whole
    from headway.formats import ladder_mapping_file
    from headway.records import adoptions

    told = ladder_mapping_file.read(read_whole(file), str(file))
    id_ = adoptions.change_mapping(ensure_owner(), use, told, recorded_at=now())
    day = use.adopted.happened_on if use.adopted else today("UTC")
    return _say_adopted(id_, (use.former, use.ladder), told, day, json=json)


def _confirm(former: Ladder, new: Ladder, file: Path | None, *, yes: bool) -> "LadderMapping":
    from headway.cli.files import read_whole
    from headway.core.ladder_changes import name_ladder
    from headway.core.ladder_likeness import propose_mapping
    from headway.core.ladder_mapping import check_mapping
    from headway.formats import ladder_mapping_file

    if name_ladder(former) == name_ladder(new):
        raise InvalidInputError(
            f"{name_ladder(new)} is the ladder in use already. To change what became what: "
            f"`headway ladder map {new.slug} {new.version} --out mapping.toml`, then --mapping."
        )
    if file is not None:
        return check_mapping(ladder_mapping_file.read(read_whole(file), str(file)), former, new)
    proposal = propose_mapping(former, new)
    wanted = f"{new.slug} {new.version}"
    if not proposal.is_certain:
        raise InvalidInputError(
            f"Not every name is the same on both ladders. See and edit what becomes what: "
            f"`headway ladder map {wanted} --out mapping.toml`, then "
            f"`headway ladder adopt {wanted} --mapping mapping.toml`."
        )
    if not yes:
        raise InvalidInputError(
            f"Nothing was adopted yet. `headway ladder map {wanted}` shows what becomes what; "
            "add --yes to take it up."
        )
    return proposal.mapping


def _say_adopted(
    id_: UUID, both: tuple[Ladder, Ladder], confirmed: "LadderMapping", day: date, *, json: bool
) -> None:
    from headway.core.ladder_changes import name_ladder
    from headway.core.ladder_moves import find_without_opportunities
    from headway.core.wording.ladder import describe_open_levels, describe_uncovered

    former, new = both
    session = begin_session(max(day.isoformat(), today("UTC").isoformat()))
    without = find_without_opportunities(session.catalogue, session.ladder)
    if json:
        return print_json(
            Adopted(
                id=id_,
                ladder=name_ladder(new),
                from_day=day,
                mapping=confirmed,
                without_opportunities=without,
            )
        )
    say(f"From {day} on you are measured by {name_ladder(new)} ({new.title}).")
    say("What you told before is read in its names; nothing of it was changed.")
    if open_levels := describe_open_levels(confirmed, former):
        say(open_levels)
    if without:
        say(describe_uncovered(without, session.ladder))
        say(
            "Opportunities come through the competencies of the ladder before: map more of them with "
            f"headway ladder map {new.slug} {new.version} --out mapping.toml"
        )
    if session.aim and not session.aim.target_role:
        say("The role you wanted has no like there: headway profile --target ROLE.")
    return say("To take this back: headway ladder adopt --undo")


def _take_back(*, json: bool) -> None:
    from headway.core.ladder_changes import name_ladder

    open_workspace()
    from headway.records import access, adoptions

    owner = access.workspace_owner()
    taken = adoptions.take_back_last(owner, recorded_at=now()) if owner else None
    if taken is None:
        raise InvalidInputError("There is no adoption to take back: no other ladder was adopted.")
    in_use = name_ladder(find_ladder_in_use())
    if json:
        return print_json({"taken_back": taken.name, "in_use": in_use})
    return say(f"Taken back: {taken.name}. In use: {in_use}.")
