"""The signed text in a certificate's square code."""

from __future__ import annotations

import base64
from datetime import date

import cbor2
import cwt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exports.issuer import SupersededEntry, VoidEntry, key_id, public_bytes
from exports.signed_token import COMPLETION, PREFIX, Claims, Status, at_page, read, sign
from tests.exports.certificates import ISSUER, KEY, OTHER_KEY, PAGE, SALT

NAME = "Nguyễn Thị Hồng Nhung"
CLAIMS = Claims.about(NAME, serial="2026-0042-K", kind=COMPLETION, issued_on=date(2026, 12, 14), salt=SALT)
AT_PAGE = Claims.about(NAME, serial="2026-0042-K", kind=COMPLETION, issued_on=date(2026, 12, 14), salt=SALT, page=PAGE)
TICKET = sign(CLAIMS, KEY)
QR_ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
REPLACEMENTS = "ABKZ27018 .-=#az\n\u00a0İ"


def raw(token: str) -> bytes:
    text = token.removeprefix(PREFIX)
    return base64.b32decode(text + "=" * (-len(text) % 8))


def ticket_of(content: bytes) -> str:
    return PREFIX + base64.b32encode(content).decode().rstrip("=")


def signed_by_hand(protected: bytes, unprotected: dict[int, object], payload: bytes) -> str:
    signature = KEY.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
    return ticket_of(cbor2.dumps(cbor2.CBORTag(18, [protected, unprotected, payload, signature])))


def test_that_what_was_signed_is_read() -> None:
    verdict = read(TICKET, ISSUER)
    assert verdict.status is Status.VALID
    assert verdict.claims == CLAIMS
    assert verdict.serial == "2026-0042-K"
    assert verdict.reason == "Riverside Community Clinic issued certificate 2026-0042-K on 14 December 2026."


def test_that_the_same_claims_give_the_same_ticket() -> None:
    assert sign(CLAIMS, KEY) == TICKET


def test_that_a_ticket_is_small_and_alphanumeric_for_the_symbol() -> None:
    assert set(TICKET) <= QR_ALPHANUMERIC
    assert len(TICKET) <= 221  # what a symbol of 57 modules holds with error correction Q


def test_that_no_name_is_inside() -> None:
    content = raw(TICKET)
    for part in NAME.split():
        assert part.encode() not in content


def test_that_an_independent_reader_of_cose_accepts_it() -> None:
    key = cwt.COSEKey.from_bytes(cbor2.dumps({1: 1, 3: -8, -1: 6, -2: public_bytes(KEY), 2: key_id(public_bytes(KEY))}))
    protected, unprotected, payload = cwt.COSE.new().decode_with_headers(raw(TICKET), key)
    assert protected == {1: -8, 4: key_id(public_bytes(KEY))}
    assert unprotected == {}
    assert cbor2.loads(payload)[1] == "2026-0042-K"


def test_that_an_independent_reader_of_cose_refuses_another_clinics() -> None:
    public = public_bytes(OTHER_KEY)
    key = cwt.COSEKey.from_bytes(cbor2.dumps({1: 1, 3: -8, -1: 6, -2: public, 2: key_id(public_bytes(KEY))}))
    with pytest.raises(cwt.VerifyError):
        cwt.COSE.new().decode(raw(TICKET), key)


def test_that_we_accept_what_an_independent_writer_of_cose_made() -> None:
    key = cwt.COSEKey.from_jwk(
        {
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA",
            "x": base64.urlsafe_b64encode(public_bytes(KEY)).decode().rstrip("="),
            "d": base64.urlsafe_b64encode(KEY.private_bytes_raw()).decode().rstrip("="),
        }
    )  # fmt: skip
    payload = cbor2.loads(raw(TICKET)).value[2]
    made = cwt.COSE.new().encode(payload, key, protected={1: -8, 4: key_id(public_bytes(KEY))})
    assert ticket_of(made) == TICKET


