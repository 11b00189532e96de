"""A row of filters over a list that is all on the screen: each with its count, chosen as radio buttons are."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.desk import Desk
from talentdesk.i18n import say

Filters = tuple[tuple[str, tuple[str, ...] | None], ...]


class FilterButtons(QWidget):
    """Which cases are listed, and how many there are of each. Left and right choose, as in a row of radio buttons."""

    chosen = Signal(int)

    def __init__(self, desk: Desk, parent: QWidget | None, filters: Filters) -> None:
        """`filters` are names with the states that each lets through; None: all."""
        super().__init__(parent)
        self._desk = desk
        self._filters = filters
        self.current = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._buttons = [Button(parent=self, small=True) for _ in self._filters]
        for index, button in enumerate(self._buttons):
            button.clicked.connect(lambda _=False, index=index: self.choose(index))
            button.installEventFilter(self)
            row.addWidget(button)

    def choose(self, index: int) -> None:
        """Lists what filter `index` lets through."""
        self.current = index
        self.restyle()
        self.chosen.emit(index)

    def restyle(self) -> None:
        """The chosen one is filled; on a touch screen, where a main button is larger, it is ringed."""
        kiosk = self._desk.is_kiosk
        for at, button in enumerate(self._buttons):
            chosen = at == self.current
            button.role = Role.MAIN if chosen and not kiosk else Role.PLAIN
            button.setCheckable(True)
            button.setChecked(chosen and kiosk)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if chosen else Qt.FocusPolicy.ClickFocus)
            button.updateGeometry()
            button.update()

    @property
    def place(self) -> QWidget:
        """The chosen filter: where the focus belongs."""
        return self._buttons[self.current]

    def take_focus(self) -> None:
        """Goes to the chosen filter."""
        self._buttons[self.current].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_counts(self, counts: Counter[str]) -> None:
        """Names each filter with its count. A filter that would show nothing is hidden, except the first two."""
        for index, (name, states) in enumerate(self._filters):
            count = counts.total() if states is None else sum(counts[state] for state in states)
            name = say(name, self._desk.language)
            # Fingers need the width for the words.
            caption = name if self._desk.is_kiosk else f"{name}  {count}"
            self._buttons[index].show_words(caption, self._desk.language)
            self._buttons[index].setVisible(bool(count) or index < 2 or index == self.current)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left and right, which buttons by themselves take as Tab."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step:
            shown = [index for index, button in enumerate(self._buttons) if not button.isHidden()]
            self.choose(shown[(shown.index(self.current) + step) % len(shown)])
            self.take_focus()
        return bool(step)
