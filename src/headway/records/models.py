"""What is kept: people, the facts about them, the ladders they were recorded under, calibrations."""

from typing import Any, NoReturn, TypeVar
from uuid import uuid4

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class WrittenOnce(models.QuerySet[Row]):
    """Rows that are added and deleted, never changed: a correction is a new row."""

    def update(self, **_values: Any) -> NoReturn:
        """Refuses."""
        raise TypeError(f"A {self.model.__name__} is never changed once it is kept.")

    def bulk_update(self, *_rows: Any, **_options: Any) -> NoReturn:
        """Refuses."""
        self.update()


class Person(models.Model):
    """Somebody about whom facts are kept."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    is_sample = models.BooleanField(default=False)
    is_owner = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        """One owner at most: the person whose personal workspace it is."""

        constraints = (
            models.UniqueConstraint(
                fields=["is_owner"], condition=models.Q(is_owner=True), name="one_owner"
            ),
            models.CheckConstraint(
                condition=~models.Q(is_owner=True, is_sample=True), name="a_sample_owns_nothing"
            ),
        )

    def __str__(self) -> str:
        return self.name or str(self.id)


class LadderVersion(models.Model):
    """One version of a ladder, whole; its key is the SHA-256 of its canonical JSON."""

    sha256 = models.CharField(max_length=64, primary_key=True, editable=False)
    slug = models.TextField()
    version = models.TextField()
    document = models.JSONField()
    recorded_at = models.DateTimeField()

    objects = WrittenOnce.as_manager()

    class Meta:
        """A published version never changes, so its name can't mean two documents."""

        constraints = (
            models.UniqueConstraint(fields=["slug", "version"], name="one_document_a_version"),
        )

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; refuses to change one."""
        _refuse_change(self)
        super().save(*args, **kwargs)


class Fact(models.Model):
    """Something that happened to a person on a day, recorded at a moment.

    `kind` names the dataclass of headway.core that `body` is the JSON of (see bridge.py).
    """

    id = models.UUIDField(primary_key=True, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=40)
    visibility = models.CharField(max_length=20, default="private")
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    # One-to-one, so that of two corrections made at once the database itself refuses the second.
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="superseded_by"
    )
    ladder = models.ForeignKey(
        LadderVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="facts"
    )
    body = models.JSONField()

    objects = WrittenOnce.as_manager()

    class Meta:
        """Found by owner, kind and day."""

        indexes = (models.Index(fields=["owner", "kind", "happened_on"], name="fact_by_owner"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(visibility__in=["private", "shared"]), name="known_visibility"
            ),
            models.CheckConstraint(
                condition=~models.Q(supersedes=models.F("id")), name="supersedes_another"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.happened_on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; refuses to change one."""
        _refuse_change(self)
        super().save(*args, **kwargs)


class Attachment(models.Model):
    """A file that a fact of its owner names by the SHA-256 of its content."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attachments")
    sha256 = models.CharField(max_length=64, editable=False)
    content = models.BinaryField()
    recorded_at = models.DateTimeField()

    objects = WrittenOnce.as_manager()

    class Meta:
        """The same file is kept once for each owner."""

        constraints = (
            models.UniqueConstraint(fields=["owner", "sha256"], name="one_file_a_content"),
        )

    def __str__(self) -> str:
        return self.sha256

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; refuses to change one."""
        _refuse_change(self)
        super().save(*args, **kwargs)


class FetchedFeed(models.Model):
    """How the last fetch of a feed went; no fact, since nobody told it and it can be fetched again."""

    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="fetched_feeds")
    address = models.TextField()
    tried_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)
    # What the last answer is told apart by (RFC 9110, section 8.8).
    etag = models.TextField(blank=True)
    last_modified = models.TextField(blank=True)

    class Meta:
        """One state for each feed of each owner."""

        constraints = (
            models.UniqueConstraint(fields=["owner", "address"], name="one_state_a_feed"),
        )

    def __str__(self) -> str:
        return self.address


class FetchedEntry(models.Model):
    """An entry as its feed told it last; `entry` is its identity there (see formats/feed.py)."""

    feed = models.ForeignKey(FetchedFeed, on_delete=models.CASCADE, related_name="entries")
    entry = models.CharField(max_length=64)
    title = models.TextField()
    link = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    published_on = models.DateField(null=True, blank=True)
    first_seen_at = models.DateTimeField()

    class Meta:
        """The same entry is kept once for each feed."""

        constraints = (models.UniqueConstraint(fields=["feed", "entry"], name="one_row_an_entry"),)

    def __str__(self) -> str:
        return self.title


class CalibrationVersion(models.Model):
    """One calibration of an organisation, whole; its key is the SHA-256 of its canonical JSON."""

    sha256 = models.CharField(max_length=64, primary_key=True, editable=False)
    ladder = models.TextField()
    as_of = models.DateField()
    document = models.JSONField()
    recorded_at = models.DateTimeField()

    objects = WrittenOnce.as_manager()

    class Meta:
        """Found by ladder and the moment from which it was known."""

        indexes = (models.Index(fields=["ladder", "recorded_at"], name="calibration_by_ladder"),)

    def __str__(self) -> str:
        return f"{self.ladder} as of {self.as_of}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Adds the row; refuses to change one."""
        _refuse_change(self)
        super().save(*args, **kwargs)


def _refuse_change(row: models.Model) -> None:
    if not row._state.adding:
        raise TypeError(f"A {type(row).__name__} is never changed once it is kept.")
