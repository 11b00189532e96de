"""Paints the on-screen keyboard below a field: every layer, in every look, language and shape of the window.

python tests/pictures/keyboard_screen.py FOLDER [layer …] [--look dark] [--language pt] [--window 1080x1920]
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from talentdesk.core.form import Kind, Need, Question, Text
from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.keyboard import OnScreenKeyboard
from talentdesk.desktop.keyboard.keycap import KeyCap
from talentdesk.desktop.kinds import make_editor
from talentdesk.desktop.theme import Look, Size
from talentdesk.settings import Settings

SCENES: dict[str, tuple[Kind, str, str]] = {
    "latin": (Kind.LATIN_NAME, "latin", "E"),
    "identifier": (Kind.IDENTIFIER, "identifier", "A1"),
    "email": (Kind.EMAIL, "email", "a@"),
    "digits": (Kind.PHONE, "digits", "852"),
    "pinyin": (Kind.HAN_NAME, "pinyin", "chen"),
    "jyutping": (Kind.HAN_NAME, "jyutping", "hoenggong"),
    "cangjie": (Kind.HAN_NAME, "cangjie", "yri"),
    "quick": (Kind.HAN_NAME, "quick", "ye"),
    "strokes": (Kind.HAN_NAME, "strokes", "3"),
    "strokes-idle": (Kind.HAN_NAME, "strokes", ""),
    "code_point": (Kind.HAN_NAME, "code_point", "282E2"),
    "idle": (Kind.HAN_NAME, "cangjie", ""),
    "year": (Kind.DATE, "date", ""),
    "month": (Kind.DATE, "date", "M"),
    "day": (Kind.DATE, "date", "D"),
}


def paint(scene: str, language: str, look: Look, size: Size, shape: tuple[int, int], file: Path) -> None:
    kind, layer, typed = SCENES[scene]
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    second = "zh-Hans" if language != "zh-Hans" else "en"
    settings = Settings(language=language, second_language=second, look=look, size=size)
    desk = Desk(settings, lambda: datetime(2026, 11, 26, 9, 0))
    theme.wear(app, look, size, language)
    window = QWidget()
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    editor = make_editor(Question(id="q", kind=kind, label=Text("姓名", "Name"), need=Need.REQUIRED), "q")
    editor.retranslate(language, second)
    assert isinstance(editor, QWidget)
    column.addStretch(1)
    column.addWidget(editor)
    column.addSpacing(40)
    keyboard = OnScreenKeyboard(desk, window)
    column.addWidget(keyboard)
    window.resize(*shape)
    window.show()
    window.activateWindow()
    editor.stops()["YMD".index(typed) if kind is Kind.DATE and typed else 0].setFocus()
    app.processEvents()
    if kind is not Kind.DATE:
        keyboard.show_layer(layer)
        for letter in typed:
            press(keyboard, letter)
    app.processEvents()
    window.grab().save(str(file))
    print(file, keyboard.height_wanted)
    keyboard.clear()
    window.close()
    window.deleteLater()
    app.processEvents()


def press(keyboard: OnScreenKeyboard, letter: str) -> KeyCap:
    cap = next(cap for cap in keyboard.caps() if cap.key.text.lower() == letter.lower())
    cap.click()
    return cap


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("scenes", nargs="*", default=list(SCENES))
    parser.add_argument("--look", default="light")
    parser.add_argument("--language", default="zh-Hant-HK")
    parser.add_argument("--size", default="kiosk")
    parser.add_argument("--window", default="1080x1920")
    told = parser.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    app = QApplication(["talentdesk", "-style", "fusion"])
    typefaces.load_first("en", "zh-Hans")
    list(typefaces.load_rest())
    width, height = (int(part) for part in told.window.split("x"))
    for scene in told.scenes:
        file = told.folder / f"{scene}-{told.language}-{told.look}-{told.size}-{told.window}.png"
        paint(scene, told.language, Look(told.look), Size(told.size), (width, height), file)
    app.quit()


if __name__ == "__main__":
    main()
