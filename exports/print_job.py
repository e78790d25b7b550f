"""Several issued PDFs as one print job."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterable


def joined(pdfs: Iterable[bytes]) -> bytes:
    """Join issued PDFs, page by page as they are, into one print job."""
    out = io.BytesIO()
    with pikepdf.new() as job:
        for each in pdfs:
            with pikepdf.open(io.BytesIO(each)) as one:
                job.pages.extend(one.pages)
        job.docinfo["/Producer"] = "Laurel"
        job.save(out, deterministic_id=True)
    return out.getvalue()
