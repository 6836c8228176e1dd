"""Refusals a person can see. Each carries a sentence in the reader's language; fronts turn it into a message, never into an error page."""

from django.utils.functional import Promise


class CaseError(Exception):
    """A rule forbids the act. ``field`` names the form field that should show the sentence, if one is to blame."""

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(CaseError):
    """The person may not do this (permission)."""


class StepNotAllowed(CaseError):
    """The transition table has no such step from the present status."""


class Stale(CaseError):
    """Somebody else changed the case meanwhile."""


class BadInput(CaseError):
    """A value is impossible; ``field`` says which."""
