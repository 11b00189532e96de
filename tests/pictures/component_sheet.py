"""Paints the component sheet: every part of the desktop in every state, to be looked at.

python tests/pictures/component_sheet.py FOLDER [light dark high_contrast]
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from talentdesk.desktop import chips, theme, typefaces
from talentdesk.desktop.buttons import Button, KeyHint, Role
from talentdesk.desktop.chips import Chip, Status, Tone
from talentdesk.desktop.controls import Card, EmptyState, Panel, Progress, Steps, Title, Toast
from talentdesk.desktop.taskitem import TaskItem
from talentdesk.desktop.theme import Look, Size
from talentdesk.desktop.words import Span, Words

EN, ZH = "en", "zh-Hans"
KIOSK = Size.KIOSK


def small(text: str, style: str = "message_second") -> Words:
    words = Words()
    words.show_words((Span(text, style, EN, "muted"),))
    return words


def section(number: int, title: str, second: str) -> Card:
    card = Card()
    head = Title()
    head.show_words(
        (
            Span(f"{number}  ", "section_title", EN, "accent"),
            Span(title, "section_title", EN),
            Span(f"\u2002{second}", "section_title_second", ZH, "muted"),
        )
    )
    card.inside.addWidget(head)
    return card


def row(*widgets: QWidget, spacing: int = 12) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    layout.addStretch(1)
    return layout


def add(card: Card, thing: QWidget | QLayout) -> None:
    if isinstance(thing, QLayout):
        card.inside.addLayout(thing)
    else:
        card.inside.addWidget(thing)


def button(role: Role, caption: str, second: str = "", *, size: Size | None = None, **look: object) -> Button:
    made = Button(role, size=size, **look)  # type: ignore[arg-type]
    made.show_words(caption, EN, second, ZH)
    return made


def buttons() -> Card:
    card = section(4, "Buttons", "按钮")
    hover, focus, main_focus = (button(Role.PLAIN, "Hover"), button(Role.PLAIN, "Focus"), button(Role.MAIN, "Focus"))
    off = button(Role.PLAIN, "Not yet")
    off.setEnabled(False)
    add(
        card,
        row(
            button(Role.MAIN, "Print", icon="printer"),
            button(Role.PLAIN, "Back"),
            hover,
            focus,
            main_focus,
            button(Role.LINK, "Text link"),
            button(Role.DANGER, "Erase", icon="trash"),
            spacing=13,
        ),
    )
    add(card, row(off, button(Role.PLAIN, "Small", small=True)))
    kiosk_focus = button(Role.PLAIN, "Focus", size=KIOSK)
    add(
        card,
        row(
            button(Role.MAIN, "Next", "下一步", size=KIOSK, icon_after="forward"),
            button(Role.PLAIN, "Back", "上一步", size=KIOSK, icon="back"),
            kiosk_focus,
            spacing=24,
        ),
    )
    add(card, small("Counter 36 px high, small 28. Kiosk at least 96 px, 24 px apart. Ring 3 px (kiosk 6), 2 px away."))
    card.hovered, card.focused = [hover], [focus, main_focus, kiosk_focus]  # type: ignore[attr-defined]
    return card


def chip(tone: Tone, icon: str, word: str, second: str = "", *, square: bool = False) -> Chip:
    made = Chip(square=square)
    made.show_chip(tone, icon, word, EN, second, ZH)
    return made


def chip_card() -> Card:
    card = section(5, "Chips and status icons", "状态")
    add(
        card,
        row(
            chip(Tone.OK, "tick_disc", "Ready", "可打印"),
            chip(Tone.ACCENT, "half_disc", "In progress", "填写中"),
            chip(Tone.ACCENT, "eye", "In review", "审核中"),
            chip(Tone.ATTENTION, "undo", "Returned", "退回"),
            chip(Tone.ERROR, "octagon_cross", "1 to fix", "须改"),
            spacing=8,
        ),
    )
    add(
        card,
        row(
            chip(Tone.ACCENT, "question_disc", "Unknown", "待定"),
            chip(Tone.QUIET, "document", "Received", "已收"),
            chip(Tone.QUIET, "pencil", "Draft", "草稿"),
            chip(Tone.QUIET, "dashed_ring", "Not asked", "不适用"),
            chip(Tone.OK, "", "Grade A official", square=True),
            chip(Tone.QUIET, "", "Grade B", square=True),
            spacing=8,
        ),
    )
    add(card, row(chip(Tone.ATTENTION, "", "Grade C verify", square=True)))
    grid = QGridLayout()
    marks = [
        chips.COMPLETE,
        chips.IN_PROGRESS,
        chips.NOT_STARTED,
        chips.NOTICE,
        chips.ERROR,
        chips.UNKNOWN,
        chips.NOT_ASKED,
        chips.LOCKED,
    ]
    for place, mark in enumerate(marks):
        status = Status()
        status.show_status(mark, mark.word, EN, colour="text")
        grid.addWidget(status, place // 4, place % 4)
    grid.setVerticalSpacing(10)
    card.inside.addLayout(grid)
    return card


def task_card() -> Card:
    card = section(6, "Task list", "任务项")
    grid = QGridLayout()
    grid.setSpacing(4)
    tasks = [
        (chips.IN_PROGRESS, "Passport", "护照", "In progress", "4 / 6"),
        (chips.COMPLETE, "Applicant", "申请人", "Complete", "12 / 12"),
        (chips.NOTICE, "Residence permit", "申请的居留证件", "1 notice", "4 / 4"),
        (chips.ERROR, "Employer", "在华单位", "1 to fix", "5 / 5"),
        (chips.NOT_STARTED, "Dependants", "同行人", "Not started", "0 / 1"),
        (chips.NOT_ASKED, "Changes", "变更事项", "Not asked", ""),
    ]
    for place, (mark, title, second, state, count) in enumerate(tasks):
        item = TaskItem()
        item.show_task(mark, title, state, count, EN, second, ZH)
        item.setChecked(place == 0)
        grid.addWidget(item, place // 2, place % 2)
    card.inside.addLayout(grid)
    return card


def feedback() -> Card:
    card = section(8, "Empty, toast, progress", "空、提示、进度")
    empty = EmptyState("folder")
    empty.show_empty(
        "No cases yet",
        "Scan a passport, or start by typing a name.",
        EN,
        ("还没有办件", "扫描护照，或直接输入姓名。"),
        ZH,
    )
    scan = button(Role.PLAIN, "Scan", icon="scan")
    scan.show_key("F2")
    empty.add_button(scan)
    empty.add_button(button(Role.MAIN, "New case", icon="plus"))
    add(card, empty)
    undo = button(Role.PLAIN, "Undo", small=True)
    undo.show_key("Ctrl+Z")
    good, bad = Toast(undo), Toast(button(Role.PLAIN, "Try again", small=True))
    good.show_toast(chips.GOOD, "Sent to printer, 3 papers", EN, "已送打印，3 份", ZH)
    bad.show_toast(
        chips.ERROR, "Printer does not answer. The papers stay in the list.", EN, "打印机无应答，文件仍在列表里。", ZH
    )
    add(card, good)
    add(card, bad)
    bar, steps = Progress(), Steps()
    bar.show_progress(7, 20)
    steps.show_progress(2, 8)
    line = QHBoxLayout()
    line.addWidget(small("7 of 20", "button_small"))
    line.addStretch(1)
    line.addWidget(small("about 50 s left 约剩 50 秒"))
    add(card, line)
    add(card, bar)
    add(card, steps)
    add(card, small("Kiosk: step 3 of 8; done, here, to come"))
    add(card, row(*(KeyHint(key) for key in ("Enter", "F6", "F7", "Ctrl+D", "F4", "F9"))))
    return card


def sheet() -> Panel:
    panel = Panel("canvas")
    columns = QHBoxLayout(panel)
    columns.setContentsMargins(28, 28, 28, 28)
    columns.setSpacing(17)
    for cards in (left(), (buttons(), chip_card(), task_card(), *dates(), feedback())):
        column = QVBoxLayout()
        column.setSpacing(17)
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        columns.addLayout(column, 1)
    return panel


def left() -> tuple[Card, ...]:
    return ()


def dates() -> tuple[Card, ...]:
    return ()


def pretend(panel: QWidget) -> None:
    """Show hover and focus where the sheet names them: only one widget can really have them."""
    for card in panel.findChildren(Card):
        for widget in getattr(card, "hovered", []):
            widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
            centre = QPointF(5, 5)
            QApplication.sendEvent(widget, QEnterEvent(centre, centre, centre))
        for widget in getattr(card, "focused", []):
            widget.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))


def main(folder: Path, looks: list[str]) -> None:
    app = QApplication([])
    typefaces.load_first(EN, ZH)
    for _ in typefaces.load_rest():
        pass
    folder.mkdir(parents=True, exist_ok=True)
    theme.wear(app, Look.LIGHT, Size.COUNTER, EN)
    panel = sheet()
    panel.resize(1520, panel.sizeHint().height())
    panel.show()
    for look in looks:
        theme.wear(app, Look(look), Size.COUNTER, EN)
        app.processEvents()
        panel.resize(1520, panel.layout().minimumHeightForWidth(1520))
        app.processEvents()
        pretend(panel)
        app.processEvents()
        panel.grab().save(str(folder / f"components-{look}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or [str(look) for look in Look])
