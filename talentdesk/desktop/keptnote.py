"""What was typed but is no longer asked: kept, not used, and one press away from being read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from talentdesk.core.interview import Interview
from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.words import Paragraph, Span, Words
from talentdesk.i18n import plural, word
from talentdesk.service.wording import shown


class KeptNote(QWidget):
    """A quiet line at the end of a section; pressed, it lists the answers."""

    def __init__(self, interview: Interview, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._interview = interview
        self._ids: tuple[str, ...] = ()
        self._languages = ("en", "")
        self.button = Button(Role.LINK, self, icon="down", small=True)
        self.button.clicked.connect(self._toggle)
        self.answers = Words(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.button)
        column.addWidget(self.answers)
        self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.answers.hide()
        self.hide()

    def show_kept(self, ids: Sequence[str]) -> None:
        """These answers of the section are not used."""
        self._ids = tuple(ids)
        self.setVisible(bool(ids))
        if ids:
            self.retranslate(*self._languages)

    def retranslate(self, language: str, second: str) -> None:
        """Say how many, and which."""
        self._languages = (language, second)
        count = len(self._ids)
        said = _count(count, language)
        self.button.show_words(said, language, _count(count, second) if second else "", second)
        lines: list[Paragraph] = []
        for id in self._ids:
            question = self._interview.question(id)
            answer = shown(self._interview, id, language)
            lines.append(
                (
                    Span(f"{word(question.label, language)}  ", "small", language, "muted"),
                    Span(answer, "small", language),
                )
            )
        self.answers.show_words(*lines)

    def _toggle(self) -> None:
        unfolded = self.answers.isHidden()
        self.answers.setVisible(unfolded)
        self.button.show_icon("up" if unfolded else "down")


def _count(count: int, language: str) -> str:
    return plural("{count} answer kept, not used", "{count} answers kept, not used", count, language)
