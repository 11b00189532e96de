"""A screen's title and its acts: in one line where they have room, below each other where not, never squashed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from talentdesk.desktop.controls import Title
from talentdesk.desktop.headrow import HeadRow

ACTS = 3


def head(qtbot: QtBot, width: int) -> tuple[QWidget, Title, list[QPushButton]]:
    screen = QWidget()
    qtbot.addWidget(screen)
    column, row = QVBoxLayout(screen), HeadRow()
    column.setContentsMargins(0, 0, 0, 0)
    title = Title("page_title", screen)
    title.show_title("Programas de estágio e de criação de empresas", "pt", "Internship programmes", "en")
    row.addWidget(title)
    buttons = [QPushButton(f"An act, number {number}", screen) for number in range(ACTS)]
    for button in buttons:
        button.setFixedSize(200, 40)
        row.addWidget(button)
    column.addLayout(row)
    column.addStretch(1)
    screen.resize(width, 600)
    screen.show()
    QApplication.processEvents()
    return screen, title, buttons


@pytest.mark.parametrize("width", [260, 450, 700, 900, 1000, 1400])
def test_nothing_is_squashed_nor_laid_over_another(qtbot: QtBot, dressed: object, width: int) -> None:
    screen, title, buttons = head(qtbot, width)
    assert title.width() >= min(320, width)
    assert title.height() >= title.heightForWidth(title.width())
    places = [title.geometry(), *(button.geometry() for button in buttons)]
    assert all(screen.rect().contains(place) for place in places)
    assert not any(a.intersects(b) for at, a in enumerate(places) for b in places[at + 1 :])
    assert all(button.width() == 200 for button in buttons)


def test_they_share_a_line_only_where_the_title_keeps_room(qtbot: QtBot, dressed: object) -> None:
    _, title, buttons = head(qtbot, 1400)
    assert buttons[0].y() < title.geometry().bottom()
    _, title, buttons = head(qtbot, 900)
    assert buttons[0].y() > title.geometry().bottom()
    assert len({button.y() for button in buttons}) == 1
    _, title, buttons = head(qtbot, 450)
    assert len({button.y() for button in buttons}) == 2


def test_what_is_hidden_takes_no_room(qtbot: QtBot, dressed: object) -> None:
    screen, title, buttons = head(qtbot, 900)
    for button in buttons[1:]:
        button.hide()
    QApplication.processEvents()
    assert buttons[0].y() < title.geometry().bottom()
    assert buttons[0].geometry().right() == screen.width() - 1
