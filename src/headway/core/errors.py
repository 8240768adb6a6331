"""Failures a person can act on; every door (command, page, API) turns them into words in one place."""


class HeadwayError(Exception):
    """An expected failure; its text is a sentence that says what is wrong and what to do."""


class UnknownNameError(HeadwayError):
    """A name (role, competency, opportunity, fact) that the ladder, catalogue or workspace lacks."""


class UnreadableFileError(HeadwayError):
    """A file that is not what it should be; nothing of it was imported."""


class InvalidInputError(HeadwayError):
    """An answer, date, number or option outside of what makes sense."""


class ImpossiblePlanError(HeadwayError):
    """No plan exists for the wish; the text says which limit stands in the way."""


class UncheckedPlanError(HeadwayError):
    """What was found did not pass the check of the plan; a fault of Headway's, never shown as a plan."""
