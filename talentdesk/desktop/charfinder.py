"""A line above the status bar that finds one rare character for the field in use, where no input method has it."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from talentdesk import paths
from talentdesk.core.inputmethods import Method, Refusal, Tables
from talentdesk.core.inputmethods.anycode import Found, by_any_code
from talentdesk.desktop import fields, theme
from talentdesk.desktop.bilingual import both_say
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.controls import Panel
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.keyboard.hand import Hand
from talentdesk.desktop.keyboard.wishes import takes_text
from talentdesk.desktop.unseen import code_point
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import N_, say
from talentdesk.paper.fonts import missing

_HEAD = N_("Character by code")
_HOW = N_("Its code point (210C1), its Cangjie code (RQBU), or how it is said in Cantonese or Mandarin (leng)")
_REFUSALS = {
    Refusal.NO_CHARACTER: N_("There is no such character"),
    Refusal.NO_GLYPH: N_("No font of this program has this character"),
}
_NOTHING = N_("No character is found by this.")
_METHODS = {
    Method.CODE_POINT: N_("by code point"),
    Method.CANGJIE: N_("by Cangjie"),
    Method.JYUTPING: N_("as said in Cantonese"),
    Method.PINYIN: N_("as said in Mandarin"),
}
_PAGE = 9
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _PAGE, Qt.Key.Key_PageUp: -_PAGE}


class CharacterFinder(Panel):
    """Enter writes the marked character into the field and gives the focus back; Esc gives it back as it was. Up and
    Down mark another one. Nothing that was typed here is kept."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent, lines="top")
        self._desk = desk
        self._hand: Hand | None = None
        self._found: tuple[Found, ...] = ()
        self._refusal: Refusal | None = None
        self._marked = 0
        self.heading, self.told = Words(self), Words(self, wrap=False)
        self._box = fields.Frame(self)
        self.line = fields.Line(self._box, ime=False)
        self._box.row.addWidget(self.line, 1)
        self._box.setFixedWidth(200)
        self.offers = [Button(parent=self, small=True) for _ in range(_PAGE)]
        self.close_button = Button(Role.LINK, self, small=True)
        acts = QHBoxLayout()
        acts.addWidget(self._box)
        for place, offer in enumerate(self.offers):
            offer.setCheckable(True)
            offer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            offer.clicked.connect(lambda _=False, place=place: self._take(self._first + place))
            acts.addWidget(offer)
        acts.addWidget(self.told, 0, Qt.AlignmentFlag.AlignVCenter)
        acts.addStretch(1)
        acts.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.heading)
        self._column.addLayout(acts)
        self.line.textEdited.connect(lambda _text: self._look())
        self.line.installEventFilter(self)
        self.close_button.clicked.connect(self.put_away)
        self.hide()
        self.restyle()

    @cached_property
    def _tables(self) -> Tables:
        return Tables(paths.room("ui") / "keyboard")

    def open_for(self, field: QWidget | None) -> bool:
        """Finds a character for this field; False where nothing can be typed."""
        if not takes_text(field) or field is self.line:
            return False
        self._hand = Hand(field)
        self.line.clear()
        self._look()
        self.retranslate()
        self.show()
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def put_away(self) -> None:
        """Gives the focus back and forgets what was typed."""
        hand, self._hand = self._hand, None
        self.line.clear()
        self._look()
        self.hide()
        if hand is not None and hand.is_free:
            hand.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _first(self) -> int:
        """Of the page that is shown."""
        return self._marked // _PAGE * _PAGE

    def _look(self) -> None:
        script = self._desk.language if self._desk.language.startswith("zh") else "zh-Hant-HK"
        typed = self.line.text().strip()
        self._found, self._refusal = by_any_code(self._tables, typed, script, _can_draw) if typed else ((), None)
        self._marked = 0
        self._show()

    def _take(self, place: int) -> None:
        hand = self._hand
        if hand is None or not 0 <= place < len(self._found):
            return
        text = self._found[place].text
        self.put_away()
        if hand.is_free:
            hand.write(text)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Enter, Esc and the keys that mark; all else is typed."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self._marked)
        elif event.key() == Qt.Key.Key_Escape:
            self.put_away()
        elif event.key() in _STEPS and self._found:
            self._marked = max(0, min(len(self._found) - 1, self._marked + _STEPS[Qt.Key(event.key())]))
            self._show()
        else:
            return False
        return True

    # ---- words and sizes

    def _show(self) -> None:
        page, language = self._found[self._first : self._first + _PAGE], self._desk.language
        for place, offer in enumerate(self.offers):
            offer.setVisible(place < len(page))
            if place < len(page):
                offer.show_words(page[place].text, "zh-Hant-HK")
                offer.setChecked(self._first + place == self._marked)
                offer.show_key("Enter" if offer.isChecked() else "")
        # What cannot be told apart at the size of a button is looked at in full before it is written.
        large = (Span(self._found[self._marked].text, "page_title", "zh-Hant-HK"),) if self._found else ()
        self.told.show_words((*large, Span(f"  {self._said(language)}".rstrip(), "small", language, "muted")))
        self.line.setAccessibleDescription(self._said(language))

    def _said(self, language: str) -> str:
        """What is marked, in full, or why nothing is found."""
        if self._found:
            here = self._found[self._marked]
            count = f"{self._marked + 1}/{len(self._found)}" if len(self._found) > 1 else ""
            return " · ".join(
                part for part in (code_point(here.text), say(_METHODS[here.method], language), count) if part
            )
        if self._refusal in _REFUSALS:
            return say(_REFUSALS[self._refusal], language)
        return say(_NOTHING, language) if self.line.text().strip() else ""

    def retranslate(self) -> None:
        """Puts the words anew; what is being typed stays."""
        head, how = both_say(self._desk, _HEAD), both_say(self._desk, _HOW)
        spans = [Span(head.text, "label", head.language), Span(f"  {how.text}", "small", how.language, "muted")]
        self.heading.show_words(tuple(spans))
        self.line.setAccessibleName(head.text)
        close = both_say(self._desk, N_("Close"))
        self.close_button.show_words(close.text, close.language)
        self.close_button.show_key("Esc")
        self._show()

    def restyle(self) -> None:
        """Takes sizes from the theme."""
        worn = theme.current()
        side = worn.pick(24, 56)
        self._column.setContentsMargins(side, worn.pick(10, 24), side, worn.pick(12, 24))
        self._column.setSpacing(worn.pick(6, 16))

    def changeEvent(self, event: QEvent) -> None:
        """Follows language and look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange and hasattr(self, "_column"):
            self.restyle()


def _can_draw(character: str) -> bool:
    return not missing(character)
