"""Qt's own words (OK, Cancel, Copy, Paste) in the language of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QObject, QTranslator

from talentdesk.i18n import N_

# Qt ships no catalogue for Hong Kong or Portugal; the nearest ones are corrected by our own words.
_QT_CATALOGUES = {"zh-Hans": "qtbase_zh_CN", "zh-Hant-HK": "qtbase_zh_TW", "pt": "qtbase_pt_BR"}
# What Qt's catalogues miss: Qt has changed these words since they were translated.
_MISSED = (N_("Look in:"), N_("Files of type:"), N_("Folder"))
# A file is no "arquivo" in Macao, and "Open" alone is what a verdict is: it needs a word of its own here.
_OTHERWISE = {"Open": N_("Open file"), "File name:": N_("File name:")}
_LOCALES = {"zh-Hans": "zh_Hans_CN", "zh-Hant-HK": "zh_Hant_HK", "en": "en_GB", "pt": "pt_MO"}


class _OwnWords(QTranslator):
    """Asks the program's catalogue before Qt's, so that Hong Kong and Macao wording wins."""

    def __init__(self, parent: QObject, find: Callable[[str, str], str]) -> None:
        super().__init__(parent)
        self._find = find
        self.tongue = "en"

    def isEmpty(self) -> bool:
        """Never: an empty translator would not be asked."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The program's own word for one of Qt's, or nothing."""
        plain = source.replace("&", "")
        found = self._find(_OTHERWISE.get(plain, plain), self.tongue)
        # None tells Qt to look on; PySide's signature knows only str.
        return found if found != plain else None  # type: ignore[return-value]


class Translator(QObject):
    """Switches Qt's words and formats. Every widget gets one LanguageChange and puts its own words anew."""

    def __init__(self, find: Callable[[str, str], str], parent: QObject | None = None) -> None:
        """`find(word, language)` gives the program's translation of a word, or the word itself."""
        super().__init__(parent)
        self._own = _OwnWords(self, find)
        self._qt = QTranslator(self)

    def switch(self, language: str) -> None:
        """From here on Qt speaks `language`; the change reaches the widgets with the next turn of the loop."""
        QCoreApplication.removeTranslator(self._own)
        QCoreApplication.removeTranslator(self._qt)
        self._own.tongue = language
        QLocale.setDefault(QLocale(_LOCALES[language]))
        catalogue = _QT_CATALOGUES.get(language)
        if catalogue and self._qt.load(catalogue, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            QCoreApplication.installTranslator(self._qt)
        # Installed last: asked first.
        QCoreApplication.installTranslator(self._own)