@pytest.mark.parametrize("text", [TICKET, at_page(PAGE, sign(AT_PAGE, KEY))])
def test_that_one_changed_character_anywhere_is_refused(text: str) -> None:
    assert read(text, ISSUER).status is Status.VALID
    for place, present in enumerate(text):
        for other in REPLACEMENTS:
            if other != present:
                changed = text[:place] + other + text[place + 1 :]
                assert read(changed, ISSUER).status is not Status.VALID, (place, other)


def test_that_a_missing_doubled_or_moved_character_is_refused() -> None:
    for place in range(len(TICKET)):
        missing = TICKET[:place] + TICKET[place + 1 :]
        doubled = TICKET[:place] + TICKET[place] + TICKET[place:]
        assert read(missing, ISSUER).status is not Status.VALID
        assert read(doubled, ISSUER).status is not Status.VALID


@pytest.mark.parametrize(
    "changed",
    [
        TICKET.lower(), TICKET + "=", TICKET + "===", f" {TICKET}", f"{TICKET}\n", TICKET[:40] + " " + TICKET[40:],
        TICKET[:40] + "\n" + TICKET[40:], f"{TICKET}#", f"#{TICKET}", TICKET + "A", TICKET.replace("LR1.", "LR1:"),
    ],
)  # fmt: skip
def test_that_only_one_spelling_counts(changed: str) -> None:
    assert read(changed, ISSUER).status is not Status.VALID


def test_that_loose_bits_at_the_end_are_refused() -> None:
    longer = Claims.about(NAME, serial="2026-10042-K", kind=COMPLETION, issued_on=date(2026, 12, 14), salt=SALT)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    for claims in (CLAIMS, longer):
        token = sign(claims, KEY)
        if len(raw(token)) % 5:
            for other in set(alphabet) - {token[-1]}:
                assert read(token[:-1] + other, ISSUER).status is not Status.VALID


def test_that_every_changed_bit_is_refused() -> None:
    content = raw(TICKET)
    for place in range(len(content)):
        for bit in range(8):
            changed = bytearray(content)
            changed[place] ^= 1 << bit
            assert read(ticket_of(bytes(changed)), ISSUER).status is not Status.VALID


def test_that_other_ways_to_write_the_same_cbor_are_refused_though_the_signature_holds() -> None:
    tag = cbor2.loads(raw(TICKET))
    protected, _, payload, signature = tag.value
    untagged = cbor2.dumps([protected, {}, payload, signature])
    noted = cbor2.dumps(cbor2.CBORTag(18, [protected, {99: "note"}, payload, signature]))
    longer_head = b"\xd8\x12" + raw(TICKET)[1:]
    endless = b"\xd2\x9f" + raw(TICKET)[2:] + b"\xff"
    for content in (untagged, noted, longer_head, endless, raw(TICKET) + b"\0", raw(TICKET)[:-1]):
        assert read(ticket_of(content), ISSUER).status is Status.ALTERED


def test_that_another_order_or_more_in_the_signed_header_is_refused() -> None:
    payload = cbor2.loads(raw(TICKET)).value[2]
    kid = key_id(public_bytes(KEY))
    swapped = b"\xa2\x04\x48" + kid + b"\x01\x27"
    more = cbor2.dumps({1: -8, 4: kid, 3: 0})
    for protected in (swapped, more):
        assert read(signed_by_hand(protected, {}, payload), ISSUER).status is Status.ALTERED


@pytest.mark.parametrize("payload", [{}, [], {1: 2}, {1: "x", 2: 1, 3: 1, 4: b"", 5: b""}, "text", {7: 1}])
def test_that_a_payload_we_do_not_know_is_unreadable_even_if_signed(payload: object) -> None:
    protected = cbor2.dumps({1: -8, 4: key_id(public_bytes(KEY))})
    verdict = read(signed_by_hand(protected, {}, cbor2.dumps(payload)), ISSUER)
    assert verdict.status in {Status.UNREADABLE, Status.ALTERED}


