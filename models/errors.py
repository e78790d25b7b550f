"""Errors that are shown to the user: each has a sentence that a clinician can act on."""

from __future__ import annotations

from models.translation import tr


class ClinicError(Exception):
    """A refusal or fault with a message for the user: what happened, what it means, what to do.

    The English template and its values are kept apart; `str` translates the template and fills it in, so that the
    sentence comes in the language of the place where it is shown and not of the one where it was raised.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template, values)
        self.template = template
        self.values = values

    def __str__(self) -> str:
        return tr(self.template).format(**self.values)


class NotAllowedError(ClinicError):
    """The person signed in may not do or see this."""


class NotConfirmedError(ClinicError):
    """The passphrase must be typed once more before this is done."""


class NotFoundError(ClinicError):
    """What was asked for is not in this clinic (any more)."""


class StaleError(ClinicError):
    """Somebody else changed the record since it was shown."""


class InvalidError(ClinicError):
    """What was entered cannot be right; the sentence names the field."""


class SealedError(ClinicError):
    """The key of the person signed in does not open this column."""


class UnknownValueError(ClinicError):
    """A record has a value that this Laurel does not know: a newer one wrote it, or the file was altered."""
