"""The public machines of this centre on one screen: where paper is out, which has failed, which is free. No word of
whoever stands at one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from talentdesk.desktop import icons, shapes, theme
from talentdesk.desktop.bilingual import both, both_say
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.chips import Mark, Tone, ink
from talentdesk.desktop.controls import EmptyState, Title
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.lines import paint_line, width_of
from talentdesk.desktop.screen import Guide, KeyHint, Screen
from talentdesk.desktop.tasks import Newest
from talentdesk.desktop.touch import FingerScroll
from talentdesk.i18n import N_, format_moment, format_time, plural, say
from talentdesk.service.fleet import WANTING, Seen, State, fleet

Index = QModelIndex | QPersistentModelIndex

MACHINES = N_("Public machines")
EVERY_MS = 5000
_MARKS = {
    State.WAITING: Mark("ring", Tone.QUIET, N_("Free")),
    State.BUSY: Mark("user", Tone.ACCENT, N_("In use")),
    State.NO_PAPER: Mark("printer", Tone.ATTENTION, N_("Out of paper")),
    State.ERROR: Mark("octagon_cross", Tone.ERROR, N_("Failed")),
    State.SILENT: Mark("question_disc", Tone.ERROR, N_("Not heard from")),
    State.STARTING: Mark("clock", Tone.QUIET, N_("Starting")),
    State.OFF: Mark("minus", Tone.QUIET, N_("Switched off")),
}
_ADVICE = {
    State.WAITING: N_("The first page waits for somebody."),
    State.BUSY: N_("Somebody is filling in a form."),
    State.NO_PAPER: N_("Put paper into its printer; the page says so to whoever comes."),
    State.ERROR: N_("Its window fails again and again: switch it off and on, then call whoever looks after it."),
    State.SILENT: N_("Look whether it is on and has its network."),
    State.STARTING: N_("The first page will be there soon."),
    State.OFF: N_("Whoever is nearby switches it on when it is needed."),
}


class FleetModel(QAbstractListModel):
    """The machines, by name."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.machines: tuple[Seen, ...] = ()

    def show_machines(self, machines: Sequence[Seen]) -> None:
        """Shows these. Where the same ones are there as before, the row one stands on stays."""
        if [each.id for each in machines] == [each.id for each in self.machines]:
            self.machines = tuple(machines)
            if machines:
                self.dataChanged.emit(self.index(0), self.index(len(machines) - 1))
            return
        self.beginResetModel()
        self.machines = tuple(machines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """One a machine."""
        return 0 if parent.isValid() else len(self.machines)

    def since(self, row: int) -> str:
        """Since when: the time of day, and the day where it was another one."""
        now, language = self._desk.now(), self._desk.language
        since = self.machines[row].since.astimezone(now.tzinfo)
        today = since.date() == now.date()
        moment = format_time(since, language) if today else format_moment(since, language)
        return say("since {moment}", language, moment=moment)

    def state(self, row: int) -> str:
        """How it stands, in words."""
        return say(_MARKS[self.machines[row].state].word, self._desk.language)

    def advice(self, row: int) -> str:
        """What that means, or what to do."""
        return say(_ADVICE[self.machines[row].state], self._desk.language)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The whole row in one sentence, for a screen reader; the delegate paints its parts."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        row = index.row()
        return f"{self.machines[row].name}: {self.state(row)}, {self.since(row)}. {self.advice(row)}"


class _MachineDelegate(QStyledItemDelegate):
    """Name and state above, what to do and since when below."""

    def __init__(self, desk: Desk, model: FleetModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._model = desk, model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        worn = theme.current()
        return QSize(100, worn.style("button").line + worn.style("small").line + worn.pick(20, 48))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        worn, language, row = theme.current(), self._desk.language, index.row()
        machine, model = self._model.machines[row], self._model
        mark = _MARKS[machine.state]
        box, side = QRect(option.rect), worn.pick(16, 32)
        painter.save()
        painter.fillRect(box, worn.colour("surface"))
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, worn.colour("accent_soft"))
            painter.fillRect(box.left(), box.top(), worn.pick(3, 6), box.height(), worn.colour("accent"))
        size, upper, lower = worn.pick(20, 44), worn.style("button").line, worn.style("small").line
        start = box.top() + (box.height() - upper - lower) // 2
        colour = ink(mark.tone)
        icons.paint(painter, mark.icon, QRect(box.left() + side, start + 2, size, size), worn.colour(colour))
        first = QRect(box.left() + side + size + 12, start, box.width() - 2 * side - size - 12, upper)
        taken = paint_line(painter, first, model.state(row), "button", language, colour, right=True)
        paint_line(painter, first.adjusted(0, 0, -taken - 12, 0), machine.name, "button", language)
        second = QRect(first.left(), start + upper, first.width(), lower)
        taken = width_of(model.since(row), "small", language)
        paint_line(painter, second, model.since(row), "small", language, "muted", right=True)
        paint_line(painter, second.adjusted(0, 0, -taken - 12, 0), model.advice(row), "small", language, "muted")
        if row:
            painter.fillRect(box.left() + side, box.top(), box.width() - 2 * side, 1, worn.colour("line"))
        if option.state & QStyle.StateFlag.State_HasFocus:
            shapes.box(painter, box.adjusted(2, 2, -2, -2), worn.field_radius, None, worn.colour("focus"), worn.ring)
        painter.restore()


class FleetList(QListView):
    """Arrows move from machine to machine; there is nothing to press."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.fleet = FleetModel(desk, self)
        self.setModel(self.fleet)
        self.setItemDelegate(_MachineDelegate(desk, self.fleet, self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        FingerScroll(self)


class FleetScreen(Screen):
    """The list, asked for anew every few seconds while it is in front."""

    def __init__(self, desk: Desk, guide: Guide, parent: QWidget | None = None) -> None:
        super().__init__(desk, guide, parent)
        self.loaded = False
        self._newest: Newest[tuple[Seen, ...]] = Newest(desk.letters, self)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.load)
        self._heading = Title("page_title", self)
        self.card = HeadedCard(self)
        self.list = FleetList(desk, self)
        self._empty = EmptyState("printer", self)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.list)
        framed = QWidget(self)
        self._around = QVBoxLayout(framed)
        self._around.addWidget(self._empty)
        self._stack.addWidget(framed)
        self.card.body.addLayout(self._stack, 1)
        self.card.body.addSpacing(10)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._heading)
        self._column.addWidget(self.card, 1)
        self.restyle()

    # ---- what a screen promises

    def title(self, language: str) -> str:
        """What the screen is for."""
        return say(MACHINES, language)

    def hints(self) -> tuple[KeyHint, ...]:
        """The keys that work here."""
        return (KeyHint("↑ ↓", N_("choose")), KeyHint("F5", N_("look again")), KeyHint("Esc", N_("back")))

    def standing(self, language: str) -> str:
        """How many want somebody."""
        count = len(self.wanting)
        return (
            plural("{count} machine needs somebody", "{count} machines need somebody", count, language) if count else ""
        )

    @property
    def wanting(self) -> tuple[Seen, ...]:
        """Those that somebody has to go to."""
        return tuple(each for each in self.list.fleet.machines if each.state in WANTING)

    def focus_place(self) -> QWidget:
        """The list, where there is one."""
        return self.list if self.list.fleet.machines else self

    def enter(self) -> None:
        """Asks anew."""
        self.load()
        super().enter()

    def showEvent(self, event: QShowEvent) -> None:
        """From now on every few seconds."""
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        self._timer.stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F5 looks again."""
        if event.key() == Qt.Key.Key_F5:
            self.load()
        else:
            super().keyPressEvent(event)

    def load(self) -> None:
        """Asks the store; what is there stays until it answers."""
        if self._newest.waiting or not self.desk.is_ready:
            return
        now = self.desk.now()
        asked = self.desk.keeper.ask(lambda store: fleet(store, now), "desk")
        self._newest.ask(asked, self._take, lambda _error: None)

    def _take(self, machines: tuple[Seen, ...]) -> None:
        first, self.loaded = not self.loaded, True
        self.list.fleet.show_machines(machines)
        self._show()
        if machines and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self.list.fleet.index(0))
        if first and self.hasFocus():
            # The list was empty when the screen came: now it is the place to be.
            self.focus_place().setFocus(Qt.FocusReason.OtherFocusReason)
        self.hints_changed.emit()

    # ---- words and sizes

    def _show(self) -> None:
        machines = self.list.fleet.machines
        self._stack.setCurrentIndex(0 if machines else 1)
        count, wanting = len(machines), len(self.wanting)
        self.card.show_title(*both(self.desk, lambda tag: _counted(count, wanting, tag)))
        first, second = self.desk.language, self.desk.second
        title = N_("No public machine has told of itself here.") if self.loaded else N_("Looking…")
        body = N_("A public machine whose settings name this centre's database under “counters” is listed here.")
        beside = (say(title, second), say(body, second)) if second else ("", "")
        self._empty.show_empty(say(title, first), say(body, first), first, beside, second)

    def retranslate(self) -> None:
        """Puts the words anew."""
        self._heading.show_title(*both_say(self.desk, MACHINES))
        self.list.setAccessibleName(say(MACHINES, self.desk.language))
        self._show()
        self.list.viewport().update()

    def restyle(self) -> None:
        """Takes places and sizes from the theme."""
        worn = theme.current()
        margin = worn.pick(24, 56)
        self._column.setContentsMargins(margin, worn.pick(14, 40), margin, worn.pick(14, 24))
        self._column.setSpacing(worn.pick(12, 24))
        side = worn.pick(16, 32)
        self._around.setContentsMargins(side, worn.pick(4, 8), side, worn.pick(8, 16))
        self.list.doItemsLayout()
        self.retranslate()


def _counted(count: int, wanting: int, language: str) -> str:
    """How many there are, and whether somebody has to go anywhere."""
    if not count:
        return say("None", language)
    machines = plural("{count} machine", "{count} machines", count, language)
    if not wanting:
        return f"{machines} · {say('all in order', language)}"
    return f"{machines} · " + plural(
        "{count} machine needs somebody", "{count} machines need somebody", wanting, language
    )
