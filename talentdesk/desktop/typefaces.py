"""Which letters each language is shown in, and getting their files from the `ui` room."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QFontDatabase

from talentdesk import paths
from talentdesk.core.words import N_

LATIN, MAINLAND, HONG_KONG, RARE = "Noto Sans", "Noto Sans SC", "Noto Sans HK", "HanaMinB"
ARABIC, DEVANAGARI, THAI = "Noto Sans Arabic", "Noto Sans Devanagari", "Noto Sans Thai"

_REGULAR = {LATIN: "NotoSans-Regular.ttf", MAINLAND: "NotoSansSC-Regular.ttf", HONG_KONG: "NotoSansHK-Regular.ttf"}
_SEMIBOLD = {LATIN: "NotoSans-SemiBold.ttf", MAINLAND: "NotoSansSC-SemiBold.ttf", HONG_KONG: "NotoSansHK-SemiBold.ttf"}
_SHAPED = {
    ARABIC: "NotoSansArabic-Regular.ttf",
    DEVANAGARI: "NotoSansDevanagari-Regular.ttf",
    THAI: "NotoSansThai-Regular.ttf",
}
_RARE_FILE = "HanaMinB-rare.ttf"
FILES: tuple[str, ...] = (*_REGULAR.values(), *_SEMIBOLD.values(), *_SHAPED.values(), _RARE_FILE)

# The Chinese face stands first: Qt 6.11 keeps the glyphs of the first stack it met for
# a Latin-first list of the same size, so Hong Kong text would show Mainland forms.
_STACKS = {
    "zh-Hans": (MAINLAND, LATIN, HONG_KONG, *_SHAPED, RARE),
    "zh-Hant-HK": (HONG_KONG, LATIN, MAINLAND, *_SHAPED, RARE),
}
_LATIN_STACK = (LATIN, MAINLAND, HONG_KONG, *_SHAPED, RARE)

_LOST = N_("The font file {file} is missing or damaged, so some characters may show as boxes.")
_REMEDY = N_("Install talentdesk again, or copy {file} back into its folder “ui/fonts”, then restart.")

_loaded: set[str] = set()


class FontMissing(Exception):
    """A font file of the program cannot be read. The program goes on with what it has."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.file = file

    def sentence(self, language: str) -> str:
        """What is wrong."""
        from talentdesk.i18n import say  # the first picture needs no words

        return say(_LOST, language, file=self.file)

    def remedy(self, language: str) -> str:
        """What to do about it."""
        from talentdesk.i18n import say

        return say(_REMEDY, language, file=self.file)


def families(language: str) -> tuple[str, ...]:
    """Families to try for text in `language`, in order."""
    return _STACKS.get(language, _LATIN_STACK)


def load_latin() -> tuple[FontMissing, ...]:
    """Load what the very first picture draws with: it has no words yet but the program's name."""
    return tuple(missing for file in (_REGULAR[LATIN], _SEMIBOLD[LATIN]) if (missing := _load(file)))


def load_first(language: str, second: str = "") -> tuple[FontMissing, ...]:
    """Load what the whole window in `language` (with `second` beside it, muted) draws with."""
    main = families(language)[0]
    wanted = [_REGULAR[LATIN], _SEMIBOLD[LATIN], _REGULAR[main], _SEMIBOLD[main]]
    wanted.append(_REGULAR[_chinese_face(language, second)])
    return tuple(missing for file in dict.fromkeys(wanted) if (missing := _load(file)))


def load_rest() -> Iterator[tuple[FontMissing, ...]]:
    """Load every other file, one a step: run the steps from an idle timer after the first paint.

    After the last one everything on the screen is set in type again, with glyphs it lacked before.
    """
    for file in FILES:
        if file not in _loaded:
            missing = _load(file)
            yield (missing,) if missing else ()
    _set_anew()


def _set_anew() -> None:
    from PySide6.QtCore import QCoreApplication, QEvent  # QEvent is dear, and the first picture does without
    from PySide6.QtWidgets import QApplication

    for widget in QApplication.allWidgets():
        if widget.isVisible():
            QCoreApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))


def loaded() -> int:
    """How many files are loaded: words set in type with fewer may lack glyphs or weights."""
    return len(_loaded)


def is_complete() -> bool:
    """Whether every file has been loaded: only then does a missing glyph mean that no font has it."""
    return len(_loaded) == len(FILES)


def _chinese_face(language: str, second: str) -> str:
    return next((families(tag)[0] for tag in (language, second) if tag in _STACKS), MAINLAND)


def _load(file: str) -> FontMissing | None:
    if file in _loaded:
        return None
    if QFontDatabase.addApplicationFont(str(paths.room("ui") / "fonts" / file)) < 0:
        return FontMissing(file)
    _loaded.add(file)
    return None
