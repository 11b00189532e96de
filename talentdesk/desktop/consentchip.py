"""Whether the person agreed: a word and an icon beside the tabs of the open cases, which leads to the texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget

from talentdesk.desktop.buttons import Button, Role
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.tasks import Newest
from talentdesk.i18n import N_, say
from talentdesk.service import consent

if TYPE_CHECKING:
    from talentdesk.service.consent import Stand
    from talentdesk.store.opened import Store

_GIVEN, _MISSING = N_("Consent given"), N_("Consent missing")


class ConsentChip(Button):
    """Follows the case in front. At home nobody is asked."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(Role.LINK, parent, icon="shield", small=True)
        self._desk = desk
        self._case = ""
        self._stands: tuple[Stand, ...] | None = None
        self._newest: Newest[tuple[Stand, ...] | None] = Newest(desk.letters, self)
        self.hide()

    def follow(self, case: str) -> None:
        """Another case, or the same one whose standing may have changed."""
        if case != self._case:
            self._case, self._stands = case, None
            self._show()
        if case and self._desk.settings.mode == "counter" and self._desk.is_ready:
            self._newest.ask(self._desk.keeper.ask(standing_of(case)), self._take, lambda _error: None)

    def _take(self, stands: tuple[Stand, ...] | None) -> None:
        self._stands = stands
        self._show()

    def _show(self) -> None:
        self.setVisible(self._stands is not None)
        if self._stands is not None:
            missing = consent.is_missing(self._stands)
            self.show_icon("triangle" if missing else "tick_disc")
            self.show_words(say(_MISSING if missing else _GIVEN, self._desk.language), self._desk.language)

    def changeEvent(self, event: QEvent) -> None:
        """Follows the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show()


def standing_of(case: str) -> Callable[[Store], tuple[Stand, ...] | None]:
    """How the case stands; None where its form is not there any more."""
    from talentdesk.core.catalogue import CatalogueMiss
    from talentdesk.core.tomlfile import FormError

    def ask(store: Store) -> tuple[Stand, ...] | None:
        try:
            return consent.standing(store, case)
        except (CatalogueMiss, FormError):
            return None

    return ask
