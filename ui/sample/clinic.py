"""The sample clinic: its events carried out in order, with a clock that each of them sets."""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from random import Random
from typing import TYPE_CHECKING, Final
from uuid import UUID

from models.access import Confirmed
from models.clinic.founding import create_clinic
from models.clinic.opening import open_clinic
from models.errors import InvalidError
from models.folder.clock import system_clock
from models.folder.folder import ClinicFolder, Found
from models.keys.recovery_key import new_recovery_key
from models.people.recovery_sheet import make_recovery_sheet_valid
from ui.sample.events import ZONE, events_of
from ui.sample.plan import COUNTRY, groups

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from models.folder.clock import Clock
    from models.keys.slots import Cost

    Progress = Callable[[int, int], object]

NAME: Final = "Riverside Community Clinic (sample)"
ADMINISTRATOR: Final = "Mina Okafor"
_WORDS: Final = (
    "amber", "anchor", "apple", "apron", "arch", "autumn", "barley", "basket", "beacon", "birch", "bramble", "bridge",
    "bronze", "candle", "canoe", "castle", "cedar", "cherry", "chestnut", "cliff", "clover", "cobalt", "comet",
    "copper", "coral", "cotton", "cricket", "crystal", "daisy", "dolphin", "drum", "ember", "falcon", "fern",
    "fiddle", "finch", "flint", "forest", "fountain", "garden", "ginger", "glacier", "granite", "harbour", "harvest",
    "hazel", "heather", "hedge", "heron", "hollow", "honey", "island", "ivory", "jasmine", "kettle", "kite", "ladder",
    "lagoon", "lantern", "lemon", "linen", "maple", "marble", "meadow", "mint", "mirror", "moon",
)  # fmt: skip


@dataclass(slots=True)
class _Clock:
    """The clock of the clinic while it is made: each event sets it."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def sample_clinic(
    folder: Path,
    *,
    passphrase: str,
    seed: int = 7,
    cohorts: int = 3,
    people: int | None = None,
    today: date | None = None,
    progress: Progress | None = None,
    clock: Clock = system_clock,
    cost: Cost | None = None,
) -> None:
    """Make the sample clinic in a new or empty folder; it appears there whole or not at all.

    The same seed on the same day gives the same clinic, its keys apart. `people` is the size of each
    group; `progress` is told how many of all events are done. The administrator is `ADMINISTRATOR`.
    """
    if ClinicFolder(folder).look() is not Found.NOTHING:
        raise InvalidError("{folder} already holds something. Choose a new or empty folder.", folder=folder)
    # Made beside its folder and renamed at the end: a clinic that is half made is never found there.
    draft = folder.with_name(f".{folder.name}.sample")
    shutil.rmtree(draft, ignore_errors=True)
    day = today or clock().astimezone(ZONE).date()
    try:
        _make(draft, passphrase, seed, day, cohorts, people, progress, cost)
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def easy_passphrase() -> str:
    """Make a passphrase of five plain words."""
    return " ".join(secrets.choice(_WORDS) for _ in range(5))


def _make(
    folder: Path, passphrase: str, seed: int, today: date, cohorts: int, people: int | None, progress: Progress | None,
    cost: Cost | None,
) -> None:  # fmt: skip
    # Ids have a generator of their own: to draw one more person must not change the ids of all others.
    rng, ids = Random(seed), Random(f"ids {seed}")  # noqa: S311  (invented people, not a secret)
    plans = groups(today, rng, cohorts, people)
    events = sorted((found for plan in plans for found in events_of(plan, rng, today)), key=itemgetter(0))
    clock = _Clock(min((at for at, _ in events), default=_midday(today)) - timedelta(days=7))

    def new_id() -> UUID:
        return UUID(int=ids.getrandbits(128), version=4)

    create_clinic(
        folder, name=NAME, country=COUNTRY, administrator=ADMINISTRATOR, passphrase=passphrase, clock=clock,
        new_id=new_id, cost=cost,
    )  # fmt: skip
    clinic = open_clinic(folder, passphrase, clock=clock, new_id=new_id)
    try:
        clinic.database.adopt_thread()
        done = 0
        # Events of one instant share a transaction, as one press in the window would.
        for at, together in groupby(events, key=itemgetter(0)):
            clock.now = at
            with clinic.database.write(clinic.actor) as work:
                for _, act in together:
                    act(work)
                    done += 1
            if progress is not None:
                progress(done, len(events))
        with clinic.database.write(clinic.actor) as work:
            sure = Confirmed(clinic.actor.id, clock())
            make_recovery_sheet_valid(work, clinic.keyring, new_recovery_key(), confirmed=sure)
    finally:
        clinic.close()


def _midday(day: date) -> datetime:
    return datetime.combine(day, time(12, 0), tzinfo=UTC)
