"""The clinic with the tests' own tables, as the tests of the storage have it."""

from __future__ import annotations

from tests.models.storage.conftest import clinic_folder, fingerprint

__all__ = ["clinic_folder", "fingerprint"]