def test_that_a_changed_payload_is_altered_and_a_changed_key_id_is_not_ours() -> None:
    content = raw(TICKET)
    payload = content.replace(b"2026-0042-K", b"2026-0043-K")
    assert read(ticket_of(payload), ISSUER).status is Status.ALTERED
    kid = key_id(public_bytes(KEY))
    assert read(ticket_of(content.replace(kid, bytes(8))), ISSUER).status is Status.NOT_OURS


def test_that_another_clinics_ticket_is_not_ours_even_under_our_key_id() -> None:
    theirs = sign(CLAIMS, OTHER_KEY)
    assert read(theirs, ISSUER).status is Status.NOT_OURS
    posing = raw(theirs).replace(key_id(public_bytes(OTHER_KEY)), key_id(public_bytes(KEY)))
    assert read(ticket_of(posing), ISSUER).status is Status.ALTERED


def test_that_void_and_superseded_certificates_are_told_apart() -> None:
    void = ISSUER.model_copy(update={"void": (VoidEntry(serial="2026-0042-K", reason="Issued by mistake."),)})
    verdict = read(TICKET, void)
    assert verdict.status is Status.VOID
    assert verdict.serial == "2026-0042-K"
    assert verdict.reason == "Riverside Community Clinic has made certificate 2026-0042-K void: Issued by mistake."
    old = ISSUER.model_copy(update={"superseded": (SupersededEntry(serial="2026-0042-K", by="2026-0050-A"),)})
    assert read(TICKET, old).status is Status.SUPERSEDED
    assert read(TICKET, old).reason == "Certificate 2026-0042-K was replaced by 2026-0050-A."


def test_that_both_forms_are_read_and_a_foreign_address_is_refused() -> None:
    token = sign(AT_PAGE, KEY)
    assert read(token, ISSUER).status is Status.VALID
    assert read(at_page(PAGE, token), ISSUER).status is Status.VALID
    assert read(at_page("https://riverside.example.evil/verify", token), ISSUER).status is Status.ALTERED
    assert read(at_page(PAGE, TICKET), ISSUER).status is Status.ALTERED  # signed without any page
    assert at_page("", TICKET) == TICKET


@pytest.mark.parametrize("text", ["", "hello", "https://example.org", "LR2.ABC", "LR1", PREFIX * 900, "\0", "#"])
def test_that_other_codes_are_unreadable(text: str) -> None:
    assert read(text, ISSUER).status is Status.UNREADABLE


@given(st.text(max_size=300))
@settings(max_examples=300, deadline=None)
def test_that_nothing_made_up_is_valid(text: str) -> None:
    assert read(text, ISSUER).status is not Status.VALID
    assert read(PREFIX + text, ISSUER).status is not Status.VALID


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_that_no_bytes_made_up_are_valid(content: bytes) -> None:
    assert read(ticket_of(content), ISSUER).status is Status.ALTERED


def test_that_the_name_is_checked_however_its_accents_are_composed() -> None:
    zoe = Claims.about("Zoë Angélique", serial="1", kind=1, issued_on=date(2026, 1, 1), salt=SALT)
    assert zoe.is_for("Zoe\u0308 Ange\u0301lique")
    assert zoe.is_for("  Zoë   Angélique ")
    assert zoe.is_for("\u200eZoë Angélique")
    assert not zoe.is_for("Zoe Angelique")
    assert not zoe.is_for("zoë angélique")


def test_that_the_same_name_has_another_digest_on_each_certificate() -> None:
    again = Claims.about(NAME, serial="2026-0042-K", kind=1, issued_on=date(2026, 12, 14), salt=bytes(8))
    assert again.digest != CLAIMS.digest
    with pytest.raises(ValueError, match="8 bytes"):
        Claims.about(NAME, serial="1", kind=1, issued_on=date(2026, 1, 1), salt=b"short")
