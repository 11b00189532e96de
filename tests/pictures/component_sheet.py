"""Paints the component sheet: every part of the desktop in every state, to be looked at.

python tests/pictures/component_sheet.py FOLDER [light dark high_contrast]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtCore import QEvent, QPointF, QRect, Qt
from PySide6.QtGui import QEnterEvent, QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from talentdesk.core.checks import Severity
from talentdesk.core.draft import Source
from talentdesk.core.form import Choice, Kind, Need, Question, Text
from talentdesk.desktop import chips, shapes, theme, typefaces
from talentdesk.desktop.buttons import Button, KeyHint, Role
from talentdesk.desktop.chips import Chip, Status, Tone
from talentdesk.desktop.controls import Card, EmptyState, Panel, Progress, Rule, Steps, Title, Toast
from talentdesk.desktop.editors import Option
from talentdesk.desktop.remarks import Remark
from talentdesk.desktop.rows import QuestionRow, Standing
from talentdesk.desktop.taskitem import TaskItem
from talentdesk.desktop.theme import Look, Size
from talentdesk.desktop.words import Block, Span, Words

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


def question(id: str, kind: Kind, en: str, zh: str, **more: object) -> Question:
    return Question(id=id, kind=kind, label=Text(zh, en), **more)  # type: ignore[arg-type]


COUNTRIES = (
    Choice("CHN", Text("中国", "China")),
    Choice("PRT", Text("葡萄牙", "Portugal")),
    Choice("HKG", Text("中国香港", "Hong Kong, China")),
)


def items(asked: Question) -> Sequence[Option]:
    return asked.choices or (COUNTRIES if asked.kind is Kind.COUNTRY else ())


def made(asked: Question, typed: str = "", size: Size | None = None) -> QuestionRow:
    row = QuestionRow(asked, items=items, size=size)
    row.retranslate(EN, ZH)
    row.show_value(typed)
    return row


def rows() -> list[tuple[str, QuestionRow]]:
    visa = made(question("visa.number", Kind.IDENTIFIER, "Visa No.", "证件号码"), "77120")
    visa.show_problems(
        Remark(
            Severity.NOTICE,
            "Usually 8–9 digits, here 5. If the permit reads so, go on.",
            "通常 8–9 位，这里 5 位。证件上确实如此，可以继续。",
        )
    )
    until = made(question("visa.expiry_date", Kind.DATE, "Valid until", "有效期至"), "2029-02-31")
    until.show_problems(
        Remark(Severity.ERROR, "February has no day 31. Check the passport.", "2 月没有 31 日。请对照护照资料页。")
    )
    former = made(question("person.former_names", Kind.HAN_NAME, "Former name", "曾用名"), "何\U000323b0明")
    former.show_problems(
        Remark(
            Severity.ERROR,
            "No font here prints character 2, U+323B0. It is kept as typed.",
            "第 2 字 U+323B0 无字体可印，已照原样保存。",
            characters="\U000323b0",
        )
    )
    passport = made(question("passport.number", Kind.IDENTIFIER, "Passport No.", "护照号码"), "CB482137")
    passport.show_source(Source.MRZ)
    tel = made(question("contact.phone", Kind.PHONE, "Tel", "申请人电话"), "186 0000 4127")
    tel.show_earlier("186 0000 9930")
    religion = made(question("person.religion", Kind.TEXT, "Religion", "宗教", none=Text("无", "None")))
    religion.show_declined(True)
    host = made(question("host.name", Kind.TEXT, "Host", "接待单位"), "前海青创中心")
    host.show_standing(Standing.KEPT)
    place = made(question("passport.issue_place", Kind.TEXT, "Place of issue", "签发地"), "Lisboa")
    place.show_standing(Standing.LOCKED)
    return [
        ("empty, required", made(question("person.surname", Kind.LATIN_NAME, "Surname", "姓"))),
        ("optional", made(question("a", Kind.HAN_NAME, "Name in Chinese", "中文姓名", need=Need.OPTIONAL))),
        ("focused", made(question("focus", Kind.TEXT, "Birth place", "出生地"), "Coimbra")),
        ("may decline", made(question("b", Kind.TEXT, "Religion", "宗教", none=Text("无", "None")))),
        ("answered", made(question("c", Kind.COUNTRY, "Nationality", "国籍"), "PRT")),
        ("prefilled", passport),
        ("changed since", tel),
        ("notice, may go on", visa),
        ("wrong shape", until),
        ("cannot be printed", former),
        ("declined", religion),
        ("kept, not used", host),
        ("locked", place),
        (
            "several lines",
            made(
                question("d", Kind.ADDRESS, "Address in China", "在华住址"),
                "深圳市南山区前海桂湾五路 128 号 6 栋 1203，近桂湾地铁站 B 出口，东侧入口",
            ),
        ),
        ("place on paper", made(question("e", Kind.SIGNATURE, "Signature", "签名"))),
    ]


def row_card() -> Card:
    card = section(1, "Question row", "题目行")
    grid = QGridLayout()
    grid.setVerticalSpacing(3)
    for line, (state, row_made) in enumerate(rows()):
        grid.addWidget(Rule(), 2 * line, 0, 1, 2)
        words = small(state)
        words.setFixedWidth(108)
        beside = QVBoxLayout()
        beside.setContentsMargins(0, 8, 0, 0)
        beside.addWidget(words)
        beside.addStretch(1)
        grid.addLayout(beside, 2 * line + 1, 0)
        grid.addWidget(row_made, 2 * line + 1, 1)
    grid.setColumnStretch(1, 1)
    card.inside.addLayout(grid)
    return card


def kiosk_row() -> Card:
    card = section(2, "Question row, kiosk", "触摸屏题目行")
    well = Card(fill="canvas", size=None)
    asked = made(
        question("k", Kind.LATIN_NAME, "Surname, as in the passport", "姓，照护照填写"), "FERREIRA DA COSTA", KIOSK
    )
    asked.show_problems(
        Remark(
            Severity.NOTICE,
            "The machine-readable line has FERREIRA COSTA. Keep yours, or use that one.",
            "机读行是 FERREIRA COSTA。可保留您的写法。",
        )
    )
    well.inside.addWidget(asked)
    add(card, well)
    date = made(question("kd", Kind.DATE, "Date of birth", "出生日期"), "1994-06-", KIOSK)
    add(card, date)
    return card


def table_card() -> Card:
    card = section(3, "Table row editor", "表格行编辑")
    work = question(
        "work",
        Kind.TABLE,
        "Work",
        "工作经历",
        rows_max=10,
        columns=(
            question("from", Kind.DATE, "From", "起", precision="M"),
            question("to", Kind.DATE, "To", "止", precision="M"),
            question("employer", Kind.TEXT, "Employer", "单位"),
            question("country", Kind.COUNTRY, "Country", "国家"),
        ),
    )
    row_made = made(work)
    row_made.show_cells(
        {
            "work[0].from": "2020-09",
            "work[0].to": "2023-03",
            "work[0].employer": "维港建筑 Harbour Studio",
            "work[0].country": "HKG",
            "work[1].from": "2023-12",
            "work[1].employer": "前海蓝湾设计",
            "work[1].country": "CHN",
        },
        2,
    )
    row_made.show_cell_problems(
        "work[0].to",
        Remark(
            Severity.NOTICE,
            "8 months without an entry, 2023-04 to 2023-11. Explain or add a row.",
            "空白 8 个月，请说明或补一行。",
        ),
    )
    add(card, row_made)
    family = question(
        "family",
        Kind.TABLE,
        "Dependants on the same passport",
        "使用同一护照的偕行人",
        rows_max=3,
        columns=tuple(
            question(f"c{i}", Kind.TEXT, en, zh)
            for i, (en, zh) in enumerate(
                [
                    ("Surname", "姓"),
                    ("Given name", "名"),
                    ("Sex", "性别"),
                    ("Date of birth", "出生日期"),
                    ("Nationality", "国籍"),
                    ("Relationship", "与申请人关系"),
                ]
            )
        ),
    )
    add(card, made(family))
    return card


def colour_card() -> Card:
    card = section(9, "Colour pairs", "颜色")
    card.inside.addWidget(Swatches())
    return card


class Swatches(QWidget):
    """The colour pairs of all three looks."""

    PAIRS = (
        ("Text 文字", "surface", "text"),
        ("Muted", "canvas", "muted"),
        ("Accent", "accent", "on_accent"),
        ("Soft", "accent_soft", "accent"),
        ("OK", "ok_soft", "ok"),
        ("Notice", "attention_soft", "attention"),
        ("Error", "error_soft", "error"),
        ("Focus", "sunken", "focus"),
    )

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(132)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for line, look in enumerate(Look):
            worn = theme.theme(look, Size.COUNTER)
            Block(((Span(str(look), "message_second", EN, "muted"),),), theme.current()).paint(
                painter, 0, line * 44 + 8, 100
            )
            for place, (text, fill, ink) in enumerate(self.PAIRS):
                box = QRect(92 + place * 74, line * 44, 67, 32)
                shapes.box(painter, box, 4, worn.colour(fill), worn.colour("field_line"))
                block = Block(((Span(text, "chip", EN, ink),),), worn)
                block.paint(painter, box.x() + (67 - block.width) // 2, box.y() + 8, 200)
        painter.end()


def left() -> tuple[Card, ...]:
    return (row_card(), kiosk_row(), table_card(), colour_card())


def dates() -> tuple[Card, ...]:
    card = section(7, "Date and choice", "日期与选择")
    purposes = (
        Choice("work", Text("工作", "Employee")),
        Choice("study", Text("学习", "Student")),
        Choice("family", Text("团聚", "Family reunion")),
        Choice("private", Text("私人事务", "Personal affair")),
    )
    chosen = made(question("purpose", Kind.CHOICE, "Purpose", "事由", choices=purposes), "work")
    month = made(question("m", Kind.DATE, "Month precision", "年月", precision="M"), "2023-11")
    ticks = made(question("t", Kind.CHOICES, "Languages", "语言", choices=purposes), "work family")
    sure = made(question("y", Kind.YES_NO, "Chinese national", "中国籍"), "no")
    wrong = made(question("w", Kind.CHOICE, "Purpose", "事由", choices=purposes[:3]), "")
    wrong.show_problems(Remark(Severity.MISSING, "This has not been answered yet.", "还没有回答。"))
    kiosk = QuestionRow(question("kc", Kind.CHOICE, "Why do you come?", "来访事由", choices=purposes[:2]), size=KIOSK)
    kiosk.retranslate(EN, ZH)
    kiosk.show_value("work")
    for row_made in (chosen, month, ticks, sure, wrong, kiosk):
        add(card, row_made)
    return (card,)


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
    app = QApplication(["", "-style", "fusion"])
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
        for _ in range(2):  # an address knows its lines only once it has its width
            panel.resize(1520, panel.layout().minimumHeightForWidth(1520))
            app.processEvents()
        next(row for row in panel.findChildren(QuestionRow) if row.id == "focus").place_caret()
        panel.focusWidget().deselect()
        pretend(panel)
        app.processEvents()
        panel.grab().save(str(folder / f"components-{look}.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:] or [str(look) for look in Look])
