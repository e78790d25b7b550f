"""The issuer file: what a stranger checks with."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from exports.issuer import IssuerKey, VoidEntry, issuer_from, issuer_text, public_bytes, read_issuer
from models.errors import InvalidError
from tests.exports.certificates import ISSUER, KEY, OTHER_KEY

if TYPE_CHECKING:
    from pathlib import Path

VOIDED = ISSUER.model_copy(update={"void": (VoidEntry(serial="2026-0001-A", reason="Misprint", on=date(2026, 12, 1)),)})


def test_that_what_is_written_is_read() -> None:
    assert issuer_from(issuer_text(VOIDED, KEY).encode()) == VOIDED


def test_that_the_file_says_what_it_promises() -> None:
    content = json.loads(issuer_text(VOIDED, KEY))
    assert content["format"] == "laurel-issuer-1"
    assert content["clinic"] == "Riverside Community Clinic"
    assert content["keys"][0].keys() == {"kid", "public", "from"}
    assert content["void"] == [{"serial": "2026-0001-A", "reason": "Misprint", "on": "2026-12-01"}]
    assert content["superseded"] == []
    assert "private" not in json.dumps(content)


@pytest.mark.parametrize("part", ["clinic", "made_on", "void", "keys", "superseded", "signature"])
def test_that_a_changed_file_is_refused(part: str) -> None:
    content = json.loads(issuer_text(VOIDED, KEY))
    new_key = IssuerKey.of(public_bytes(OTHER_KEY), date(2026, 1, 1)).model_dump(mode="json", by_alias=True)
    changed = {"clinic": "Lakeside", "made_on": "2030-01-01", "void": [], "keys": [*content["keys"], new_key],
               "superseded": [{"serial": "2026-0002-B"}], "signature": {"kid": "00" * 8, "value": ""}}  # fmt: skip
    content[part] = changed[part]
    with pytest.raises(ValueError, match="laurel-issuer-1"):
        issuer_from(json.dumps(content).encode())


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"signature": {}}', b"5"]
)
def test_that_another_file_is_refused_with_one_sentence(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "issuer.json"
    file.write_bytes(content)
    with pytest.raises(InvalidError, match=r"^The file issuer\.json is not a clinic's issuer file"):
        read_issuer(file)


def test_that_a_missing_file_is_refused_with_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InvalidError, match=r"^The issuer file gone\.json cannot be read\."):
        read_issuer(tmp_path / "gone.json")


def test_that_a_key_that_is_no_key_is_refused() -> None:
    content = json.loads(issuer_text(ISSUER, KEY))
    content["keys"][0]["public"] = "AAAA"
    with pytest.raises(ValueError, match="key id"):
        issuer_from(json.dumps(content).encode())


def test_that_a_later_laurel_may_add_to_the_file() -> None:
    from exports.issuer import _canonical

    content = json.loads(issuer_text(ISSUER, KEY))
    del content["signature"]
    content["badges"] = ["more"]
    import base64

    value = base64.b64encode(KEY.sign(_canonical(content))).decode()
    content["signature"] = {"kid": ISSUER.keys[0].kid, "value": value}
    assert issuer_from(json.dumps(content).encode()) == ISSUER
