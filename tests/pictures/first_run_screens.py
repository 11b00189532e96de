"""Paints the steps of the first setup.

python tests/pictures/first_run_screens.py FOLDER [LANGUAGE …] [--look LOOK] [--size SIZE] [--window 1080x1400]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp(prefix="td-config-")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from screens import Stage

from talentdesk.desktop import typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.firstrun import FirstRunScreen
from talentdesk.i18n import LANGUAGES
from talentdesk.service.firstrun import Step
from talentdesk.settings import Settings


def paint(folder: Path, settings: Settings, size: tuple[int, int]) -> None:
    """All steps in one outfit."""
    with tempfile.TemporaryDirectory() as place:
        stage = Stage(settings, Path(place))
        stage.frame.resize(*size)
        stage.open_store()
        stage.window.set_up()
        screen = stage.window.screen_in_front
        assert isinstance(screen, FirstRunScreen)

        def shot(name: str) -> None:
            parts = (name, settings.language, settings.look, settings.size, str(size[0]))
            stage.picture().save(str(folder / f"{'-'.join(parts)}.png"))

        for step in Step:
            screen._stand_at(step)
            if step is Step.STAFF:
                screen._protected("file")
                shot("setup-open")
                screen.opening.choose(["passphrase"])
                screen._show()
                shot("setup-passphrase")
                screen.opening.choose(["pin"])
                screen._show()
            if step is Step.RECOVERY:
                screen._take_code("4F7Q-ZK2M-9XTR-0BWE-7HJN-3PCV-8S6D")
            shot(f"setup-{step}")
        stage.end()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("languages", nargs="*")
    parser.add_argument("--look", default="light")
    parser.add_argument("--size", default="counter")
    parser.add_argument("--window", default="1440x900")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    app = application()
    typefaces.load_latin()
    for tag in chosen.languages or LANGUAGES:
        typefaces.load_first(tag, "en")
        tuple(typefaces.load_rest())
        second = "en" if tag != "en" else "zh-Hans"
        wide, high = (int(part) for part in chosen.window.split("x"))
        settings = Settings(language=tag, second_language=second, look=chosen.look, size=chosen.size)
        paint(chosen.folder, settings, (wide, high))
