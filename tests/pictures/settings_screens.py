"""Paints the settings screen over a real store, to be looked at.

python tests/pictures/settings_screens.py FOLDER LANGUAGE LOOK SIZE LETTERS
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtTest import QTest

from talentdesk import paths
from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.frame import Frame
from talentdesk.desktop.settingsscreen import SettingsScreen
from talentdesk.desktop.window import Window
from talentdesk.settings import Settings
from talentdesk.store.keeper import Keeper, memory_key

NOW = datetime(2026, 11, 23, 14, 3, 22, tzinfo=timezone(timedelta(hours=8)))


def paint(folder: Path, language: str, look: str, size: str, letters: str) -> None:
    """The head and the foot of the screen, as two pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    paths.config_folder = lambda: folder / "config"  # type: ignore[assignment]
    second = "en" if language != "en" else "zh-Hans"
    settings = Settings(
        language=language, second_language=second, look=look, size=size, letters=letters, counter_name="3"
    )
    desk = Desk(settings, lambda: NOW)
    desk.dress()
    frame = Frame(theme.current(), lambda: None)
    window = Window(desk)
    keeper = Keeper(folder / "cases", lambda *_: None, lambda *_: None, unlock=memory_key)
    keeper.start()
    desk.take_keeper(keeper)
    frame.fill(window, window, window.home.search.line)
    window.home.furnish()
    frame.resize(*((1280, 800) if size == "counter" else (1080, 1920)))
    frame.show()
    window.visit("settings")
    screen = window.screen_in_front
    assert isinstance(screen, SettingsScreen)
    line = screen.rows["lock_minutes"].line
    assert line is not None
    line.setText("99")
    line.textEdited.emit("99")
    for part in ("head", "foot"):
        QTest.qWait(400)
        frame.grab().save(str(folder / f"settings-{language}-{look}-{size}-{letters}-{part}.png"))
        bar = screen._area.verticalScrollBar()
        bar.setValue(bar.maximum())
    keeper.close(5)
    frame.close()
    frame.deleteLater()


if __name__ == "__main__":
    app = application()
    typefaces.load_first("en", "zh-Hans")
    for _ in typefaces.load_rest():
        pass
    paint(Path(sys.argv[1]), *sys.argv[2:6])
