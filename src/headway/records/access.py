"""Who may see what; every query about people or facts starts here, from the person who asks."""

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from headway.records.failures import told_plainly
from headway.records.models import Fact, Person

SHARED = "shared"


def workspace_owner() -> Person | None:
    """The person whose personal workspace this is; None before the first entry."""
    with told_plainly():
        return Person.objects.filter(is_owner=True).first()


def visible_people(viewer: Person) -> QuerySet[Person]:
    """The people of whom `viewer` may see something."""
    if _sees_everything(viewer):
        return Person.objects.all()
    shares_something = Exists(Fact.objects.filter(owner=OuterRef("pk"), visibility=SHARED))
    return Person.objects.filter(Q(pk=viewer.pk) | Q(is_sample=True) | shares_something)


def visible_facts(viewer: Person) -> QuerySet[Fact]:
    """The facts that `viewer` may see: their own, a sample's, and what others share."""
    if _sees_everything(viewer):
        return Fact.objects.all()
    return Fact.objects.filter(Q(owner=viewer) | Q(owner__is_sample=True) | Q(visibility=SHARED))


def reveals_raters() -> bool:
    """Whether forms are told by who gave them: only in a personal file, into which they were typed."""
    return bool(settings.HEADWAY_IS_PERSONAL)


def _sees_everything(viewer: Person) -> bool:
    # A personal file belongs to one person, whole. On a server nobody has that right, whoever
    # came first; so both must hold.
    return settings.HEADWAY_IS_PERSONAL and viewer.is_owner
