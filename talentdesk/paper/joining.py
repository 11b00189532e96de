"""Finished papers one after the other for a printer, each beginning on a leaf of its own."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf


def one_after_another(contents: Sequence[bytes], *, two_sided: bool) -> bytes:
    """One PDF of all pages in order; printed on both sides, an empty page stands behind an odd number of pages.

    Pages are copied as they are, so that type stays type. Bookmarks and tags stay behind: it is for paper.
    """
    finished = io.BytesIO()
    with pikepdf.new() as pdf:
        for number, content in enumerate(contents, 1):
            with pikepdf.open(io.BytesIO(content)) as one:
                pdf.pages.extend(one.pages)
                last = one.pages[-1].mediabox
                odd = len(one.pages) % 2
                if two_sided and odd and number < len(contents):
                    left, bottom, right, top = (float(each) for each in last)
                    pdf.add_blank_page(page_size=(right - left, top - bottom))
        pdf.save(finished, deterministic_id=True)
    return finished.getvalue()
