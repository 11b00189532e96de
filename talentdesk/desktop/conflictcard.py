"""One conflict as a card: what differs character by character, where each value stands, and what can be done."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.consistency import Place
from talentdesk.core.form import Kind, Question, Text
from talentdesk.desktop import chips, shapes, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import Mark, Status
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.editors import LineEditor
from talentdesk.desktop.ring import shows_ring
from talentdesk.desktop.words import Paragraph, Span, Words, pair
from talentdesk.i18n import N_, say
from talentdesk.service.conflicts import (
    Conflict,
    message_told,
    months_told,
    place_told,
    points_told,
    title_told,
    value_told,
)
from talentdesk.service.personcases import PersonCase

KEPT = Mark("tick_disc", chips.Tone.OK, N_("Kept as it is"))

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_REASON = Question("reason", Kind.TEXT, Text("", ""), max=200)


def mark_of(conflict: Conflict) -> Mark:
    """Icon, tone and word of a conflict."""
    if not conflict.is_open:
        return KEPT
    return chips.ERROR if conflict.is_grave else chips.NOTICE


class ConflictCard(QWidget):
    """Takes the focus itself, so that F7 and the arrows stop at it and its whole words are heard."""

    wanted = Signal(str, str)
    """Case and question to go to."""
    copied = Signal(str, str, str)
    """Case and question that shall have this value."""
    settled = Signal(str, str)
    """The conflict's key and the reason; without a reason it is asked again."""
    walked = Signal(int)

    def __init__(
        self,
        desk: Desk,
        conflict: Conflict,
        cases: Sequence[PersonCase],
        writable: Collection[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self.conflict, self._cases, self._writable = desk, conflict, cases, writable
        self._ringed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._icon, self._words = Status(self), Words(self)
        self.labels = [Words(self) for _ in conflict.finding.places]
        self.values = [Words(self) for _ in conflict.finding.places]
        self.go_buttons: list[Button] = []
        self.copy_buttons: list[Button] = []
        self.keep_button = Button(parent=self, small=True)
        self.reason = LineEditor(_REASON, "reason")
        self.reason.setParent(self)
        self.confirm_button = Button(Role.MAIN, self, small=True, icon="check")
        self._row = QHBoxLayout(self)
        self._text = QVBoxLayout()
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._connect()
        self.restyle()
        self.retranslate()

    def _lay_out(self) -> None:
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(self._text, 1)
        self._text.addWidget(self._words)
        self._lines: list[QBoxLayout] = []
        for index, place in enumerate(self.conflict.finding.places):
            line = QBoxLayout(QBoxLayout.Direction.LeftToRight)
            if self._pieces(index):
                self._text.addWidget(self.labels[index])
                line.addWidget(self.values[index], 1, Qt.AlignmentFlag.AlignVCenter)
            else:
                self.values[index].hide()
                line.addWidget(self.labels[index], 1)
            for button in self._buttons_for(place):
                line.addWidget(button)
            self._text.addLayout(line)
            self._lines.append(line)
        self._foot.addWidget(self.reason, 1)
        self._foot.addWidget(self.confirm_button)
        self._foot.addWidget(self.keep_button)
        self._foot.addStretch(0)
        self._text.addLayout(self._foot)
        self.reason.hide()
        self.confirm_button.hide()
        self.keep_button.setVisible(bool(self._writable))

    def _buttons_for(self, place: Place) -> list[Button]:
        """Ways to a value, and the other value into its place; a paper on the table has no way to it."""
        made = []
        if place.form in {case.id for case in self._cases}:
            go = Button(Role.LINK, self, small=True)
            go.clicked.connect(lambda: self.wanted.emit(place.form, place.question))
            self.go_buttons.append(go)
            made.append(go)
        others = [each for each in self.conflict.finding.places if each is not place]
        targets = [each for each in others if each.form in self._writable]
        if self.conflict.can_be_copied and self.conflict.is_open and targets:
            copy = Button(Role.LINK, self, small=True)
            copy.setProperty("place", self.conflict.finding.places.index(place))
            copy.clicked.connect(lambda: self._copy(place, targets))
            self.copy_buttons.append(copy)
            made.append(copy)
        return made

    def _copy(self, place: Place, targets: Sequence[Place]) -> None:
        for target in targets:
            self.copied.emit(target.form, target.question, place.answer)

    def _connect(self) -> None:
        self.keep_button.clicked.connect(self._ask_reason)
        self.confirm_button.clicked.connect(self._settle)
        self.reason.listen(lambda _id, text: self.confirm_button.setEnabled(bool(text.strip())), self._settle)
        self.confirm_button.setEnabled(False)

    def _ask_reason(self) -> None:
        if not self.conflict.is_open:
            self.settled.emit(self.conflict.key, "")
            return
        self._show_reason(True)
        self.reason.place_caret()

    def _show_reason(self, yes: bool) -> None:
        self.reason.setVisible(yes)
        self.confirm_button.setVisible(yes)
        self.keep_button.setVisible(not yes)

    def _settle(self) -> None:
        if self.reason.text().strip():
            self.settled.emit(self.conflict.key, self.reason.text().strip())

    @property
    def is_answering(self) -> bool:
        """Whether a reason is being typed."""
        return not self.reason.isHidden()

    # ---- words and sizes

    def retranslate(self) -> None:
        """Puts the words anew; a reason that is being typed stays."""
        desk, conflict, language = self._desk, self.conflict, self._desk.language
        mark = mark_of(conflict)
        self._icon.show_status(mark, "", language)
        self._icon.setAccessibleName(say(mark.word, language))
        title = both(desk, lambda tag: title_told(conflict, tag))
        self._words.show_words(*self._paragraphs(title.text))
        for index, (label, value) in enumerate(zip(self.labels, self.values, strict=True)):
            said = place_told(conflict, index, self._cases, language)
            label.show_words((Span(said, "message_second", language, "muted"),))
            value.show_words(self._value(index))
        self._say_buttons(language)
        self.setAccessibleName(f"{say(mark.word, language)}: {title.text}")
        heard = [
            ": ".join(words.text().replace("&&", "&") for words in pair if words.text())
            for pair in zip(self.labels, self.values, strict=True)
        ]
        parts = [points_told(conflict, language), message_told(conflict, language), *heard, conflict.reason]
        self.setAccessibleDescription(" ".join(part for part in parts if part))

    def _paragraphs(self, title: str) -> list[Paragraph]:
        desk, conflict, language = self._desk, self.conflict, self._desk.language
        second = title_told(conflict, desk.second) if desk.second else ""
        told: list[Paragraph] = list(pair(title, language, second if second != title else "", desk.second, "label"))
        points = points_told(conflict, language)
        if points:
            told.append((Span(points, "message_second", language, "muted"),))
        if conflict.is_open:
            told += pair(*both(desk, lambda tag: message_told(conflict, tag)), "message")
        else:
            kept = both_say(desk, N_("Kept as it is: {reason}"), reason=conflict.reason)
            told.append((Span(kept.text, "message", language, "ok"),))
        told += [((Span(months, "button_small", language),)) for months in months_told(conflict, language)]
        return told

    def _pieces(self, index: int) -> tuple[tuple[str, bool], ...]:
        return value_told(self.conflict, index, self._cases, self._desk.language)

    def _value(self, index: int) -> Paragraph:
        """What differs is bold and has the colour of a notice."""
        return tuple(
            Span(text, "button" if differs else "body", self._desk.language, "attention" if differs else "text")
            for text, differs in self._pieces(index)
        )

    def _say_buttons(self, language: str) -> None:
        desk = self._desk
        places = self.conflict.finding.places
        where = [place_told(self.conflict, index, self._cases, language) for index in range(len(places))]
        known = {case.id for case in self._cases}
        told = [name for name, place in zip(where, places, strict=True) if place.form in known]
        self._say(self.go_buttons, N_("Go there"), told)
        self._say(
            self.copy_buttons, N_("Use this value"), [where[button.property("place")] for button in self.copy_buttons]
        )
        open_ = self.conflict.is_open
        keep = both_say(desk, N_("Keep as it is") if open_ else N_("Ask again"))
        self.keep_button.show_words(keep.text, language, keep.second if desk.is_kiosk else "", keep.second_language)
        confirm = both_say(desk, N_("Keep"))
        self.confirm_button.show_words(confirm.text, language)
        self.reason.retranslate(language, desk.second)
        self.reason.line.setPlaceholderText(say("Why both are right", language))
        self.reason.describe(say("Why both are right", language), self.accessibleName())

    def _say(self, buttons: Sequence[Button], message: str, names: Sequence[str]) -> None:
        said = both_say(self._desk, message)
        for button, name in zip(buttons, names, strict=True):
            button.show_words(said.text, said.language)
            button.setAccessibleName(f"{said.text}: {name}")

    def restyle(self) -> None:
        """Takes its sizes from the theme; on a touch screen buttons stand below the words."""
        worn = theme.current()
        side = worn.pick(16, 32)
        self._row.setContentsMargins(side, worn.pick(12, 28), side, worn.pick(12, 28))
        self._row.setSpacing(worn.pick(9, 20))
        self._text.setSpacing(worn.pick(5, 16))
        self._foot.setSpacing(worn.pick(8, 16))
        down, along = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        for line in self._lines:
            line.setSpacing(worn.pick(2, 8))
            line.setDirection(down if worn.kiosk else along)
            for button in (*self.go_buttons, *self.copy_buttons):
                line.setAlignment(button, Qt.AlignmentFlag.AlignLeft if worn.kiosk else Qt.AlignmentFlag.AlignVCenter)
        self._foot.setDirection(down if worn.kiosk else along)
        self.update()

    # ---- keys, mouse, paint

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk from card to card, Enter goes to the second value, Esc gives the reason up."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.walked.emit(_STEPS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.go_buttons and self.hasFocus():
            self.go_buttons[-1].click()
        elif key == Qt.Key.Key_Escape and self.is_answering:
            self._show_reason(False)
            self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the focus."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Shows the ring."""
        self._ringed = shows_ring(event)
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hides the ring."""
        self._ringed = False
        self.update()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows the look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_foot"):
            self.restyle()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card of its own, with the ring where the focus is."""
        worn = theme.current()
        painter = QPainter(self)
        shapes.box(painter, self.rect(), worn.card_radius, worn.colour("surface"), worn.colour("line"))
        if self._ringed:
            shapes.box(painter, self.rect(), worn.card_radius, None, worn.colour("focus"), worn.ring)
        painter.end()
