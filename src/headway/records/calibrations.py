"""Keeps calibrations of the organisation and finds the one that was known at a moment."""

import hmac
from datetime import UTC, datetime

import msgspec
from django.conf import settings
from django.db import transaction

from headway.core.calibration import OrganisationCalibration
from headway.core.errors import InvalidInputError
from headway.records.canonical import canonical_json, sha256_of
from headway.records.failures import told_plainly
from headway.records.models import CalibrationVersion


def keep_calibration(
    calibration: OrganisationCalibration, *, recorded_at: datetime
) -> CalibrationVersion:
    """The stored version of `calibration`, stored if it is new here; the same one is kept once."""
    if recorded_at.tzinfo is None:
        raise InvalidInputError("A moment needs its time zone.")
    document = msgspec.to_builtins(calibration)
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


def latest_calibration(ladder: str, *, known_by: datetime) -> OrganisationCalibration | None:
    """The last calibration for `ladder` (its slug) that was recorded by that moment; None for none."""
    with told_plainly():
        found = (
            CalibrationVersion.objects.filter(ladder=ladder, recorded_at__lte=known_by)
            .order_by("-recorded_at", "-sha256")
            .first()
        )
    return read_calibration(found) if found else None
