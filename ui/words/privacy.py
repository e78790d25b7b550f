"""Erasure and retention in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from models.people.erasure import Ground
from models.people.retention import Need
from ui.translation import mark, plural, tr
from ui.words.wording import isolated, joined_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.privacy.erasure import ErasurePreview

GROUNDS: Final = {
    Ground.ASKED: mark("The person asked for it"),
    Ground.RETENTION: mark("The time of keeping is over"),
    Ground.MISTAKE: mark("The record should never have been made"),
    Ground.ORDER: mark("A court or an authority ordered it"),
    Ground.RESTORED: mark("An older backup had brought the person back"),
}
NEEDS: Final = {
    Need.CARE: mark("Still in touch with the clinic, or may come back"),
    Need.LAW: mark("The law asks for a longer time"),
    Need.CLAIM: mark("A claim or a case is open"),
    Need.WISH: mark("The person wishes it"),
}


def ground_text(ground: Ground) -> str:
    """Say why somebody was erased."""
    return tr(GROUNDS[ground])


def need_text(need: Need) -> str:
    """Say why records are kept longer."""
    return tr(NEEDS[need])


def gone_text(shown: ErasurePreview) -> str:
    """Say what an erasure takes away: “12 marks, 1 form, 4 answers about consent”."""
    return joined_text(list(_gone(shown)))


def _gone(shown: ErasurePreview) -> Iterator[str]:
    yield tr("name and contact")
    if shown.groups:
        named = joined_text([isolated(name) for name in shown.groups])
        yield plural(len(shown.groups), "{count} group ({names})", "{count} groups ({names})", names=named)
    if shown.marks:
        yield plural(shown.marks, "{count} mark", "{count} marks")
    if shown.forms:
        yield plural(shown.forms, "{count} form with its answers", "{count} forms with their answers")
    if shown.consents:
        yield plural(shown.consents, "{count} word of consent", "{count} words of consent")
    if shown.badges:
        yield plural(shown.badges, "{count} badge", "{count} badges")
    if shown.other_entries:
        yield plural(shown.other_entries, "{count} other entry", "{count} other entries")


def changed_texts(shown: ErasurePreview) -> Iterator[str]:
    """Say what stays in another form, a sentence each."""
    if shown.certificates:
        yield plural(
            shown.certificates,
            "Of {count} certificate the number, kind, day and status stay, so that the paper can still be checked.",
            "Of {count} certificates the number, kind, day and status stay, so that the paper can still be checked.",
        )
    if shown.ceremonies:
        yield plural(
            shown.ceremonies,
            "{count} ceremony is changed: the person's part and name go.",
            "{count} ceremonies are changed: the person's part and name go.",
        )
    if shown.mentions:
        yield plural(
            shown.mentions,
            "{count} remark of a colleague mentions the person: the mention goes.",
            "{count} remarks of colleagues mention the person: the mentions go.",
        )
    if shown.marks:
        yield tr("Totals of the group become smaller.")
