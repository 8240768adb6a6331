"""The commands about asking people without Headway: ask, and under it new, form, take, remind and more."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from headway.cli.evidence_files import find_evidence
from headway.cli.session import (
    AsJson,
    AsOf,
    Session,
    Target,
    begin_session,
    ensure_owner,
    find_workspace,
    now,
    read_day,
    today,
)
from headway.cli.terminal import note, print_json, say
from headway.core.errors import InvalidInputError, UnknownNameError
from headway.core.ratings import RatingSource, check_others_name

if TYPE_CHECKING:
    from headway.core.asking import RequestNow
    from headway.records.models import Person

MOST_BYTES = 1_000_000
Code = Annotated[str, typer.Argument(help="The request, as `headway ask` shows it.")]
Out = Annotated[
    Path | None, typer.Option(help="Where the form goes; else beside you, by its code.")
]


def register(app: typer.Typer) -> None:
    """Puts the commands of this module under their names."""
    ask = typer.Typer(
        help="Ask people without Headway how they see your work; nothing is sent by itself.",
        epilog="Example: headway ask",
        invoke_without_command=True,
    )
    ask.callback()(list_requests)
    ask.command("new", epilog='Example: headway ask new "Ana Made-up" --source peer')(ask_somebody)
    ask.command("link", epilog="Example: headway ask link k7f3m2q9x4")(show_link)
    ask.command("form", epilog="Example: headway ask form k7f3m2q9x4 --out ana.html")(write_form)
    ask.command("take", epilog="Example: headway ask take answer.txt")(take_answer)
    ask.command("forget", epilog="Example: headway ask forget k7f3m2q9x4")(forget)
    ask.command("remind", epilog="Example: headway ask remind k7f3m2q9x4")(remind)
    ask.command("extend", epilog="Example: headway ask extend k7f3m2q9x4 2027-03-31")(extend)
    ask.command("withdraw", epilog="Example: headway ask withdraw k7f3m2q9x4")(withdraw)
    app.add_typer(ask, name="ask")


def list_requests(context: typer.Context, as_of: AsOf = None, json: AsJson = False) -> None:
    """Who was asked, until when, and what came back."""
    if context.invoked_subcommand:
        return None
    from headway.core.wording.asking import NOT_FOR_OTHERS, describe_request

    requests = find_requests(begin_session(as_of))
    if json:
        return print_json(requests)
    for told in requests:
        say(f"{told.request.code}: {describe_request(told)}")
        link = _find_link(told.request.code) if told.state == "out" and not as_of else ""
        if link:
            say(f"  {link}")
    if not requests:
        note('Nobody was asked yet: headway ask new "Their name" --source peer')
    elif any(told.state == "out" for told in requests) and not as_of and not _find_address():
        note(NOT_FOR_OTHERS)
    return None


def show_link(code: Code, json: AsJson = False) -> None:
    """The private link of a request, where others can reach it now."""
    told = _find(begin_session(), code)
    if told.state != "out":
        raise InvalidInputError(f"This request is {told.state}; its link takes no answer.")
    link = _find_link(code)
    if not link:
        raise InvalidInputError(
            "Others reach nothing of this workspace now. Let them with `headway serve --for-others "
            "ADDRESS`, and ask for the link while that runs."
        )
    return print_json({"link": link}) if json else say(link)


def find_requests(session: Session) -> "tuple[RequestNow, ...]":
    """What was asked and what became of it, as of the session's day."""
    from headway.core.asking import tell_requests

    return tell_requests(session.dossier, as_of=session.as_of)


def ask_somebody(
    name: Annotated[str, typer.Argument(help="Whom you ask; the answer is kept under this name.")],
    source: Annotated[str, typer.Option(help="manager, peer, report or stakeholder.")],
    until: Annotated[
        str | None, typer.Option(help="The last day for an answer; else two weeks on.")
    ] = None,
    evidence: Annotated[
        list[str] | None, typer.Option(help="Evidence to corroborate, by its id; three at most.")
    ] = None,
    words: Annotated[str, typer.Option("--note", help="A sentence to them, on the form.")] = "",
    target: Target = None,
    out: Out = None,
    json: AsJson = False,
) -> None:
    """Asks about the acts that would tell most (12 at most), and writes the form to send."""
    from headway.core.asking import USUAL_WAIT, choose_acts
    from headway.core.requests import Request
    from headway.core.wording.asking import draft_mail, say_who_will_see

    if source not in get_args(RatingSource) or source == "self":
        raise InvalidInputError(
            f"'{source}' is nobody to ask; say manager, peer, report or stakeholder."
        )
    session, owner = begin_session(), ensure_owner()
    from headway.cli.files import check_new
    from headway.records import bridge, entries, replies

    key = entries.new_key()
    request = Request(
        code=replies.code_from(key),
        name=_checked(name, owner),
        source=cast("RatingSource", source),
        until=read_day(until) if until else session.as_of + USUAL_WAIT,
        acts=choose_acts(
            session.dossier,
            session.ladder,
            session.target_or_none(target),
            as_of=session.as_of,
            calibration=session.calibration,
        ),
        evidence=tuple(find_evidence(session, each)[0].id for each in evidence or ()),
        note=" ".join(words.split()),
    )
    check_new(_path(request.code, out))
    moment = now()
    replies.keep_request(
        owner,
        key,
        request,
        asked_on=session.as_of,
        recorded_at=moment,
        ladder=bridge.keep_ladder(session.ladder, recorded_at=moment),
    )
    path = _write(owner, request.code, out)
    if json:
        return print_json(request)
    link = _find_link(request.code)
    subject, text = draft_mail(request, owner.name, link)
    say(f"The form is in {path}. {say_who_will_see(link)}")
    if link:
        say(f"The private link, instead of the form: {link}")
    say(f"When an answer comes: headway ask take FILE. A mail, drafted: {subject}")
    return say(f"\n{text}")


