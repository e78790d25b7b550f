"""Passing a key to a colleague: sealed to a public key now, opened with their passphrase at their next sign-in."""

from __future__ import annotations

import os
from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PUBLIC_BYTES: Final = 32
_NONCE: Final = bytes(12)
"""Each transfer derives a key of its own, which encrypts one message: a fixed nonce is never used twice with it."""


def public_key_of(seed: bytes) -> bytes:
    """Give the X25519 public key of a 32-byte seed."""
    return X25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def seal_to(box: bytes, secret: bytes, binding: bytes) -> bytes:
    """Encrypt a secret to a public key (X25519, HKDF-SHA-256, AES-GCM); `binding` is authenticated with it."""
    once = X25519PrivateKey.from_private_bytes(os.urandom(32))
    sender = once.public_key().public_bytes_raw()
    shared = once.exchange(X25519PublicKey.from_public_bytes(box))
    return sender + AESGCM(_key(shared, sender, box)).encrypt(_NONCE, secret, binding)


def open_with(seed: bytes, sealed: bytes, binding: bytes) -> bytes:
    """Decrypt what `seal_to` encrypted to the public key of this seed; raise `InvalidTag` where it does not fit."""
    mine = X25519PrivateKey.from_private_bytes(seed)
    sender = sealed[:PUBLIC_BYTES]
    shared = mine.exchange(X25519PublicKey.from_public_bytes(sender))
    box = mine.public_key().public_bytes_raw()
    return AESGCM(_key(shared, sender, box)).decrypt(_NONCE, sealed[PUBLIC_BYTES:], binding)


def _key(shared: bytes, sender: bytes, box: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"laurel/1/handover" + sender + box).derive(
        shared
    )
