"""Participants: who they are, how they are reached, and how they are found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlalchemy import ForeignKey, Index, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from models.access import Permission
from models.base import Record
from models.errors import InvalidError, NotFoundError
from models.people.naming import Identity, PersonLabel, full_name, labels
from models.people.person_form import PersonForm, check_person
from models.personal_table import Computed, Erase, Fields, Merge, PersonalTable
from models.text import NAME_LIMIT, fold
from models.translation import mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.access import Actor
    from models.work import Work

LONGEST_SEARCH: Final = 3 * NAME_LIMIT
"""Characters of a search that are used: no name is longer."""


class Participant(Record):
    """One person of the groups; a record that was merged points at the one that is kept."""

    __tablename__ = "participant"
    personal = PersonalTable(
        about="id",
        others=("merged_into",),
        erase=Erase.DELETE,
        merge=Merge.STAY,
        free_text=(),
        other_text=(
            "given_name", "family_name", "preferred_name", "nickname", "pronunciation", "email", "phone", "language",
            "folded", "sort_key",
        ),
        keep=None,  # the day of the last change counts for somebody of whom there is nothing else
        export=(Fields(
            name="person",
            title=mark("About you"),
            fields={
                "given_name": "given_name", "family_name": "family_name", "preferred_name": "preferred_name",
                "nickname": "nickname", "pronunciation": "pronunciation", "born": "born", "email": "email",
                "phone": "phone", "language": "language",
                "record": Computed(lambda kept: "merged" if kept else "", ("merged_into",)),
            },
            order=("merged_into", "id"),
        ),),
    )  # fmt: skip

    given_name: Mapped[str]
    family_name: Mapped[str]
    preferred_name: Mapped[str]
    nickname: Mapped[str]
    pronunciation: Mapped[str]
    born: Mapped[date | None]
    email: Mapped[str]
    phone: Mapped[str]
    language: Mapped[str]
    folded: Mapped[str]
    """All names folded, for the search: Laurel folds itself, so that every database agrees."""
    sort_key: Mapped[str] = mapped_column(index=True)
    merged_into: Mapped[UUID | None] = mapped_column(ForeignKey("participant.id"))

    __table_args__ = (Index("ix_participant_folded", "folded"),)

    @property
    def identity(self) -> Identity:
        """The parts of the name, for `models.people.naming`."""
        return Identity(
            id=self.id, given=self.given_name, family=self.family_name, preferred=self.preferred_name,
            nickname=self.nickname, born=self.born,
        )  # fmt: skip

    def identity_for(self, actor: Actor) -> Identity:
        """Give the parts of the name, without the birth date for somebody who may not see it."""
        return self.identity if actor.may(Permission.READ_CONTACT) else replace(self.identity, born=None)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as a staff list shows them."""

    id: UUID
    label: PersonLabel

    @property
    def name(self) -> str:
        """The name alone."""
        return self.label.name


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person as their page shows them, with the version that a form carries back."""

    id: UUID
    version: int
    name: str
    form: PersonForm


def add_person(work: Work, form: PersonForm, *, country: str) -> UUID:
    """Add a person and give their id; somebody of the same name stays another person.

    Raises as `check_person` does.
    """
    work.require(Permission.CHANGE_PEOPLE)
    row = Participant(id=work.new_id(), merged_into=None)
    _fill(row, check_person(form, today=work.today, country=country))
    work.session.add(row)
    work.session.flush()
    return row.id


def change_person(work: Work, person: UUID, form: PersonForm, *, version: int, country: str) -> None:
    """Save the person's form; `version` is the one that the form was opened with.

    Raises `StaleError` where somebody else changed the person meanwhile, and as `check_person` does.
    """
    work.require(Permission.CHANGE_PEOPLE, person=person)
    row = work.get(Participant, person, version=version)
    _fill(row, check_person(form, today=work.today, country=country))
    work.session.flush()


def person(work: Work, id_: UUID) -> PersonView:
    """Give one person for staff who may see contact data, or raise `NotFoundError`."""
    work.require(Permission.READ_CONTACT, person=id_)
    row = work.get(Participant, id_)
    work.record_read("participant", row.id, "born", "email", "phone")
    form = PersonForm(
        given_name=row.given_name, family_name=row.family_name, preferred_name=row.preferred_name,
        nickname=row.nickname, pronunciation=row.pronunciation, born=row.born, email=row.email, phone=row.phone,
        language=row.language,
    )  # fmt: skip
    return PersonView(row.id, row.version, full_name(row.identity), form)


def find_people(work: Work, text: str = "", *, limit: int = 500) -> tuple[PersonLine, ...]:
    """List people whose name contains every word of the text, whatever its accents, in the clinic's sort order."""
    work.require(Permission.READ_PEOPLE)
    reached = work.people_within(Permission.READ_PEOPLE, Participant.id)
    query = select(Participant).where(Participant.merged_into.is_(None), reached)
    for word in fold(text[:LONGEST_SEARCH]).split():
        # Escaped: a % or _ that is typed is looked for and matches nothing else.
        query = query.where(Participant.folded.contains(word, autoescape=True))
    rows = work.session.scalars(query.order_by(Participant.sort_key, Participant.id).limit(limit))
    return person_lines(row.identity for row in rows)


