"""Keeps calibrations of the organisation and finds the one that was known at a moment."""

import hmac
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.db import transaction

from headway.core.dossier import Dossier
from headway.core.errors import InvalidInputError
from headway.core.ladder import Ladder
from headway.core.organisation.calibration import (
    CalibrationInUse,
    OrganisationCalibration,
)
from headway.core.organisation.scoring import scoring_calibration
from headway.records.canonical import canonical_json, sha256_of
from headway.records.failures import told_plainly
from headway.records.models import CalibrationVersion


def keep_calibration(
    calibration: OrganisationCalibration, *, recorded_at: datetime
) -> CalibrationVersion:
    """The stored version of `calibration`, stored if it is new here; the same one is kept once."""
    return keep_document(msgspec.to_builtins(calibration), recorded_at=recorded_at)


def keep_document(document: dict[str, Any], *, recorded_at: datetime) -> CalibrationVersion:
    """As `keep_calibration`, for one that was kept before, as it was written then.

    Read and written anew, one of a former method would have another version than the pages printed
    with it name.
    """
    if recorded_at.tzinfo is None:
        raise InvalidInputError("A moment needs its time zone.")
    calibration = msgspec.convert(document, OrganisationCalibration)
    told = {
        "ladder": calibration.ladder,
        "as_of": calibration.as_of,
        "document": document,
        "recorded_at": recorded_at.astimezone(UTC),
    }
    with told_plainly(), transaction.atomic():
        key = sha256_of(canonical_json(document))
        return CalibrationVersion.objects.get_or_create(sha256=key, defaults=told)[0]


def pseudonym(rater: str) -> str:
    """The name under which a rater stands in a calibration: their own in a personal record.

    On a server a code that only this installation's key can make from a name (HMAC-SHA-256).
    """
    if settings.HEADWAY_IS_PERSONAL:
        return rater
    return hmac.new(settings.SECRET_KEY.encode(), rater.encode(), "sha256").hexdigest()[:24]


def read_calibration(version: CalibrationVersion) -> OrganisationCalibration:
    """The calibration that was stored as `version`."""
    return msgspec.convert(version.document, OrganisationCalibration)


def find_calibration(dossier: Dossier, ladder: Ladder, *, as_of: date) -> CalibrationInUse | None:
    """The kept calibration that counts for one person at the end of `as_of` where they live.

    None where the shipped one counts: none was kept by then, or it says no more than the shipped one.
    """
    zone = ZoneInfo(dossier.time_zone)
    version = find_latest(ladder.slug, known_by=datetime.combine(as_of, time.max, zone))
    if version is None:
        return None
    kept = read_calibration(version)
    scoring = scoring_calibration(kept, dossier, ladder, as_of=as_of, pseudonym=pseudonym)
    if kept.is_shipped and not scoring.raters:
        return None
    return CalibrationInUse(
        kept_on=version.recorded_at.astimezone(zone).date(),
        version=version.sha256[:12],
        people_count=kept.people_count,
        is_shipped=kept.is_shipped,
        scoring=replace(scoring, version=version.sha256[:12]),
    )


def find_latest(ladder: str, *, known_by: datetime) -> CalibrationVersion | None:
    """The last version for `ladder` (its slug) that was recorded by that moment; None for none.

    The last is that of the latest day, of equal days the one recorded last; none is of a later day.
    """
    known = CalibrationVersion.objects.filter(
        ladder=ladder, recorded_at__lte=known_by, as_of__lte=known_by.date()
    )
    with told_plainly():
        return known.order_by("-as_of", "-recorded_at", "-sha256").first()
