"""Typing what is printed on a document into the ledger, the name in its own spelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk.core.form import Choice, Kind, Need, Question, Text
from talentdesk.core.person import Document, DocumentKind
from talentdesk.desktop import theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.cards import HeadedCard
from talentdesk.desktop.controls import clear
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.rows import QuestionRow
from talentdesk.i18n import N_

_KINDS = {
    DocumentKind.PASSPORT: Text("护照", "Passport"),
    DocumentKind.TRAVEL_PERMIT: Text("港澳居民来往内地通行证", "Mainland travel permit"),
    DocumentKind.HKID: Text("香港身份证", "Hong Kong identity card"),
    DocumentKind.BIR: Text("澳门居民身份证", "Macao resident identity card"),
    DocumentKind.RESIDENCE_PERMIT: Text("港澳台居民居住证", "Residence permit (HK, Macao, Taiwan)"),
    DocumentKind.VISA: Text("签证", "Visa"),
    DocumentKind.DEGREE: Text("学位证书", "Degree certificate"),
    DocumentKind.OTHER: Text("其他证件", "Other document"),
}
_QUESTIONS = (
    Question("kind", Kind.CHOICE, Text("证件种类", "Kind of document"), choices=tuple(
        Choice(kind.value, label) for kind, label in _KINDS.items()
    )),
    Question("number", Kind.TEXT, Text("证件号码", "Document number"), need=Need.OPTIONAL),
    Question("name_zh", Kind.TEXT, Text("印制的中文姓名", "Chinese name as printed"), need=Need.OPTIONAL),
    Question("surname", Kind.TEXT, Text("印制的姓", "Surname as printed"), need=Need.OPTIONAL),
    Question("given_names", Kind.TEXT, Text("印制的名", "Given names as printed"), need=Need.OPTIONAL),
    Question("issuer", Kind.TEXT, Text("签发机关或地点", "Issued by, or in"), need=Need.OPTIONAL),
    Question("issued", Kind.DATE, Text("签发日期", "Issued on"), need=Need.OPTIONAL),
    Question("expires", Kind.DATE, Text("有效期至", "Valid until"), need=Need.OPTIONAL),
)  # fmt: skip


class DocumentForm(HeadedCard):
    """Opens in the page, under the documents. What stands in it is kept by the button or Ctrl+S, given up by Esc."""

    kept = Signal(object)
    """The document as it is now."""
    given_up = Signal()
    entered = Signal(QWidget)
    """The focus came to a row, which shall be seen."""

    _texts: Mapping[str, str] = MappingProxyType({})
    _built_for_kiosk: bool | None = None

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._document = Document("", DocumentKind.OTHER)
        self.rows: dict[str, QuestionRow] = {}
        self._list = QVBoxLayout()
        self._list.setContentsMargins(4, 4, 4, 4)
        self._keep = Button(Role.MAIN, self, icon="check")
        self._drop = Button(parent=self)
        self._keep.clicked.connect(self.keep)
        self._drop.clicked.connect(self.given_up)
        self.body.addLayout(self._list)
        self._acts = QHBoxLayout()
        self._acts.setContentsMargins(16, 8, 16, 14)
        self._acts.addStretch(1)
        self._acts.addWidget(self._drop)
        self._acts.addWidget(self._keep)
        self.body.addLayout(self._acts)

    def begin(self, document: Document | None) -> None:
        """Shows a document, or an empty one that is new."""
        self._document = document or Document(uuid4().hex, DocumentKind.HKID)
        self._texts = {question.id: str(getattr(self._document, question.id)) for question in _QUESTIONS}
        self._build()
        # A new document is asked for from the top; on a known one mostly the printed name is missing.
        self.rows["kind" if document is None else "name_zh"].place_caret()

    def _build(self) -> None:
        clear(self._list)
        self.rows = {question.id: QuestionRow(question, self) for question in _QUESTIONS}
        order = list(self.rows)
        for at, (id, row) in enumerate(self.rows.items()):
            row.show_value(self._texts[id])
            row.typed.connect(self._typed)
            row.entered.connect(lambda _id, row=row: self.entered.emit(row))
            row.next_asked.connect(
                lambda at=at: self.rows[order[at + 1]].place_caret() if at + 1 < len(order) else self._keep.setFocus()
            )
            self._list.addWidget(row)
            row.show()
        self.retranslate()
        before: QWidget | None = None
        for stop in (*(stop for row in self.rows.values() for stop in row.stops()), self._drop, self._keep):
            if before is not None:
                self.setTabOrder(before, stop)
            before = stop

    def _typed(self, id: str, text: str) -> None:
        self._texts = {**self._texts, id: text}

    @property
    def texts(self) -> Mapping[str, str]:
        """What is typed now."""
        return self._texts

    def keep(self) -> None:
        """Hands the document on. From now on it is a clerk's reading, which no scan overwrites."""
        kind = self._texts["kind"]
        texts = {id: text for id, text in self._texts.items() if id != "kind"}
        known = DocumentKind(kind) if kind in {*DocumentKind} else DocumentKind.OTHER
        typed = replace(self._document, kind=known, **texts)  # type: ignore[arg-type]
        changed = typed != self._document
        self.kept.emit(replace(typed, way="", read_at=self._desk.now()) if changed else self._document)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up, Ctrl+S keeps."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif event.key() == Qt.Key.Key_S and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.keep()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Puts the words anew; what is typed stays."""
        self.show_title(*both_say(self._desk, N_("What is printed on the document")))
        for row in self.rows.values():
            row.retranslate(self._desk.language, self._desk.second)
        self._keep.show_words(*both_say(self._desk, N_("Keep")))
        self._keep.show_key("" if self._desk.is_kiosk else "Ctrl+S")
        self._drop.show_words(*both_say(self._desk, N_("Cancel")))

    def restyle(self) -> None:
        """Rows are made anew at another size, with what is typed and the focus."""
        super().restyle()
        kiosk = theme.current().kiosk
        if self._texts and kiosk is not self._built_for_kiosk:
            focus = self.focusWidget()
            here = next((id for id, row in self.rows.items() if focus is not None and row.isAncestorOf(focus)), "")
            self._build()
            if here:
                self.rows[here].place_caret()
        self._built_for_kiosk = kiosk