def write_form(code: Code, out: Out = None) -> None:
    """Writes the form of a request once more."""
    say(f"The form is in {_write(_owner_asked(), code, out)}.")


def take_answer(
    file: Annotated[Path, typer.Argument(help="The answer, or the mail it stands in; - reads it.")],
    json: AsJson = False,
) -> None:
    """Takes in an answer: checked, counted once."""
    from headway.cli.files import read_whole
    from headway.core.wording.asking import describe_taken
    from headway.formats import request_form

    owner, moment = _owner_asked(), now()
    from headway.records import replies

    is_piped = str(file) == "-"
    content = sys.stdin.buffer.read(MOST_BYTES) if is_piped else read_whole(file)
    read = request_form.read_file(content)
    taken = replies.take_reply(owner, read, today=today(owner.time_zone), recorded_at=moment)
    if json:
        return print_json(taken)
    return say(describe_taken(taken.request, taken.reply, is_new=taken.is_new))


def forget(code: Code) -> None:
    """Deletes the answer that came to a request, so that another can be taken."""
    told = _find(begin_session(), code)
    if told.reply is None:
        raise InvalidInputError(f"Nothing came back to the request to {told.request.name}.")
    from headway.records import replies

    replies.take_back_reply(_owner_asked(), code, recorded_at=now())
    say(f"The answer of {told.request.name} is deleted; another can be taken.")


def remind(code: Code, as_of: AsOf = None) -> None:
    """Drafts a reminder; you send it, or you don't."""
    from headway.core.wording.asking import draft_reminder

    told = _find(begin_session(as_of), code)
    day = read_day(as_of) if as_of else today(_owner_asked().time_zone)
    if told.state != "out":
        raise InvalidInputError(f"This request is {told.state}; there is nothing to remind of.")
    owner = _owner_asked()
    subject, text = draft_reminder(told.request, owner.name, day, _find_link(code))
    say(subject)
    say(f"\n{text}")


def extend(
    code: Code, until: Annotated[str, typer.Argument(help="The new last day, YYYY-MM-DD.")]
) -> None:
    """Gives somebody until a later day; the form that was sent stays good."""
    session, day = begin_session(), read_day(until)
    from headway.records import replies

    told = _find(session, code)
    if day < session.as_of:
        raise InvalidInputError(f"{day} is past; give them until a day to come.")
    replies.extend_request(_owner_asked(), code, day, recorded_at=now())
    say(f"{told.request.name} can answer until {day}.")


def withdraw(code: Code) -> None:
    """Takes a request back; what comes to it later is refused."""
    told = _find(begin_session(), code)
    from headway.records import entries

    entries.take_back(_owner_asked(), told.fact, recorded_at=now())
    say(f"The request to {told.request.name} is withdrawn; an answer to it is no longer taken.")


def _find_address() -> str:
    """Where others reach this workspace's private links now; "" where they can't."""
    from headway.records import private_links

    return private_links.find_address(find_workspace())


def _find_link(code: str) -> str:
    from headway.records import private_links

    return private_links.find_link(find_workspace(), code)


def _checked(name: str, owner: "Person") -> str:
    from headway.formats.free_text import tidy

    plain = tidy(name)
    if not plain:
        raise InvalidInputError("Say whom you ask.")
    return check_others_name(plain, own_name=owner.name)


def _find(session: Session, code: str) -> "RequestNow":
    for told in find_requests(session):
        if told.request.code == code:
            return told
    raise UnknownNameError(f"There is no request {code}; `headway ask` shows those there are.")


def _owner_asked() -> "Person":
    begin_session()
    return ensure_owner()


def _path(code: str, out: Path | None) -> Path:
    return out or Path(f"headway-request-{code}.html")


def _write(owner: "Person", code: str, out: Path | None) -> Path:
    from headway.cli.files import write_new
    from headway.formats import request_form
    from headway.records import replies

    form = replies.find_form(owner, code)
    path = _path(code, out)
    write_new(path, request_form.write(form.request, form.text, form.key))
    return path
