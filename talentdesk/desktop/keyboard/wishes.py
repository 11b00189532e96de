"""What a field wants of the keyboard: which layers, and whether any at all."""

from __future__ import annotations

from typing import TypeGuard

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QScrollArea, QTextEdit, QWidget

from talentdesk.core.form import Kind
from talentdesk.desktop.fields import Frame

TextField = QLineEdit | QPlainTextEdit | QTextEdit

_BY_KIND = {
    Kind.LATIN_NAME: "latin_name",
    Kind.HAN_NAME: "han_name",
    Kind.IDENTIFIER: "identifier",
    Kind.EMAIL: "email",
    Kind.PHONE: "number",
    Kind.NUMBER: "number",
    Kind.MONEY: "number",
    Kind.DATE: "date",
}
_HINT = Qt.InputMethodHint
_BY_HINT = (
    (_HINT.ImhEmailCharactersOnly, "email"),
    (_HINT.ImhDialableCharactersOnly | _HINT.ImhFormattedNumbersOnly | _HINT.ImhDigitsOnly, "number"),
    (_HINT.ImhPreferNumbers, "number"),
    (_HINT.ImhLatinOnly | _HINT.ImhHiddenText, "identifier"),
)


def takes_text(widget: QWidget | None) -> TypeGuard[TextField]:
    """Whether somebody may type there with this keyboard; a field whose property `keyboard` is "none" wants none."""
    return (
        isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit)
        and widget.isEnabled()
        and not widget.isReadOnly()
        and widget.property("keyboard") != "none"
    )


def field_kind(widget: QWidget) -> str:
    """Which set of layers fits: by the kind of question it answers, else by what it tells input methods."""
    kind, hints = widget.property("kind"), widget.inputMethodHints()
    if kind:
        wanted = _BY_KIND.get(Kind(kind), "text")
        if wanted == "text" and hints & _HINT.ImhPreferLatin:
            return "numbered"
        return "number" if wanted == "date" and not date_part(widget) else wanted
    return next((name for hint, name in _BY_HINT if hints & hint), "text")


def date_part(widget: QWidget) -> str:
    """`Y`, `M` or `D` for a box of a date, else nothing."""
    return widget.property("part") or ""


def asks_birth(widget: QWidget) -> bool:
    """Whether the day that is asked for is somebody's birth."""
    return bool(widget.property("birth"))


def prefers_capitals(widget: QWidget) -> bool:
    """Whether what is typed there is mostly written in capitals."""
    return bool(widget.inputMethodHints() & _HINT.ImhPreferUppercase)


def reveal(field: QWidget, air: int) -> None:
    """Scroll the page until the whole field, with its box and `air` pixels around it, can be seen."""
    area, box = scroll_area(field), field.parentWidget()
    if area is not None:
        area.ensureWidgetVisible(box if isinstance(box, Frame) else field, 0, air)


def scroll_area(field: QWidget) -> QScrollArea | None:
    """The page that scrolls a field."""
    above = field.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    return above
