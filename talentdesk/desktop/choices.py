"""Picking from a short list: cards with both languages, one to choose or several to tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from talentdesk.core.form import Choice, Question, Text
from talentdesk.desktop.chips import Tone
from talentdesk.desktop.editors import Editor, Option
from talentdesk.desktop.optioncards import CardGroup
from talentdesk.desktop.theme import Size
from talentdesk.i18n import N_, say
from talentdesk.service.wording import called

YES_NO = ("yes", "no")
_YES_NO_WORDS = {"yes": N_("Yes"), "no": N_("No")}


class ChoiceEditor(CardGroup, Editor):
    """One of a few."""

    ticks: ClassVar[bool] = False

    def __init__(self, question: Question, id: str, options: Sequence[Option], size: Size | None = None) -> None:
        super().__init__([option.code for option in options], ticks=self.ticks, size=size)
        self.id = id
        self._options = options
        self._text = ""
        self.pressed_enter = self.ask_next
        self.changed = self._tell

    def text(self) -> str:
        """The chosen code, or a text that is none of the codes, as it came."""
        return self._text

    def show_text(self, text: str) -> None:
        """Show a choice."""
        self._text = text
        self.choose(self._codes(text))

    def retranslate(self, language: str, second: str) -> None:
        """Say the options."""
        for card, option in zip(self.cards, self._options, strict=True):
            other = called(option.label, second) if second else ""
            first = called(option.label, language)
            card.show_words(first, language, other if other != first else "", second or language)
        self.relay()

    def describe(self, name: str, description: str) -> None:
        """The group is heard as the question, each card as its option."""
        self.setTitle(name.replace("&", "&&"))
        self.setAccessibleName(name)
        self.setAccessibleDescription(description)
        for card in self.cards:
            card.setAccessibleName(f"{name}: {card.label}")
            card.setAccessibleDescription(description)

    def show_tone(self, tone: Tone | None) -> None:
        """Colour the edges."""
        self.tone = tone
        for card in self.cards:
            card.update()

    def lock(self, yes: bool) -> None:
        """Take no input."""
        for card in self.cards:
            card.setEnabled(not yes)

    def stops(self) -> Sequence[QWidget]:
        """The one card that Tab reaches."""
        return (self.stop(),) if self.cards else ()

    def hold(self, chip: QWidget) -> bool:
        """Chips stand behind the last card. Tell by `relay` when one is shown or hidden."""
        chip.setParent(self)
        chip.show()
        self.after.append(chip)
        self.relay()
        return True

    def _codes(self, text: str) -> Sequence[str]:
        return (text,)

    def _tell(self) -> None:
        self._text = " ".join(self.chosen())
        self.tell(self._text)


class ChoicesEditor(ChoiceEditor):
    """Any of a few. Codes that are not on the list are kept."""

    ticks = True

    def _codes(self, text: str) -> Sequence[str]:
        return text.split()

    def _tell(self) -> None:
        known = {card.code for card in self.cards}
        others = [code for code in self._text.split() if code not in known]
        self._text = " ".join(self.chosen() + others)
        self.tell(self._text)


class YesNoEditor(ChoiceEditor):
    """Yes or no."""

    def __init__(self, question: Question, id: str, size: Size | None = None) -> None:
        super().__init__(question, id, [Choice(code, Text("", "")) for code in YES_NO], size)

    def retranslate(self, language: str, second: str) -> None:
        """Say yes and no."""
        for card in self.cards:
            first = say(_YES_NO_WORDS[card.code], language)
            other = say(_YES_NO_WORDS[card.code], second) if second else ""
            card.show_words(first, language, other if other != first else "", second or language)
        self.relay()
