"""How long nobody has touched a public machine, and what follows: answers are hidden, a question, the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QObject, QTimer, Signal

_TICK_MS = 200
MORE_S = 300
"""What the button on the warning gives: five minutes."""


class Stage(IntEnum):
    """How far it has come."""

    HERE = 0
    HIDDEN = 1
    """Nobody typed for a while: who passes by shall read nothing."""
    WARNED = 2
    OVER = 3


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds without a touch."""

    curtain: float = 15
    warning: float = 90
    countdown: float = 30


class Idleness:
    """The reckoning. Each touch begins it anew, so that nobody who is there ever loses anything."""

    def __init__(self, patience: Patience, clock: Callable[[], float]) -> None:
        self._patience = patience
        self._clock = clock
        self._more = 0.0
        self._touched = clock()

    def touch(self, *, more: float = 0.0) -> None:
        """Somebody is there, and wants `more` seconds before being asked again."""
        self._touched, self._more = self._clock(), more

    def hold(self) -> None:
        """Somebody is there and reads the warning: its seconds begin anew."""
        self._touched = self._clock() - self._warning

    @property
    def idle(self) -> float:
        """Seconds since the last touch."""
        return self._clock() - self._touched

    @property
    def left(self) -> float:
        """Seconds until the end."""
        return max(0.0, self._warning + self._patience.countdown - self.idle)

    @property
    def countdown(self) -> int:
        """The number on the warning: whole seconds that are left."""
        return min(-int(-self.left // 1), int(self._patience.countdown))

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        idle = self.idle
        if idle >= self._warning + self._patience.countdown:
            return Stage.OVER
        if idle >= self._warning:
            return Stage.WARNED
        return Stage.HIDDEN if idle >= self._patience.curtain else Stage.HERE

    @property
    def _warning(self) -> float:
        return max(self._patience.warning, self._more)


class IdleWatch(QObject):
    """Looks at the clock five times a second, in dialogs too, and tells what changes."""

    changed = Signal(object)
    """The `Stage` that is reached."""
    counted = Signal(int)
    """Warned: so many seconds are left."""

    def __init__(self, idleness: Idleness, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.idleness = idleness
        self.stage = Stage.HERE
        self._count = -1
        self._begun = False
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self.tick)

    def begin(self) -> None:
        """Somebody has come."""
        self._begun = True
        self.idleness.touch()
        self._timer.start()

    def touch(self, *, more: float = 0.0) -> None:
        """Somebody is there."""
        self.idleness.touch(more=more)
        if self.stage is not Stage.HERE:
            self.tick()

    def hold(self) -> None:
        """Somebody reads the warning."""
        if self.stage is Stage.WARNED:
            self.idleness.hold()
            self.tick()

    def tick(self) -> None:
        """Look at the clock. Before somebody has come no time passes, and what is over stays over."""
        if not self._begun or self.stage is Stage.OVER:
            return
        stage = self.idleness.stage
        if stage is not self.stage:
            self._reach(stage)
        if stage is Stage.WARNED and self.idleness.countdown != self._count:
            self._count = self.idleness.countdown
            self.counted.emit(self._count)

    def _reach(self, stage: Stage) -> None:
        self.stage, self._count = stage, -1
        if stage is Stage.OVER:
            self._timer.stop()
        self.changed.emit(stage)
