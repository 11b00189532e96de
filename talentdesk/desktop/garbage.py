"""Unreachable objects are collected by the window's thread alone: a widget dying on another thread ends the program.

Python collects on whichever thread happens to allocate, and the store's thread allocates with every save.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 1000


class GarbageTurn(QObject):
    """Takes collecting over from Python until `end`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self.settle()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.turn)
        self._timer.start()

    def settle(self) -> None:
        """What there is now stays, as the modules that the start has read: later turns need not look through it, so
        that they are short."""
        gc.freeze()

    def turn(self) -> None:
        """Collect the oldest generation that is due by Python's own thresholds."""
        due = zip(gc.get_count(), gc.get_threshold(), strict=True)
        generations = [generation for generation, (count, most) in enumerate(due) if most and count > most]
        if generations:
            gc.collect(max(generations))

    def end(self) -> None:
        """Give collecting back."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
