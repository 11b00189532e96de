"""What every screen works with: settings, languages, the store, the forms, the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from talentdesk import i18n
from talentdesk.desktop import theme
from talentdesk.desktop.tasks import Elsewhere, Letters

if TYPE_CHECKING:
    from talentdesk.core.casefilter import CaseFilter
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.desktop.translator import Translator
    from talentdesk.settings import Settings
    from talentdesk.store.keeper import Keeper
    from talentdesk.store.staff import Person


_LONGEST_WHO = 32


class Desk(QObject):
    """One counter, or one person's desk, while the program runs.

    The store and the forms arrive after the first picture: `keeper` and `catalogue` may be asked for at any time
    after `open`, and are made then.
    """

    def __init__(self, settings: Settings, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.now = now
        self.language = settings.language or i18n.system_language()
        self.second = settings.second_language
        if self.second == self.language:
            # The papers always have Chinese and one other language: who reads that other one meets the Chinese here.
            self.second = "en" if self.language == "zh-Hans" else "zh-Hans"
        self.look = theme.Look(settings.look)
        self.size = theme.Size(settings.size)
        # A public machine starts with plain letters for everybody.
        self.zoom = 100 if settings.mode == "kiosk" else int(settings.letters)
        self.letters = Letters(self)
        self.elsewhere = Elsewhere(self.letters)
        self.demo = False
        self.person: Person | None = None
        """Who is signed in; None where nobody has a PIN, and before."""
        self.held_elsewhere: Mapping[str, str] = {}
        """Cases that another counter has, and what that one is called."""
        self._translator: Translator | None = None
        self._settled = False
        self._catalogue: Catalogue | None = None
        self._keeper: Keeper | None = None

    @property
    def today(self) -> date:
        """The date on the wall."""
        return self.now().date()

    def may(self, act: str) -> bool:
        """Whether who is here may do that: an act of service.roles."""
        from talentdesk.service.roles import may

        return may(act, self.settings.mode, self.person.role if self.person else "")

    @property
    def who(self) -> str:
        """Whom changes are noted under: this counter by its name, else what this desk is; never a person."""
        return (self.settings.counter_name or self.settings.mode)[:_LONGEST_WHO]

    @property
    def is_kiosk(self) -> bool:
        """Whether fingers do the work."""
        return self.size is theme.Size.KIOSK

    @property
    def is_ready(self) -> bool:
        """Whether the store is there to be asked."""
        return self._keeper is not None

    @property
    def keeper(self) -> Keeper:
        """The store's worker. Present from shortly after the first picture."""
        assert self._keeper is not None, "the store is opened right after the first picture"
        return self._keeper

    def take_keeper(self, keeper: Keeper) -> None:
        """The store is there."""
        self._keeper = keeper

    @property
    def catalogue(self) -> Catalogue:
        """The procedures of the `forms` room."""
        if self._catalogue is None:
            # Imported on first use: the window is painted without it.
            from talentdesk.service.rooms import catalogue

            self._catalogue = catalogue()
        return self._catalogue

    def take_catalogue(self, catalogue: Catalogue) -> None:
        """The forms room has changed: what is opened from now on comes from here."""
        self._catalogue = catalogue

    def speak(self, language: str, second: str) -> None:
        """Switches the window's languages. Widgets hear of it by LanguageChange; focus and text stay."""
        self.language, self.second = language, second if second != language else ""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        # The style sheet stays: setting it again costs more than all the words.
        app.setFont(theme.current().font("body", language))
        if self._translator is None:
            from talentdesk.desktop.translator import Translator

            self._translator = Translator(i18n.say, self)
        self._translator.switch(language)

    def wear(self, look: theme.Look, size: theme.Size) -> None:
        """Switches colours and sizes. Widgets hear of it by StyleChange."""
        self.look, self.size = look, size
        self.dress()

    def magnify(self, zoom: int) -> None:
        """Makes all letters larger, in per cent; one of `theme.ZOOMS`."""
        self.zoom = zoom
        self.dress()

    def remember(self, **chosen: str) -> bool:
        """Keeps settings a person chose for the next start, and tells whether that worked.

        A public machine starts anew for everybody: nothing is kept there.
        """
        from talentdesk.settings import SettingsError, remember

        if self.settings.mode == "kiosk":
            return True
        try:
            remember(None, **chosen)
        except (OSError, SettingsError):
            return False
        return True

    def remember_filters(self, filters: Sequence[CaseFilter]) -> bool:
        """Keeps a person's own filters for the next start, and tells whether that worked."""
        from talentdesk.settings import SettingsError, remember_filters

        if self.settings.mode == "kiosk":
            return True
        try:
            remember_filters(filters)
        except (OSError, SettingsError):
            return False
        return True

    def dress(self) -> None:
        """Puts the theme on."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.wear(app, self.look, self.size, self.language, self.zoom)
        if not self._settled:
            from talentdesk.desktop import motion

            self._settled = True
            motion.settle(app, self.settings.motion)
