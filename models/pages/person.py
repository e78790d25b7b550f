"""The page of one person: details, consents and cohorts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.access import Permission
from models.people.consent import Agreement, consents
from models.people.consent_text import Form, consent_form_texts
from models.people.participant import PersonView, identities, person
from models.programme.cohort import cohort
from models.programme.enrolment import cohorts_of
from models.programme.tally import Tally, tallies
from models.settings import profile

if TYPE_CHECKING:
    from uuid import UUID

    from models.people.naming import Identity
    from models.people.purpose import Purpose
    from models.work import Work


@dataclass(frozen=True, slots=True)
class Membership:
    """A cohort of the person with their attendance in it."""

    cohort: UUID
    name: str
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """All that the page shows."""

    view: PersonView
    identity: Identity
    consents: dict[Purpose, Agreement]
    texts: Form
    """In the person's language."""
    own_texts: Form
    """In the language of the clinic."""
    memberships: tuple[Membership, ...]


def person_page(work: Work, id_: UUID) -> PersonPage:
    """Read one person with their consents and cohorts."""
    work.require(Permission.READ_CONTACT, person=id_)
    memberships = tuple(
        Membership(group, cohort(work, group).name, tallies(work, group)[enrolment])
        for enrolment, group in cohorts_of(work, id_)
    )
    # The first of the clinic's languages counts as the clinic's own.
    view, own = person(work, id_), profile(work).languages[0]
    return PersonPage(
        view=view,
        identity=identities(work, [id_])[id_],
        consents=consents(work, id_),
        texts=consent_form_texts(work, view.form.language),
        own_texts=consent_form_texts(work, own),
        memberships=memberships,
    )
