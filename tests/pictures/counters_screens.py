"""Paints what several counters see: who has a case, handing it on, two versions side by side.

python tests/pictures/counters_screens.py FOLDER [LANGUAGE …] [--look LOOK] [--size SIZE] [--window 1080x1400]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from screens import NOW, Stage

from talentdesk.core.clash import Versions
from talentdesk.core.draft import Draft
from talentdesk.core.history import Held, How, added
from talentdesk.desktop import typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.clashscreen import ClashScreen
from talentdesk.desktop.holdband import TAKEN
from talentdesk.i18n import LANGUAGES
from talentdesk.settings import Settings
from talentdesk.store.leases import Counter, Lease


def typed(draft: Draft, who: str, minutes: int, **answers: str) -> Draft:
    """The draft after somebody typed; `__` stands for the dot of an id."""
    for key, text in answers.items():
        id = key.replace("__", ".")
        was, now = [Held(id, draft.typed.get(id, ""))], [Held(id, text)]
        at = NOW + timedelta(minutes=minutes)
        history = added(draft.history, at, who, How.TYPED, id, was, now)
        draft = replace(draft, typed={**draft.typed, id: text}, history=history)
    return draft


def paint(folder: Path, settings: Settings, size: tuple[int, int]) -> None:
    """All in one outfit."""
    with tempfile.TemporaryDirectory() as place:
        stage = Stage(settings, Path(place))
        stage.frame.resize(*size)

        def shot(name: str) -> None:
            parts = (name, settings.language, settings.look, settings.size, str(size[0]))
            stage.picture().save(str(folder / f"{'-'.join(parts)}.png"))

        stage.case(troubled=False)
        session = stage.window.screen_in_front.session
        assert session is not None
        lease = Lease("w4", NOW, "Counter 4 · Ho Ka Wing", NOW)
        band = stage.window.attendance.band
        session.hold(True)
        band.show_holder(lease, TAKEN)
        shot("held")
        session.hold(False)
        band.show_holder(None)
        band.ask_whom((Counter("w4", "Counter 4 · Ho Ka Wing"), Counter("w5", "Counter 5"), Counter("w6", "服务台 6")))
        shot("hand-over")
        band.close_question()
        base = session.draft
        theirs = typed(
            base, "Counter 4", 3, person__surname="FERREIRA DA COSTA", person__birth_place="Coimbra",
            contact__address_china="深圳市前海深港合作区桂湾五路128号6栋1203",
        )  # fmt: skip
        mine = typed(
            base, "Counter 3", 5, person__surname="FERREIRA COSTA", passport__number="P7654321",
            contact__address_china="深圳市南山区前海桂湾五路128号6栋1206室",
        )  # fmt: skip
        stage.window.show_versions(session, Versions(base, theirs, mine, 7))
        screen = stage.window.screen_in_front
        assert isinstance(screen, ClashScreen)
        shot("clash")
        screen.keep_this()
        shot("clash-undecided")
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
        paint(
            chosen.folder,
            Settings(language=tag, second_language=second, look=chosen.look, size=chosen.size),
            (wide, high),
        )
