"""Finds the QR symbols on pages, with more patience where the first look was not enough."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import zxingcpp
from PIL import ImageFilter, ImageOps
from PIL.Image import Image, Resampling

from talentdesk.core.parcel import complete

_QR = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])
_MOST = 500
_FEW = 12
_LARGE, _SMALL = 20_000_000, 1_000_000
_ROOM = 40_000_000
"""Points of pages that are kept while others are looked at."""

Look = Callable[[Image], Image | None]
"""A picture made easier to read; None where that is no use."""


class Search:
    """Collects symbols page by page."""

    def __init__(self) -> None:
        self._texts: dict[str, None] = {}
        self.unreadable = 0
        self._first = True
        self._pages = 0

    @property
    def texts(self) -> tuple[str, ...]:
        """What was read, each once."""
        return tuple(self._texts)

    def look(self, pages: Iterator[Image], look: Look) -> None:
        """One look at every page."""
        for page in pages:
            self._pages += self._first
            better = look(page)
            if better is not None:
                self._take(better)
        self._first = False

    def is_done(self) -> bool:
        """Whether another look would be of no use, or at more pages than there is time for."""
        return complete(self.texts) or self._pages > _FEW

    def _take(self, page: Image) -> None:
        for code in zxingcpp.read_barcodes(page, formats=_QR, return_errors=True):
            if code.error is not None or not code.valid:
                self.unreadable += self._first
            elif len(self._texts) < _MOST:
                self._texts[code.text] = None


def search(pages: Callable[[], Iterator[Image]]) -> Search:
    """Looks until there are enough symbols of ours, each time differently."""
    found, kept = Search(), list[Image]()
    for look in _LOOKS:
        found.look(iter(kept) if kept else _keeping(pages(), kept), look)
        if found.is_done():
            break
    return found


def _keeping(pages: Iterator[Image], kept: list[Image]) -> Iterator[Image]:
    """The pages, kept for the next look where there is room for all of them: to decode or draw them takes longest."""
    room = _ROOM
    for page in pages:
        room -= page.width * page.height
        if room >= 0:
            kept.append(page)
        else:
            kept.clear()
        yield page


def _as_it_is(page: Image) -> Image:
    return page


def _larger(page: Image) -> Image | None:
    if page.width * page.height > _LARGE:
        return None
    return page.resize((page.width * 2, page.height * 2), Resampling.BICUBIC)


def _smoother(page: Image) -> Image:
    return ImageOps.autocontrast(page.filter(ImageFilter.MedianFilter(3)), cutoff=2)


def _smaller(page: Image) -> Image | None:
    if page.width * page.height < _SMALL:
        return None
    return page.resize((page.width * 2 // 3, page.height * 2 // 3), Resampling.BOX)


_LOOKS: tuple[Look, ...] = (_as_it_is, _smoother, _larger, _smaller)
