"""The commands about what each role asks for: ladder list, show, compare, check."""

from pathlib import Path
from typing import Annotated

import typer

from headway.cli import ladder_export, ladder_import, ladder_versions
from headway.cli.session import AsJson, AsOf, find_ladder_in_use
from headway.cli.terminal import heading, print_json, say, say_all
from headway.core.ladder import Ladder, Role, RoleComparison, compare_roles


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    ladder = typer.Typer(help="What each role asks for.", no_args_is_help=True)
    ladder.command("list", epilog="Example: headway ladder list")(list_roles)
    ladder.command("show", epilog="Example: headway ladder show staff-product-manager")(show)
    ladder.command("compare", epilog="Example: headway ladder compare product-manager cpo")(compare)
    ladder.command("check", epilog="Example: headway ladder check our-ladder.toml")(check)
    ladder.command(
        "import", epilog="Example: headway ladder import our-levels.xlsx --out ours.toml"
    )(ladder_import.import_ladder)
    ladder_versions.register(ladder)
    ladder.command(
        "export", epilog="Example: headway ladder export --as uk-csv --out our-levels.zip"
    )(ladder_export.export)
    app.add_typer(ladder, name="ladder")


def list_roles(as_of: AsOf = None, json: AsJson = False) -> None:
    """The roles from the first rung to the last, with both tracks."""
    ladder = find_ladder_in_use(as_of)
    if json:
        return print_json(ladder.roles)
    for role in ladder.roles:
        tracks = "both tracks" if len(role.tracks) > 1 else f"{role.tracks[0]} track"
        say(f"{role.slug}: {role.title} ({role.stage}, {tracks}{_years(role)})")
    if any(role.usual_years for role in ladder.roles):
        say("Years of product experience are a judgement, never a gate.")
    return None


def _years(role: Role) -> str:
    if role.usual_years is None:
        return ""
    low, high = role.usual_years
    return f", usually {low:g} to {high:g} years"


def show(
    name: Annotated[str, typer.Argument(help="A role or a competency.")],
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """One role with all it asks for, or one competency with its behaviours."""
    ladder = find_ladder_in_use(as_of)
    competency = next((c for c in ladder.competencies if c.slug == name), None)
    if competency is None:
        role = ladder.role(name)
        return print_json(role) if json else _say_role(role, ladder)
    if json:
        return print_json(competency)
    heading(competency.name)
    for text in filter(None, (competency.definition, competency.boundary)):
        say(text)
    for level in ladder.levels[1:]:
        if acts := competency.behaviours_at(level.number):
            heading(f"{level.number} {level.name}")
            say_all(b.act + (f" Evidence: {b.evidence}." if b.evidence else "") for b in acts)
    if not competency.behaviours:
        say("This ladder says of no level what it looks like.")
    return None


def _say_role(role: Role, ladder: Ladder) -> None:
    heading(role.title)
    if role.scope or role.theme:
        say(f"{role.scope} {role.theme}".strip())
    _say_list("Responsibilities", [f"{r.text} [{r.slug}]" for r in role.responsibilities])
    experiences = (ladder.experience(slug) for slug in role.experiences)
    _say_list("Experiences", [f"{each.text} [{each.slug}]" for each in experiences])
    heading("Levels")
    for competency in ladder.competencies:
        level = role.expected.get(competency.slug)
        asked = "not asked for" if level is None else ladder.level(level).name
        say(f"  {competency.name} [{competency.slug}]: {asked}")
    _say_list("Typical development", [f"{d.kind}: {d.text}" for d in role.development])
    if role.next_roles:
        say(f"Next: {', '.join(ladder.role(slug).title for slug in role.next_roles)}")


def _say_list(title: str, entries: list[str]) -> None:
    if entries:
        heading(title)
        say_all(entries)


def compare(
    first: Annotated[str, typer.Argument(help="A role.")],
    second: Annotated[str, typer.Argument(help="Another role.")],
    as_of: AsOf = None,
    json: AsJson = False,
) -> None:
    """Two roles side by side: where the second asks for another level."""
    ladder = find_ladder_in_use(as_of)
    one, other = ladder.role(first), ladder.role(second)
    comparison = compare_roles(ladder, one, other)
    if json:
        return print_json(comparison)
    heading(f"{one.title} and {other.title}")
    for slug, levels in comparison.expected.items():
        left, right = ("-" if n is None else ladder.level(n).name for n in levels)
        mark = "" if left == right else "  *"
        say(f"{ladder.competency(slug).name:28} {left:14} {right}{mark}")
    _say_experiences(comparison, ladder)
    return say("* differs")


def _say_experiences(comparison: RoleComparison, ladder: Ladder) -> None:
    for slug, asking in comparison.experiences.items():
        by = (comparison.first, comparison.second)
        only = "" if all(asking) else f" (only {by[asking.index(True)]})  *"
        say(f"{ladder.experience(slug).text}{only}")


def check(
    file: Annotated[Path, typer.Argument(help="A ladder in a TOML file.")], json: AsJson = False
) -> None:
    """Names every problem of a ladder by its place; exit code 1 if there is one."""
    from headway.cli.files import read_whole
    from headway.formats import ladder_file

    problems = ladder_file.find_problems(read_whole(file), str(file))
    if json:
        print_json(problems)
    else:
        for problem in problems:
            say(f"{problem.place}: {problem.text}")
        count = "1 problem." if len(problems) == 1 else f"{len(problems)} problems."
        say(count if problems else "No problem found.")
    if problems:
        raise typer.Exit(1)
