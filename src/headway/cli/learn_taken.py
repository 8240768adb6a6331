"""The commands about what was taken: learn log, taken, file, forget."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

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
from headway.cli.terminal import heading, note, print_json, say, say_all
from headway.core.errors import InvalidInputError, UnknownNameError

if TYPE_CHECKING:
    from headway.core.development import Certificate, LearningEntry
    from headway.core.development_log import DevelopmentLog, TakenItem
    from headway.core.fact_kinds import FactBody
    from headway.core.learn import Opportunity
    from headway.records.models import Person


def register(learn: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    learn.command(
        "log",
        epilog='Example: headway learn log "Pricing evening" --hours 8 --competency business-acumen '
        '--changed "Reset our trial price with two tests"',
    )(log_learning)
    learn.command("taken", epilog="Example: headway learn taken")(show_taken)
    learn.command("file", epilog="Example: headway learn file 3f2a copy.pdf")(write_file)
    learn.command("forget", epilog="Example: headway learn forget 3f2a")(forget)


def log_learning(
    title: Annotated[str, typer.Argument(help="What it was, or an entry's name in the catalogue.")],
    hours: Annotated[float | None, typer.Option(help="All the hours it took.")] = None,
    cost: Annotated[
        str, typer.Option(help="What was paid; 0 for nothing; left out: not said.")
    ] = "",
    currency: Annotated[str, typer.Option(help="Three letters; else that of your budget.")] = "",
    kind: Annotated[str, typer.Option(help="course, workshop, reading, ...")] = "",
    provider: Annotated[str, typer.Option(help="Who offered it.")] = "",
    competency: Annotated[list[str] | None, typer.Option(help="What it was about.")] = None,
    reflection: Annotated[str, typer.Option(help="What you took from it.")] = "",
    changed: Annotated[
        str, typer.Option(help="What it changed at work; kept as evidence, too.")
    ] = "",
    certificate: Annotated[str, typer.Option(help="What was awarded.")] = "",
    number: Annotated[str, typer.Option(help="The certificate's number.")] = "",
    expires: Annotated[str | None, typer.Option(help="Until when it is good, YYYY-MM-DD.")] = None,
    link: Annotated[str, typer.Option(help="Where it can be seen.")] = "",
    file: Annotated[Path | None, typer.Option(help="A PDF or picture of it, 5 MB at most.")] = None,
    on: On = None,
    json: AsJson = False,
) -> None:
    """Keeps what you took; what it changed at work becomes a piece of evidence."""
    from headway.core.development import LearningEntry, check_entry, evidence_of_learning
    from headway.core.dossier import find_currency
    from headway.core.evidence import check_day, check_link
    from headway.core.money import check_currency, to_minor
    from headway.formats.free_text import tidy

    session, owner, moment = begin_session(), ensure_owner(), now()
    day = check_day(read_day(on), today=session.as_of) if on else session.as_of
    code = check_currency(currency or find_currency(session.dossier.known_by(session.as_of)))
    known = next((o for o in session.catalogue.opportunities if o.slug == title), None)
    entry = LearningEntry(
        title=known.title if known else tidy(title),
        kind=session.catalogue.kind(kind).slug if kind else known.kind if known else "",
        provider=tidy(provider) or (known.provider if known else ""),
        competencies=_competencies(session, competency, known),
        hours=hours,
        cost_minor=to_minor(cost, code) if cost else None,
        currency=code if cost else "",
        reflection=tidy(reflection),
        changed=tidy(changed),
        opportunity=known.slug if known else "",
    )
    awarded = _Awarded(title=certificate, number=number, expires=expires, link=check_link(link))
    entry = replace(entry, certificate=awarded.certificate_of(entry, file is not None))
    check_entry(entry, finished_on=day)
    entry = _with_file(entry, file, owner)
    evidence = evidence_of_learning(entry)
    from headway.records import bridge

    bodies: tuple[FactBody, ...] = (entry, evidence) if evidence else (entry,)
    first, *_rest = bridge.record_all(owner, bodies, happened_on=day, recorded_at=moment)
    if json:
        return print_json(entry)
    told = " What it changed is a piece of evidence now." if evidence else ""
    return say(f"Kept as {str(first)[:8]}.{told}")


@dataclass(frozen=True, kw_only=True)
class _Awarded:
    """What was said of a certificate."""

    title: str
    number: str
    expires: str | None
    link: str

    def certificate_of(self, entry: "LearningEntry", has_file: bool) -> "Certificate | None":
        """The certificate, named after what was taken unless it has a name; None if none was told of."""
        from headway.core.development import Certificate

        if not (self.title or self.number or self.expires or self.link or has_file):
            return None
        return Certificate(
            title=self.title or entry.title,
            number=self.number,
            expires_on=read_day(self.expires) if self.expires else None,
            link=self.link,
        )


def _competencies(
    session: Session, said: list[str] | None, known: "Opportunity | None"
) -> tuple[str, ...]:
    if said:
        return tuple(session.ladder.competency(slug).slug for slug in said)
    return tuple(builds.competency for builds in known.builds) if known else ()


def _with_file(entry: "LearningEntry", file: Path | None, owner: "Person") -> "LearningEntry":
    if file is None or entry.certificate is None:
        return entry
    from headway.cli.files import read_whole
    from headway.records import attachments

    kept = attachments.keep_file(owner, file.name, read_whole(file), recorded_at=now())
    return replace(entry, certificate=replace(entry.certificate, file=kept))


def show_taken(as_of: AsOf = None, json: AsJson = False) -> None:
    """Everything you took, with totals a year and a competency, and what expires."""
    from headway.core.wording.development import (
        SHARED_EQUALLY,
        describe_expiry,
        describe_taken_item,
        describe_total,
    )

    session = begin_session(as_of)
    log = find_log(session)
    if json:
        return print_json(log)
    for item in log.items:
        mark = "plan    " if item.from_plan else str(item.fact)[:8]
        say(f"{mark} {item.title}: {describe_taken_item(item)}")
    if not log.items:
        return note('Nothing yet: headway learn log "What it was" --hours 8')
    heading("By year")
    for total in log.by_year:
        say(f"{total.name}: {describe_total(total)}")
    heading("By competency")
    for total in log.by_competency:
        say(f"{_name(session, total.name)}: {describe_total(total)}")
    say(SHARED_EQUALLY)
    if log.expiries:
        heading("Certificates")
        say_all(map(describe_expiry, log.expiries))
    return None


def find_log(session: Session) -> "DevelopmentLog":
    """What was taken, as of the session's day."""
    from headway.core.development_log import tell_log

    return tell_log(session.dossier, session.catalogue, as_of=session.as_of)


