"""Paints the shell's screens with made-up cases, to be looked at beside the designer's pictures.

python tests/pictures/shell_screens.py FOLDER [SCREEN …] [--language L] [--second L] [--look LOOK] [--size SIZE]

Screens: home, empty, new, scan, garbage, trouble, help. Without options every language, look and size is painted.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication

from talentdesk.core.draft import State
from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.frame import Frame
from talentdesk.desktop.window import Window
from talentdesk.i18n import LANGUAGES
from talentdesk.settings import Settings
from talentdesk.store.cases import CaseSummary
from talentdesk.store.trouble import DiskFull

NOW = datetime(2026, 11, 23, 14, 3, 22, tzinfo=timezone(timedelta(hours=8)))
MRZ = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<\nCB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2"
SCREENS = ("home", "empty", "new", "scan", "garbage", "trouble", "help")
PERMIT, VISA = "residence-permit", "visa-extension"
PEOPLE = (
    ("CHAN", "WING YAN", "陳詠恩", "CHN", VISA, "draft", 12, 31, date(2026, 11, 25)),
    ("FERREIRA DA COSTA", "Helena", "何丽娜", "PRT", PERMIT, "draft", 26, 31, date(2027, 1, 1)),
    ("LINDQVIST AALTONEN", "Tobias", "", "FIN", PERMIT, "draft", 31, 31, date(2026, 11, 27)),
    ("", "", "林嘉穎", "CHN", PERMIT, "draft", 0, 30, date(2026, 12, 5)),
    ("RAGHUNATHAN", "Priya", "", "IND", PERMIT, "received", 3, 30, None),
    ("HO", "LENG MING", "何嚨明", "", VISA, "draft", 8, 24, date(2026, 11, 29)),
    ("NGUYỄN ĐẶNG", "Thu Hà", "", "VNM", VISA, "printed", 24, 24, None),
    ("DUARTE LOPES", "Miguel", "杜明高", "PRT", PERMIT, "printed", 31, 31, date(2026, 12, 18)),
    ("WÓJCIK", "Łukasz Jan", "", "POL", PERMIT, "draft", 4, 31, None),
)


def cases() -> tuple[CaseSummary, ...]:
    """Made-up people, as the store would list them."""
    return tuple(
        CaseSummary(
            id=str(number),
            number=number,
            procedure=procedure,
            edition="",
            state=State(state),
            surname=surname,
            given_names=given,
            name_zh=chinese,
            nationality=country,
            saved_at=NOW,
            answered=answered,
            total=total,
            due=due,
        )
        for number, (surname, given, chinese, country, procedure, state, answered, total, due) in enumerate(PEOPLE, 463)
    )


def paint(folder: Path, screen: str, language: str, second: str, look: str, size: str) -> None:
    """One picture: `home-pt-dark-kiosk.png`."""
    settings = Settings(
        language=language, second_language=second, look=look, size=size, office="前海国际人才港", counter_name="3"
    )
    desk = Desk(settings, lambda: NOW)
    desk.dress()
    frame = Frame(theme.current(), lambda: None)
    window = Window(desk, CASE_SCREENS)
    frame.fill(window, window, window.home.search.line)
    window.home.furnish()
    assert window.home.ledger is not None
    assert window.home.due is not None
    listed = () if screen == "empty" else cases()
    window.home.ledger.show_cases(listed)
    window.home.due.show_cases(listed)
    frame.show()
    frame.activateWindow()
    QApplication.processEvents()
    window.screen_in_front.enter()
    _go(window, screen)
    for _ in range(4):
        QApplication.processEvents()
    frame.grab().save(str(folder / f"{screen}-{language}-{look}-{size}.png"))
    frame.close()
    frame.deleteLater()


def _go(window: Window, screen: str) -> None:
    if screen == "new":
        window.choose_procedure()
    elif screen in ("scan", "garbage"):
        window.scan(MRZ if screen == "scan" else MRZ.replace("<6PRT", "<7PRT")[:-3])
    elif screen == "trouble":
        window.troubled(DiskFull())
    elif screen == "help":
        window._help()


def main() -> None:
    """Paints what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("screens", nargs="*", default=SCREENS)
    parser.add_argument("--language", action="append")
    parser.add_argument("--second", default="en")
    parser.add_argument("--look", action="append")
    parser.add_argument("--size", action="append")
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    application()
    typefaces.load_first("zh-Hans")
    for _ in typefaces.load_rest():
        pass
    looks, sizes = wanted.look or list(theme.Look), wanted.size or list(theme.Size)
    for screen, language, look, size in itertools.product(wanted.screens, wanted.language or LANGUAGES, looks, sizes):
        second = wanted.second if wanted.second != language else "zh-Hans"
        paint(wanted.folder, screen, language, second, str(look), str(size))


if __name__ == "__main__":
    main()
