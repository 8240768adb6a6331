"""The kinds of facts: what can be known of a person, each under the name it is kept by."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

from headway.core.development import LearningEntry
from headway.core.evidence import Completion, EvidenceItem
from headway.core.ladder_mapping import LadderAdoption
from headway.core.learn import OwnOpportunity
from headway.core.packet_draft import ClosedPacket, PacketDraft
from headway.core.people import (
    AgreedItem,
    Contact,
    Event,
    Membership,
    MentorCapacity,
    Mentoring,
    MentoringTurn,
    Touch,
)
from headway.core.profile import About, Aim, Position
from headway.core.ratings import CycleClosing, RatingForm, VignetteForm
from headway.core.reading import FollowedFeed, ReadingNote, ReadingSchedule
from headway.core.requests import Reply, Request
from headway.core.set_aside import SetAside
from headway.core.talks import Talk


@dataclass(frozen=True, kw_only=True)
class AdoptedPlan:
    """A plan the person took on, whole: `document` is its JSON form."""

    document: dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Retraction:
    """Takes back the fact it supersedes."""

    reason: str = ""


FactBody = (
    About
    | Position
    | Aim
    | EvidenceItem
    | Completion
    | RatingForm
    | CycleClosing
    | VignetteForm
    | AdoptedPlan
    | LadderAdoption
    | PacketDraft
    | ClosedPacket
    | SetAside
    | Contact
    | Touch
    | Event
    | Membership
    | Mentoring
    | MentoringTurn
    | AgreedItem
    | MentorCapacity
    | OwnOpportunity
    | Request
    | Reply
    | LearningEntry
    | Talk
    | FollowedFeed
    | ReadingNote
    | ReadingSchedule
    | Retraction
)
Body = TypeVar("Body", bound=FactBody)

# The names are in every database, archive and sample: they may be added to, never changed.
FACT_KINDS: Mapping[str, type[FactBody]] = MappingProxyType(
    {
        "about": About,
        "position": Position,
        "aim": Aim,
        "evidence": EvidenceItem,
        "completion": Completion,
        "rating": RatingForm,
        "cycle-closing": CycleClosing,
        "vignettes": VignetteForm,
        "adopted-plan": AdoptedPlan,
        "ladder-adoption": LadderAdoption,
        "opportunity": OwnOpportunity,
        "packet-draft": PacketDraft,
        "packet": ClosedPacket,
        "set-aside": SetAside,
        "contact": Contact,
        "touch": Touch,
        "event": Event,
        "membership": Membership,
        "mentoring": Mentoring,
        "mentoring-turn": MentoringTurn,
        "agreed-item": AgreedItem,
        "mentor-capacity": MentorCapacity,
        "request": Request,
        "reply": Reply,
        "learning": LearningEntry,
        "talk": Talk,
        "feed": FollowedFeed,
        "reading-note": ReadingNote,
        "reading-schedule": ReadingSchedule,
        "retraction": Retraction,
    }
)
