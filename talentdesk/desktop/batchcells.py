"""Typing into a cell of the table in work: the editor of its kind, over the cell."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import Choice, Kind, Question
from talentdesk.desktop import theme
from talentdesk.desktop.dates import DateEditor
from talentdesk.desktop.editors import Editor, LineEditor
from talentdesk.desktop.finder import FinderEditor
from talentdesk.desktop.kinds import make_cell
from talentdesk.service.columns import both, codes_of

_WIDEST = {Kind.DATE: (330, 760)}
_LISTED = (260, 620)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_lists: dict[tuple[str, str], tuple[Choice, ...]] = {}


def options_of(question: Question, catalogue: Catalogue) -> tuple[Choice, ...]:
    """What the question offers, as one object: the directory of a list is made once."""
    if question.kind not in (Kind.CHOICE, Kind.COUNTRY, Kind.DIVISION, Kind.YES_NO):
        return ()
    codes = codes_of(question, catalogue)
    name = question.list or ("countries" if question.kind is Kind.COUNTRY else "")
    key = (name, "" if name else repr(sorted(codes)) + str([both(text) for text in codes.values()]))
    return _lists.setdefault(key, tuple(Choice(code, text) for code, text in codes.items()))


def text_of(answer: str, question: Question, catalogue: Catalogue) -> str:
    """How an answer is written into a cell: the words of a list, as the blank table offers them."""
    label = codes_of(question, catalogue).get(answer)
    return both(label) if label is not None else answer


class CellEditor(QObject):
    """One editor over one cell. Enter or leaving takes what is there, Esc lets it go, Tab goes on."""

    def __init__(
        self,
        question: Question,
        answer: str,
        catalogue: Catalogue,
        place: QRect,
        viewport: QWidget,
        end: Callable[[str | None, int], None],
    ) -> None:
        """`end(answer, step)` is called once: with None where nothing is to be written; `step` is where Tab goes."""
        super().__init__(viewport)
        self._end: Callable[[str | None, int], None] | None = end
        self._before = answer
        self._editor = _editor(question, catalogue)
        widget = self._editor
        assert isinstance(widget, QWidget)
        widget.setParent(viewport)
        widget.setGeometry(_geometry(question, place, viewport, widget))
        self._editor.show_text(answer)
        self._editor.listen(lambda _id, _text: None, lambda: self.finish(0))
        for stop in self._editor.stops():
            stop.installEventFilter(self)

    @property
    def stops(self) -> list[QWidget]:
        """What takes the focus."""
        return list(self._editor.stops())

    def open(self, name: str, language: str, second: str) -> None:
        """Shows it and takes the focus."""
        self._editor.retranslate(language, second)
        self._editor.describe(name, "")
        widget = self._editor
        assert isinstance(widget, QWidget)
        widget.show()
        self._editor.place_caret()

    def finish(self, step: int) -> None:
        """Takes what is there."""
        settle = getattr(self._editor, "settle", None)
        if callable(settle) and not isinstance(self._editor, DateEditor):
            settle()  # a part of a name becomes the item if only one can be meant
        text = self._editor.text()
        self._close(None if text == self._before else text, step)

    def _close(self, answer: str | None, step: int) -> None:
        end, self._end = self._end, None
        if end is None:
            return
        widget = self._editor
        assert isinstance(widget, QWidget)
        close_list = getattr(widget, "close_list", None)
        if callable(close_list):
            close_list()
        end(answer, step)
        widget.hide()
        widget.deleteLater()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc, Tab, and the focus that goes elsewhere."""
        if event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._look_after_focus)
        if event.type() not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _ENTER and not isinstance(self._editor, FinderEditor):
            # A line leaves Enter to what is around it: the table would open the editor again.
            if event.type() == QEvent.Type.KeyPress:
                self.finish(0)
            return event.type() == QEvent.Type.KeyPress
        wanted = event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if not wanted or (event.key() == Qt.Key.Key_Escape and getattr(self._editor, "open", False)):
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.key() == Qt.Key.Key_Escape:
            self._close(None, 0)
        elif isinstance(self._editor, DateEditor) and self._steps_inside(watched, event.key()):
            return False
        else:
            self.finish(1 if event.key() == Qt.Key.Key_Tab else -1)
        return True

    def _steps_inside(self, watched: QObject, key: int) -> bool:
        """Tab goes from box to box of a date."""
        stops = self.stops
        return watched is not (stops[-1] if key == Qt.Key.Key_Tab else stops[0])

    def _look_after_focus(self) -> None:
        if self._end is not None and QApplication.focusWidget() not in self.stops and _window_active(self._editor):
            self.finish(0)


def _window_active(editor: Editor) -> bool:
    return isinstance(editor, QWidget) and editor.isActiveWindow()


def _editor(question: Question, catalogue: Catalogue) -> Editor:
    if question.kind is Kind.DATE:
        return DateEditor(question, question.id)
    options = options_of(question, catalogue)
    if options:
        return make_cell(question, question.id, lambda _question: options)
    return LineEditor(question, question.id, cell=True)


def _geometry(question: Question, place: QRect, viewport: QWidget, widget: QWidget) -> QRect:
    """Over the cell, as wide as its kind needs, within the table."""
    worn = theme.current()
    least = _WIDEST.get(question.kind, _LISTED if question.kind in (Kind.CHOICE, Kind.COUNTRY, Kind.DIVISION) else ())
    width = min(max(place.width(), worn.pick(*least) if least else 0), viewport.width())
    height = max(place.height(), widget.sizeHint().height())
    left = max(0, min(place.left(), viewport.width() - width))
    top = max(0, min(place.top() - (height - place.height()) // 2, viewport.height() - height))
    if question.kind is Kind.DATE:
        widget.setAutoFillBackground(True)
    return QRect(left, top, width, height)
