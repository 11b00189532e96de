"""The place of the screens: each is measured by itself, whatever was seen before it."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from talentdesk.desktop.room import Room, Screens


class Tall(QWidget):
    """Something whose height follows its width."""

    def __init__(self, height: int) -> None:
        super().__init__()
        self._height = height
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return QSize(100, self._height)

    def heightForWidth(self, width: int) -> int:
        return self._height


def screen(height: int) -> QWidget:
    made = QWidget()
    QVBoxLayout(made).addWidget(Tall(height))
    return made


def test_a_screen_is_as_tall_as_the_window_after_a_taller_one(qtbot: QtBot, dressed: object) -> None:
    screens = Screens()
    room = Room(screens)
    qtbot.addWidget(room)
    short, tall = screen(200), screen(900)
    screens.addWidget(short)
    screens.addWidget(tall)
    room.resize(400, 300)
    room.show()
    screens.setCurrentWidget(tall)
    QApplication.processEvents()
    assert screens.height() >= 900
    screens.setCurrentWidget(short)
    qtbot.waitUntil(lambda: screens.height() == room.viewport().height())
    assert room.verticalScrollBar().maximum() == 0
