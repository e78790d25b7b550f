"""Every table of the clinic, imported so that SQLAlchemy's metadata has all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import settings
from models.base import Base
from models.outcomes import questionnaire
from models.people import consent, consent_text, erasure, participant, retention, staff
from models.programme import attendance, cohort, enrolment, meeting, programme, team
from models.recognition import badge, ceremony, ceremony_subject, certificate, effort, signing_key
from models.storage import audit, media

if TYPE_CHECKING:
    from sqlalchemy import MetaData

NOUNS = (
    attendance, audit, badge, ceremony, ceremony_subject, certificate, cohort, consent, consent_text, effort,
    enrolment, erasure, media, meeting, participant, programme, questionnaire, retention, settings, signing_key, staff,
    team,
)  # fmt: skip
METADATA: MetaData = Base.metadata
