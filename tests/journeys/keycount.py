"""A screen that counts: what a clerk presses, types and scans, so that a test can say how many keys a case may cost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from display import TYPIST_MS, Display


@dataclass
class Count:
    """What has been done by hand since it was begun."""

    keys: int = 0
    """Keys that lead, choose and confirm; a chord is one."""
    signs: int = 0
    """Signs of answers, typed or pasted."""
    scans: int = 0


class CountingDisplay(Display):
    """Counts every key for whoever asked."""

    counts: tuple[Count, ...] = ()

    @contextmanager
    def counting(self) -> Iterator[Count]:
        """Counts what is done in the block."""
        count = Count()
        self.counts = (*self.counts, count)
        try:
            yield count
        finally:
            self.counts = tuple(each for each in self.counts if each is not count)

    def press(self, *keys: str) -> None:
        """Presses keys, one by one."""
        for count in self.counts:
            count.keys += len(keys)
        super().press(*keys)

    def type(self, text: str, gap_ms: int = TYPIST_MS) -> None:
        """Types signs."""
        for count in self.counts:
            count.signs += len(text)
        super().type(text, gap_ms)

    def swipe(self, text: str) -> None:
        """One scan, no key."""
        before = [(count, count.signs) for count in self.counts]
        super().swipe(text)
        for count, signs in before:
            count.signs, count.scans = signs, count.scans + 1

    def paste(self, text: str) -> None:
        """Signs that an input method commits."""
        before = [(count, count.keys) for count in self.counts]
        super().paste(text)
        for count, keys in before:
            count.keys, count.signs = keys, count.signs + len(text)