def person_named(work: Work, wanted: str) -> UUID:
    """Give the id of the person with this id or this full name.

    Raises `NotFoundError` where nobody has the name, and `InvalidError` where several people share it.
    """
    work.require(Permission.READ_PEOPLE)
    try:
        return UUID(wanted)
    except ValueError:
        named = [line for line in find_people(work, wanted) if fold(line.name) == fold(wanted)]
    if not named:
        raise NotFoundError("Nobody here is called {name}. Give the whole name, or the id.", name=wanted)
    if len(named) > 1:
        raise InvalidError(
            "Several people are called {name}. Give the id of one of them: {ids}.",
            name=wanted,
            ids=", ".join(f"{line.id} ({line.label.distinguisher})" for line in named),
        )
    return named[0].id


def identities(work: Work, people: Iterable[UUID]) -> dict[UUID, Identity]:
    """Give the parts of these people's names by id, for `models.people.naming`; people out of reach are absent."""
    work.require(Permission.READ_PEOPLE)
    reached = work.people_within(Permission.READ_PEOPLE, Participant.id)
    rows = work.session.scalars(select(Participant).where(Participant.id.in_(tuple(people)), reached))
    return {row.id: row.identity_for(work.actor) for row in rows}


def languages(work: Work, people: Iterable[UUID]) -> dict[UUID, str]:
    """Give the language in which each of these people is written to."""
    work.require(Permission.READ_PEOPLE)
    reached = work.people_within(Permission.READ_PEOPLE, Participant.id)
    query = select(Participant.id, Participant.language).where(Participant.id.in_(tuple(people)), reached)
    return dict(work.session.execute(query).all())


def pronunciations(work: Work, people: Iterable[UUID]) -> dict[UUID, str]:
    """Give by id how these people's names are pronounced, where that is known."""
    work.require(Permission.READ_PEOPLE)
    rows = work.session.execute(
        select(Participant.id, Participant.pronunciation).where(
            Participant.id.in_(tuple(people)),
            Participant.pronunciation != "",
            work.people_within(Permission.READ_PEOPLE, Participant.id),
        )
    )
    return dict(rows.all())


def namesakes(work: Work, form: PersonForm) -> tuple[PersonLine, ...]:
    """List people who may be the same: same folded name, or the same e-mail or phone."""
    work.require(Permission.CHANGE_PEOPLE)
    same = [Participant.folded == _folded(form)]
    same += [Participant.email == form.email] if form.email else []
    same += [Participant.phone == form.phone] if form.phone else []
    reached = work.people_within(Permission.CHANGE_PEOPLE, Participant.id)
    rows = work.session.scalars(select(Participant).where(or_(*same), Participant.merged_into.is_(None), reached))
    return person_lines(row.identity for row in rows)


def person_lines(people: Iterable[Identity]) -> tuple[PersonLine, ...]:
    """Turn identities into lines of a list, in the given order, with what tells namesakes apart."""
    known = tuple(people)
    called = labels(known)
    return tuple(PersonLine(one.id, called[one.id]) for one in known)


def _fill(row: Participant, form: PersonForm) -> None:
    row.given_name, row.family_name = form.given_name, form.family_name
    row.preferred_name, row.nickname, row.pronunciation = form.preferred_name, form.nickname, form.pronunciation
    row.born, row.email, row.phone, row.language = form.born, form.email, form.phone, form.language
    row.folded = _folded(form)
    # A person with one name is listed by it.
    row.sort_key = fold(f"{form.family_name or form.given_name} {form.given_name}")


def _folded(form: PersonForm) -> str:
    return fold(" ".join((form.given_name, form.family_name, form.preferred_name)))
