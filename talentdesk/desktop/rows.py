"""One question on a page: its two labels, its field, and what is said about the answer."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from talentdesk.core.draft import Source
from talentdesk.core.form import PLACES, Kind, Need, Question
from talentdesk.core.origin import Origin
from talentdesk.desktop import chips, theme
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.chips import Chip, Mark, Status, Tone
from talentdesk.desktop.choices import ChoiceEditor
from talentdesk.desktop.controls import Message
from talentdesk.desktop.focus import Home, watch
from talentdesk.desktop.kinds import Items, choices_of, make_editor
from talentdesk.desktop.places import PlaceEditor
from talentdesk.desktop.refusal import Refusal
from talentdesk.desktop.remarks import Remark, by_gravity, gravest, mark_of, tone_of, undrawable
from talentdesk.desktop.table import TableEditor
from talentdesk.desktop.theme import Size, Theme
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, say, word

if TYPE_CHECKING:
    from talentdesk.desktop.whereband import WhereBand

_SOURCES = {
    Source.MRZ: ("passport", N_("from passport")),
    Source.PICTURE: ("passport", N_("from a picture")),
    Source.PRINTED_PAGE: ("passport", N_("from the printed page")),
    Source.PERSON: ("user", N_("from an earlier case")),
    Source.FILE: ("document", N_("from a file")),
}
_NEEDS = {Need.REQUIRED: N_("required"), Need.RECOMMENDED: N_("recommended"), Need.OPTIONAL: N_("optional")}


class Standing(Enum):
    """Whether an answer can be typed now."""

    OPEN = auto()
    LOCKED = auto()
    KEPT = auto()
    """Typed, but the question is no longer asked."""


_BESIDE_UP_TO = 125
"""Per cent: larger letters have their label above the field."""


class QuestionRow(Home):
    """A question with its field. It shows what it is told and tells what was typed; it holds no rules."""

    typed = Signal(str, str)
    """Id and whole typed text, at each change a person makes."""
    entered = Signal(str)
    """The focus came to this question, or to this cell of its table."""
    left = Signal(str)
    """The focus went from it."""
    declined = Signal(str, bool)
    """The person has none, or takes that back."""
    next_asked = Signal()
    """Enter: on to the next question."""
    belonging_told = Signal(str, bool)
    """A change of the person's value belongs to the person too, or to this case only."""
    row_removed = Signal(str, int)
    row_moved = Signal(str, int, int)

    def __init__(
        self,
        question: Question,
        parent: QWidget | None = None,
        *,
        items: Items = choices_of,
        size: Size | None = None,
    ) -> None:
        super().__init__(parent)
        watch()
        self.question = question
        self.id = question.id
        self._size = size
        self._need = question.need
        self._language, self._second = "en", ""
        self._remarks: tuple[Remark, ...] = ()
        self._note: tuple[Mark, str, str] | None = None
        self._source: Source | Origin | None = None
        self._earlier = ""
        self._comment = ""
        self._box = ""
        self._standing = Standing.OPEN
        self._is_declined = False
        self._focused = False
        self._chip: Chip | None = None
        self._padlock: Status | None = None
        self._has_room = True
        """Whether the editor takes a chip into its field; a table does not. Alone it would be a window of its own."""
        self._offer: Button | None = None
        self._refusal: Refusal | None = None
        self._messages: list[Message] = []
        self._band: WhereBand | None = None
        self.label = Words(self, size=size)
        self.editor = make_editor(question, question.id, items, size)
        assert isinstance(self.editor, QWidget)
        self.field: QWidget = self.editor
        self._lay_out()
        self._connect()
        self._offer_none()

    @property
    def worn(self) -> Theme:
        """The theme at this row's size."""
        return theme.current(self._size)

    def text(self) -> str:
        """The answer in its typed form."""
        return self.editor.text()

    def show_value(self, typed: str) -> None:
        """Show an answer. The caret of somebody typing here stays where it is."""
        self.editor.show_text(typed)
        self._weigh_offer()

    def show_cells(self, cells: Mapping[str, str], rows: int) -> None:
        """Show a table's answers, by cell id."""
        if isinstance(self.editor, TableEditor):
            self.editor.show_cells(cells, rows)

    def show_problems(self, *remarks: Remark) -> None:
        """Say what is wrong, gravest first; nothing: all is well."""
        if remarks != self._remarks:
            self._remarks = remarks
            self.editor.show_tone(tone_of(remarks))
            self.editor.show_undrawable(undrawable(remarks))
            self._say_messages()
            self._describe()

    def show_cell_problems(self, id: str, *remarks: Remark) -> None:
        """Say what is wrong with one cell of a table."""
        if isinstance(self.editor, TableEditor):
            self.editor.show_cell_remarks(id, remarks)

    def show_note(self, mark: Mark | None, sentence: str = "", second: str = "") -> None:
        """Say something useful below the field while nothing is wrong, such as a deadline; None: nothing."""
        self._note = (mark, sentence, second) if mark else None
        self._say_messages()
        self._describe()

    def show_need(self, need: Need) -> None:
        """Whether an answer is required, recommended or optional."""
        if need is not self._need:
            self._need = need
            self._say_label()
            self._describe()

    def show_source(self, source: Source | Origin | None) -> None:
        """Where the value came from, an `Origin` where it came from the person's ledger; None: a person typed it."""
        self._source = source
        self._say_chip()
        self._describe()

    def ask_where(self, was: str | None) -> None:
        """Ask where a change of the person's value belongs; None: nothing is to be asked."""
        if was is None:
            if self._band is not None:
                self._band.hide()
            return
        if self._band is None:
            from talentdesk.desktop.whereband import WhereBand  # only in cases of people with a ledger

            self._band = WhereBand(self, size=self._size)
            self._band.told.connect(lambda person: self.belonging_told.emit(self.id, person))
            self._holder.insertWidget(1, self._band)
            before = self.editor.stops()[-1]
            for stop in self._band.stops():
                self.setTabOrder(before, stop)
                before = stop
        self._band.ask(was, word(self.question.label, self._language), self._language, self._second)
        self._band.show()

    def show_earlier(self, value: str) -> None:
        """What the answer was in the earlier case, if it has changed since; empty: it has not."""
        self._earlier = value
        self._say_chip()
        self._describe()

    def show_comment(self, text: str) -> None:
        """What a clerk noted on this question, below everything else that is said; empty: nothing."""
        if text != self._comment:
            self._comment = text
            self._say_messages()
            self._describe()

    def show_box(self, code: str) -> None:
        """The box on the paper that is copied from; empty: none is shown."""
        if code != self._box:
            self._box = code
            self._say_label()
            self._describe()

    def show_declined(self, yes: bool) -> None:
        """Show the question as declined: what the form prints stands in the field."""
        if yes is self._is_declined:
            return
        self._is_declined = yes
        if yes and self._refusal is None:
            self._refusal = Refusal(self._size)
            self._refusal.button.clicked.connect(lambda: self.declined.emit(self.id, False))
            self._holder.insertWidget(0, self._refusal)
            self.setTabOrder(self.editor.stops()[-1], self._refusal.button)
        had_focus = self._has_focus()
        self.field.setVisible(not yes)
        if self._refusal is not None:
            self._refusal.setVisible(yes)
        self._say_refusal()
        if had_focus:
            self.place_caret()

    def show_standing(self, standing: Standing) -> None:
        """Open, locked, or kept though no longer asked."""
        if standing is not self._standing:
            self._standing = standing
            self.editor.lock(standing is not Standing.OPEN)
            self._say_chip()
            self._weigh_offer()
            self._describe()

    def retranslate(self, language: str, second: str = "") -> None:
        """Say everything in `language`, with `second` beside it (empty: alone). Text, caret and focus stay."""
        self._language, self._second = language, second if second != language else ""
        self.editor.retranslate(self._language, self._second)
        self._say_label()
        self._say_messages()
        self._say_refusal()
        self._describe()
        if self._offer is not None:
            self._offer.show_words(self._refusal_words(), language)
        if self._band is not None:
            self._band.retranslate(word(self.question.label, language), self._language, self._second)

    def _refusal_words(self) -> str:
        """What the button says that declines: short beside a clerk's field, plain to an applicant."""
        return say("I have none", self._language) if self.worn.kiosk else say("None", self._language)

    def stops(self) -> list[QWidget]:
        """What Tab reaches, in order: a page that adds rows between others chains them with `setTabOrder`."""
        if self._is_declined and self._refusal is not None:
            return [self._refusal.button]
        return [*self.editor.stops(), *([self._offer] if self._offer is not None else [])]

    def place_caret(self) -> None:
        """Put the focus into the field."""
        if self._is_declined and self._refusal is not None:
            self._refusal.button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.editor.place_caret()

    def focus_came(self, id: str) -> None:
        """Tell that the focus came."""
        self.entered.emit(id)

    def focus_went(self, id: str) -> None:
        """Tell that the focus went."""
        self.left.emit(id)

    def show_focused(self, yes: bool) -> None:
        """Show the band behind the row that has the focus."""
        self._focused = yes
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the band of the focused row."""
        if not self._focused or self.worn.kiosk:
            return
        painter = QPainter(self)
        worn = self.worn
        painter.fillRect(self.rect(), worn.colour("accent_soft"))
        if worn.look is theme.Look.HIGH_CONTRAST:
            painter.setPen(worn.colour("line"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.fillRect(0, 0, 3, self.height(), worn.colour("accent"))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the label goes to the field."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.place_caret()

    def changeEvent(self, event: QEvent) -> None:
        """Take the measures anew when the theme changes."""
        if event.type() == QEvent.Type.StyleChange:
            self._arrange()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        self._grid = QGridLayout(self)
        self._holder = QVBoxLayout()
        self._holder.setSpacing(0)
        self._holder.addWidget(self.field)
        self._holder.addStretch(1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._stacked: bool | None = None
        self._arrange()

    def _arrange(self) -> None:
        """Label beside the field; above it on the kiosk, for a table, and where letters are so large that words would
        be broken beside it."""
        worn = self.worn
        stacked = worn.kiosk or self.question.kind is Kind.TABLE or worn.zoom > _BESIDE_UP_TO
        if stacked is not self._stacked:
            self._stacked = stacked
            self._grid.removeWidget(self.label)
            self._grid.removeItem(self._holder)
            self._grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addLayout(self._holder, *((1, 0) if stacked else (0, 1)))
        margins = (0, 0, 0, 0) if worn.kiosk else (12, 6, 12, 6)
        self._grid.setContentsMargins(*margins)
        self._grid.setHorizontalSpacing(0 if stacked else worn.measure("label_gap"))
        self._grid.setVerticalSpacing(worn.pick(8, 20))
        self._grid.setColumnMinimumWidth(0, 0 if stacked else worn.measure("label_column"))
        self._grid.setColumnStretch(0, 1 if stacked else 0)
        self._grid.setColumnStretch(1, 0 if stacked else 1)
        self.label.setMaximumWidth(16777215 if stacked else worn.measure("label_column"))

    def _connect(self) -> None:
        self.editor.listen(self._tell, self.next_asked.emit)
        if isinstance(self.editor, TableEditor):
            self.editor.row_removed.connect(self.row_removed)
            self.editor.row_moved.connect(self.row_moved)
        stops = self.editor.stops()
        if stops and not isinstance(self.editor, TableEditor):
            self.label.setBuddy(stops[0])

    def _tell(self, id: str, text: str) -> None:
        self._weigh_offer()
        self.typed.emit(id, text)

    def _offer_none(self) -> None:
        if self.question.none is None or isinstance(self.editor, PlaceEditor | TableEditor):
            return
        offer = Button(Role.LINK, small=True, size=self._size)
        offer.clicked.connect(lambda: self.declined.emit(self.id, True))
        self.editor.hold(offer)
        self._offer = offer

    def _weigh_offer(self) -> None:
        wanted = not self.text() and self._standing is Standing.OPEN
        if self._offer is not None and self._offer.isHidden() is wanted:
            self._offer.setVisible(wanted)
            self._settle_chip()

    def _has_focus(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def _say_label(self) -> None:
        language = self._language
        label = word(self.question.label, language)
        below = self._below_label()
        box = (Span(f"{self._box}  ", "label", "en", "accent"),) if self._box else ()
        first = (*box, Span(label, "label", language))
        self.label.show_words(*((first, below) if below else (first,)))
        if self._offer is not None:
            self._offer.setAccessibleName(f"{label}: {self._refusal_words()}")

    def _below_label(self) -> tuple[Span, ...]:
        language, second = self._language, self._second
        spans = []
        other = word(self.question.label, second) if second else ""
        if other and other != word(self.question.label, language):
            spans.append(Span(other, "label_second", second, "muted"))
        if self._need is not Need.REQUIRED and self.question.kind not in PLACES:
            if spans:
                spans.append(Span(" · ", "label_second", "en", "muted"))
            need, also = self._both(_NEEDS[self._need])
            spans.append(Span(need, "label_second", language, "muted"))
            if also:
                spans.append(Span(f" {also}", "label_second", second, "muted"))
        return tuple(spans)

    def _describe(self) -> None:
        language = self._language
        box = [say("box {code}", language, code=self._box)] if self._box else []
        names = [*box, word(self.question.label, language)]
        if self._second:
            names.append(word(self.question.label, self._second))
        if self.question.kind not in PLACES:
            names.append(say(_NEEDS[self._need], language))
        self.editor.describe(", ".join(dict.fromkeys(names)), " ".join(self._said_about()))

    def _said_about(self) -> list[str]:
        said = [remark.sentence for remark in self._remarks]
        if self._note:
            said.append(self._note[1])
        if self._comment:
            said.append(f"{say(chips.COMMENT.word, self._language)}: {self._comment}")
        if self._chip is not None and not self._chip.isHidden():
            said.append(self._chip.text().replace("&&", "&"))
        if self._standing is Standing.LOCKED:
            said.append(say(chips.LOCKED.word, self._language))
        if self.question.help is not None:
            said.append(word(self.question.help, self._language))
        return said

    def _say_messages(self) -> None:
        shown = [(mark_of(r), r.sentence, r.second) for r in by_gravity(self._remarks)]
        if not shown and self._note:
            shown = [self._note]
        if self._comment:
            shown = [*shown, (chips.COMMENT, self._comment, "")]
        while len(self._messages) < len(shown):
            message = Message(size=self._size)
            at = self._holder.count() - 1
            self._holder.insertSpacing(at, self.worn.pick(5, 16))
            self._holder.insertWidget(at + 1, message)
            message.show()
            self._messages.append(message)
        while len(self._messages) > len(shown):
            self._drop_message()
        for message, (mark, sentence, second) in zip(self._messages, shown, strict=True):
            message.show_message(mark, sentence, self._language, second if self._second else "", self._second)
        self._say_chip()

    def _drop_message(self) -> None:
        message = self._messages.pop()
        at = self._holder.indexOf(message)
        self._holder.takeAt(at)
        self._holder.takeAt(at - 1)
        message.hide()
        message.deleteLater()

    def _say_chip(self) -> None:
        """One chip at most: a notice, then the source, the earlier value, kept, and the padlock last."""
        if self._padlock is not None:
            self._padlock.hide()
        if self._is_declined:
            return
        if self._remarks and not self.worn.kiosk and mark_of(gravest(self._remarks)) is chips.NOTICE:
            self._show_chip(Tone.ATTENTION, chips.NOTICE.icon, *self._both(chips.NOTICE.word))
        elif isinstance(self._source, Origin) and not self._remarks:
            # In one language only: the answer itself needs the room.
            self._show_chip(Tone.ACCENT, "user", self._origin_told(self._language), "", square=True)
        elif isinstance(self._source, Source) and not self._remarks:
            icon, message = _SOURCES[self._source]
            self._show_chip(Tone.ACCENT, icon, *self._both(message), square=True)
        elif self._earlier and not self._remarks:
            was = say("was {value}", self._language, value=self._earlier)
            self._show_chip(Tone.QUIET, "clock", was, "", square=True)
        elif self._standing is Standing.KEPT:
            self._show_chip(Tone.QUIET, chips.KEPT.icon, *self._both(chips.KEPT.word))
        else:
            self._hide_chip()

    def _origin_told(self, language: str) -> str:
        from talentdesk.service.people import origin_told  # only where somebody has a ledger

        assert isinstance(self._source, Origin)
        return origin_told(self._source, language)

    def _both(self, message: str) -> tuple[str, str]:
        other = say(message, self._second) if self._second else ""
        first = say(message, self._language)
        return first, other if other != first else ""

    def _show_chip(self, tone: Tone, icon: str, text: str, second: str, *, square: bool = False) -> None:
        if self._chip is None:
            self._chip = Chip(self, size=self._size, gives_way=True)
            self._has_room = self.editor.hold(self._chip)
        self._chip.square(square)
        self._chip.show_chip(tone, icon, text, self._language, second, self._second)
        self._chip.setMaximumWidth(16777215)
        self._chip.setVisible(self._has_room)
        self._fit_chip()
        self._settle_chip()

    def _fit_chip(self) -> None:
        """A chip that says much is only its icon where the answer would be cut short by it."""
        chip, stops = self._chip, self.editor.stops()
        if chip is None or not isinstance(self._source, Origin) or len(stops) != 1:
            return
        line = stops[0]
        needed = line.fontMetrics().horizontalAdvance(self.text()) + self.worn.pick(40, 88)
        whole, icon = chip.sizeHint().width(), chip.minimumSizeHint().width()
        chip.setMaximumWidth(whole if self.field.width() - whole >= needed else icon)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The field is wider or narrower."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit_chip)

    def _hide_chip(self) -> None:
        if self._chip is not None and not self._chip.isHidden():
            self._chip.hide()
            self._settle_chip()
        if self._standing is Standing.LOCKED:
            if self._padlock is None:
                self._padlock = Status(self, size=self._size)
                self._has_room = self.editor.hold(self._padlock)
            self._padlock.show_status(chips.LOCKED, "", self._language)
            self._padlock.setAccessibleName(say(chips.LOCKED.word, self._language))
            self._padlock.setVisible(self._has_room)

    def _settle_chip(self) -> None:
        if isinstance(self.editor, ChoiceEditor):
            self.editor.relay()

    def _say_refusal(self) -> None:
        if self._refusal is not None and self.question.none is not None:
            printed = self.question.none
            self._refusal.retranslate(printed, word(self.question.label, self._language), self._language, self._second)
