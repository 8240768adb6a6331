"""What all ratings together teach: a calibration made and kept, and the organiser's page on raters."""

from collections.abc import Iterable
from uuid import UUID

from headway.cli.session import Session, now
from headway.cli.terminal import heading, print_json, say, say_all
from headway.core.dossier import Dossier
from headway.core.organisation.calibration import (
    FEWEST_PEOPLE,
    OrganisationCalibration,
    calibrate_organisation,
)
from headway.core.organisation.raters import RaterReview, review_raters
from headway.core.ratings import RatingForm, VignetteForm, named_rater
from headway.core.wording import count_of, say_date
from headway.core.wording import raters as words
from headway.core.wording.severity import SEVERITY_SPEAKS, describe_severity

FEW_PEOPLE = (
    f"With fewer than {FEWEST_PEOPLE} people rated, their forms can't tell whether a rater is strict or "
    "the people rated are not there yet: both look the same. The shipped numbers stay in use. What could "
    "tell: two to four vignettes marked by each rater (headway vignettes --by NAME --source peer), or "
    "raters who also rate others."
)
COUNTS_FROM_NOW = (
    "From today on every page and command reads marks by it, and says so, unless one as of a later day "
    "was kept; --as-of an earlier day still answers as before."
)


def show_calibration(session: Session, *, json: bool) -> None:
    """Makes the calibration as of the session's day, keeps it, and says what it found."""
    from headway.records import calibrations

    dossiers, _ = _everybody(session)
    found = calibrate_organisation(
        dossiers, session.ladder, as_of=session.as_of, pseudonym=calibrations.pseudonym
    )
    version = calibrations.keep_calibration(found, recorded_at=now())
    if json:
        return print_json(found)
    heading(f"Calibration as known on {say_date(found.as_of)}")
    people = count_of(found.people_count, "person", "people")
    forms = count_of(found.form_count, "form")
    raters = count_of(found.rater_count, "rater besides themselves", "raters besides themselves")
    say(f"Made from {forms} about {people}, by {raters}; kept as {version.sha256[:12]}.")
    return _say_severities(found, _rater_names(dossiers))


def _say_severities(found: OrganisationCalibration, names: dict[str, str]) -> None:
    say(FEW_PEOPLE if found.is_shipped else COUNTS_FROM_NOW)
    for rater, told in sorted(found.raters.items()):
        # From vignettes alone a rater is set beside the usual one, from forms beside those linked to them.
        than = "most" if found.is_shipped else "most in their group"
        say(describe_severity(names.get(rater, rater), told.mean, told.sd, than=than))
    say(SEVERITY_SPEAKS)


def show_review(session: Session, *, json: bool) -> None:
    """The organiser's page: each rater, who can be compared, what holds by a thread, what to ask for."""
    from headway.records import calibrations

    dossiers, people = _everybody(session)
    found = review_raters(
        dossiers, session.ladder, as_of=session.as_of, pseudonym=calibrations.pseudonym
    )
    if json:
        return print_json(found)
    heading("Raters")
    say(words.describe_review(found))
    names = _rater_names(dossiers)
    for view in found.raters:
        first, *flags = words.describe_rater(view, names.get(view.rater, view.rater))
        say(first)
        say_all(flags)
    if any(view.flags for view in found.raters):
        say(words.NOTHING_IS_CORRECTED)
    return _say_network(found, names, people)


def _say_network(found: RaterReview, raters: dict[str, str], people: dict[UUID, str]) -> None:
    heading("Who can be compared")
    say_all(words.describe_group(group, len(found.groups)) for group in found.groups)
    say_all(words.describe_bridge(bridge, raters) for bridge in found.bridges)
    say(words.HELP_TO_COMPARE)
    say_all(
        words.describe_suggestion(
            wanted,
            raters.get(wanted.rater, wanted.rater),
            people.get(wanted.person) or str(wanted.person),
        )
        for wanted in found.suggestions
    )
    say(SEVERITY_SPEAKS)


def _rater_names(dossiers: Iterable[Dossier]) -> dict[str, str]:
    """How raters wrote their names, by their keys; nothing on a server, where forms reveal no one."""
    from headway.records import access
    from headway.records.calibrations import pseudonym

    if not access.reveals_raters():
        return {}
    bodies = (fact.body for dossier in dossiers for fact in dossier.facts)
    forms = (body for body in bodies if isinstance(body, RatingForm | VignetteForm))
    return {pseudonym(named_rater(form.rater)): " ".join(form.rater.split()) for form in forms}


def _everybody(session: Session) -> tuple[tuple[Dossier, ...], dict[UUID, str]]:
    """What the owner of this record may know of everybody, and the names of those people."""
    from headway.formats import built_in
    from headway.records import access, ladders

    owner = access.workspace_owner()
    if owner is None:
        return (), {}
    names = {person.id: person.name for person in access.visible_people(owner)}
    dossiers = ladders.load_dossiers(
        owner, session.ladder, shipped=built_in.ladder(), as_of=session.as_of
    )
    return dossiers, names
