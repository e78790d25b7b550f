"""People whose time of keeping is over, somebody erased, and a file handed out: for the page about privacy."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from exports.personal_data import export_person
from models.people.erasure import Ground
from models.people.participant import add_person, find_people
from models.people.person_form import PersonForm
from models.people.retention import Need
from models.privacy.erasure import erasure_preview
from models.privacy.retention import keep_longer
from models.privacy.sweep import erase
from models.programme.enrolment import end_enrolment, enrol
from tests.pictures.sitting import GRADUATING, PASSPHRASE

if TYPE_CHECKING:
    from uuid import UUID

    from tests.pictures.sitting import Sitting

_PEOPLE: Final = (
    ("Ingrid", "Solheim", 2013), ("محمد", "الحسيني", 2014), ("Bartholomew", "Featherstonehaugh-Cholmondeley", 2015),
    ("Jo", "Ferro", 2016),
)  # fmt: skip


def bring_long_ago(at: Sitting) -> None:
    """Add people of years ago, keep one longer, erase another, and hand a file out."""
    clinic, cohort = at.clinic, at.cohort(GRADUATING)
    sure = clinic.confirm(PASSPHRASE)  # the pages before may have let an evening pass
    with clinic.database.write(clinic.actor) as work:
        people: list[UUID] = []
        for given, family, year in _PEOPLE:
            people.append(add_person(work, PersonForm(given_name=given, family_name=family), country="GB"))
            member = enrol(work, cohort, people[-1], joined_on=date(year, 1, 7))
            end_enrolment(work, member, on=date(year, 3, 25), reason="the programme was over")
        keep_longer(work, people[2], Need.CLAIM)
    with clinic.database.read(clinic.actor) as work:
        shown = erasure_preview(work, people[3])
        export_person(work, clinic.media, find_people(work, "maria silva")[0].id, confirmed=sure)
    erase(clinic, people[3], version=shown.version, ground=Ground.ASKED, confirmed=sure)