def write_file(
    name: Annotated[str, typer.Argument(help="The entry, as `headway learn taken` shows it.")],
    target: Annotated[Path, typer.Argument(help="The new file.")],
) -> None:
    """Writes the file of a certificate."""
    item = _find(begin_session(), name)
    if item.certificate is None or item.certificate.file is None:
        raise InvalidInputError(f"{item.title} has no file.")
    from headway.cli.files import write_new
    from headway.records import attachments

    write_new(target, attachments.read_file(ensure_owner(), item.certificate.file.sha256))
    say(f"Written: {target}.")


def forget(
    name: Annotated[str, typer.Argument(help="The entry, as `headway learn taken` shows it.")],
) -> None:
    """Takes an entry back; the evidence that came with it stays."""
    item = _find(begin_session(), name)
    from headway.records import entries

    entries.take_back(ensure_owner(), item.fact, recorded_at=now())
    say(f"Taken back: {item.title}.")


def _find(session: Session, name: str) -> "TakenItem":
    own = [item for item in find_log(session).items if not item.from_plan]
    found = [item for item in own if name and str(item.fact).startswith(name.lower())]
    if len(found) != 1:
        raise UnknownNameError(f"No one entry is '{name}'; `headway learn taken` shows them.")
    return found[0]


def _name(session: Session, slug: str) -> str:
    from headway.core.wording.ladder import name_competency

    return name_competency(slug, session.ladder)
