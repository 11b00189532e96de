"""Paints what comes over or beside the window: dialogs, a document read from a picture, the finder of characters, and
two papers of the desk: the recovery code and the last days.

python tests/pictures/dialog_screens.py FOLDER [LANGUAGE …] [--second L] [--look LOOK] [--size SIZE]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from screens import NOW, Stage

from talentdesk.core import mrz
from talentdesk.core.form import DEADLINE_CARD
from talentdesk.desktop import typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.recovery import AskedCode, ShownCode
from talentdesk.desktop.second import AskedColleague
from talentdesk.i18n import LANGUAGES
from talentdesk.service.firstrun import code_sheet
from talentdesk.service.papers import paper_languages, print_out
from talentdesk.service.picturezones import STRIP_WIDTH, PictureZone
from talentdesk.settings import Settings

CODE = "4F7Q-ZK2M-9XTR-0BWE-7HJN-3PCV-8S6D"
ZONE = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<\nCB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2"
PEOPLE = (("b", "Bruno Sequeira"), ("l", "李慧"), ("c", "陳家欣"))


def seen_in_a_picture() -> PictureZone:
    """A zone with a repaired character, and grey lines where its picture would be."""
    rows = 96
    grey = bytes(90 if (row // 24) % 2 and (at // 18) % 3 else 235 for row in range(rows) for at in range(STRIP_WIDTH))
    return PictureZone(ZONE, mrz.parse(ZONE, today=NOW.date()), ("passport.number",), grey)


def paint(folder: Path, settings: Settings) -> None:
    """All in one outfit."""
    kiosk = settings.size == "kiosk"
    with tempfile.TemporaryDirectory() as place:
        stage = Stage(settings, Path(place))
        stage.frame.resize(*((1080, 1600) if kiosk else (1280, 800)))
        name = "-".join((settings.language, settings.look, settings.size))

        def shot(what: str) -> None:
            stage.picture().save(str(folder / f"{what}-{name}.png"))

        def dialog(what: str, opened: QDialog) -> None:
            opened.open()
            QApplication.processEvents()
            opened.grab().save(str(folder / f"{what}-{name}.png"))
            opened.close()

        stage.case(troubled=False)
        window, desk = stage.window, stage.desk
        session = window.session_in_front()
        assert session is not None
        dialog("colleague", AskedColleague(desk, window, PEOPLE, lambda _id, _pin: None, alone=lambda: None))
        dialog("shown-code", ShownCode(desk, window, CODE))
        dialog("asked-code", AskedCode(desk, window, lambda _typed: None))
        stage.frame.activateWindow()
        window.fill_in(session, "person.name_zh")
        stage.wait(lambda: QApplication.focusWidget() is not None)
        window.find_character()
        QTest.keyClicks(QApplication.focusWidget(), "22585")
        shot("character")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
        window.compare_picture(seen_in_a_picture())
        shot("picture")
        languages = paper_languages(desk.language, desk.second)
        card = print_out(session.interview, (DEADLINE_CARD,), languages).content
        sheet = code_sheet(CODE, NOW.date(), (desk.language, desk.second))[1]
        for what, content in (("paper-last-days", card), ("paper-recovery", sheet)):
            document = pypdfium2.PdfDocument(content)
            document[0].render(scale=1.4).to_pil().save(str(folder / f"{what}-{name}.png"))
            document.close()
        stage.end()


def main() -> None:
    """Paints what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("languages", nargs="*")
    parser.add_argument("--second", default="en")
    parser.add_argument("--look", default="light")
    parser.add_argument("--size", default="counter")
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    application()
    typefaces.load_first("zh-Hans")
    for _ in typefaces.load_rest():
        pass
    for language in wanted.languages or LANGUAGES:
        second = wanted.second if wanted.second != language else "zh-Hans"
        paint(wanted.folder, Settings(language=language, second_language=second, look=wanted.look, size=wanted.size))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
