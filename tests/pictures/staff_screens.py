"""Paints sign-in, staff and consent over a real store with PINs, to be looked at.

python tests/pictures/staff_screens.py FOLDER [SCREEN …] [--language L] [--look LOOK] [--size SIZE]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtTest import QTest

from talentdesk import paths
from talentdesk.core.draft import Draft
from talentdesk.desktop import theme, typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.consentscreen import ConsentScreen
from talentdesk.desktop.desk import Desk
from talentdesk.desktop.frame import Frame
from talentdesk.desktop.window import Window
from talentdesk.service import consent, staff
from talentdesk.service.upkeep import custody
from talentdesk.settings import Settings
from talentdesk.store import keyslots
from talentdesk.store.keeper import Keeper
from talentdesk.store.keyslots import Cost
from talentdesk.store.opened import open_store
from talentdesk.store.vault import Vault, names_here

NOW = datetime(2026, 11, 23, 14, 3, 22, tzinfo=timezone(timedelta(hours=8)))
PEOPLE = (("陳家欣", "admin", "739154"), ("Bruno Sequeira", "counter", "402861"), ("李慧", "supervisor", "275839"))
SCREENS = ("signin", "wrong", "waits", "staff", "staff-add", "consent")


def counter(folder: Path) -> None:
    """A store with three colleagues and a case."""
    keyslots._TYPED_COST = Cost(1, 19_456, 1)
    paths.config_folder = lambda: folder / "config"  # type: ignore[assignment]
    vault = Vault.open(folder / "data")
    code = vault.new_recovery_code()
    typed = {"person.surname": "FERREIRA DA COSTA", "person.given_names": "HELENA", "passport.number": "CB482137"}
    with closing(open_store(folder / "data", vault)) as store:
        store.save(Draft("a", "residence-permit", "2024-12-01", date(2026, 11, 23), typed=typed))
        consent.give(store, "a", "fill-in", "pt")
        for name, role, pin in PEOPLE:
            staff.add(store, name, role, pin, code)


def paint(folder: Path, place: Path, screen: str, language: str, look: str, size: str) -> None:
    second = "en" if language != "en" else "zh-Hans"
    settings = Settings(
        language=language, second_language=second, look=look, size=size, counter_name="3", data=str(place)
    )
    desk = Desk(settings, lambda: NOW)
    desk.dress()
    frame = Frame(theme.current(), lambda: None)
    window = Window(desk)
    put = desk.letters.put
    keeper = Keeper(
        place,
        lambda id, revision: put(lambda: window.saved(id, revision)),
        lambda trouble: put(lambda: window.troubled(trouble)),
        custody=custody(settings),
    )
    keeper.start()
    desk.take_keeper(keeper)
    frame.fill(window, window, window.home.search.line)
    window.home.furnish()
    frame.resize(*((1280, 800) if size == "counter" else (1080, 1920)))
    frame.show()
    frame.activateWindow()
    wait(lambda: window.lock.is_locked and window.lock.curtain.names is not None)
    QTest.qWait(300)
    ids = {name: id for id, name in names_here(place)}
    go(window, screen, ids)
    QTest.qWait(500)
    frame.grab().save(str(folder / f"{screen}-{language}-{look}-{size}.png"))
    keeper.close(5)
    frame.close()
    frame.deleteLater()


def wait(done: Callable[[], bool]) -> None:
    for _ in range(200):
        if done():
            return
        QTest.qWait(50)


def go(window: Window, screen: str, ids: dict[str, str]) -> None:
    curtain = window.lock.curtain
    name, pin = {"staff": PEOPLE[0], "staff-add": PEOPLE[0]}.get(screen, PEOPLE[1])[::2]
    assert curtain.names is not None
    if screen == "signin":
        return
    curtain.names.choose([ids[name]])
    tries = {"wrong": 1, "waits": 6}.get(screen, 0)
    for _ in range(tries):
        curtain.pin.setText("000000")
        curtain.button.click()
        wait(lambda: not curtain._busy)
    if tries:
        return
    curtain.pin.setText(pin)
    curtain.button.click()
    wait(lambda: not window.lock.is_locked)
    QTest.qWait(300)
    if screen == "staff-add":
        from talentdesk.desktop.staffscreen import StaffScreen

        assert isinstance(window.screen_in_front, StaffScreen)
        window.screen_in_front.add_button.click()
    if screen == "consent":
        window.load_case("a")
        wait(lambda: window.screen_in_front.session is not None)
        QTest.qWait(300)
        window._ask_consent()
        wait(lambda: isinstance(window.screen_in_front, ConsentScreen) and bool(window.screen_in_front.buttons))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("screens", nargs="*", default=SCREENS)
    parser.add_argument("--language", default="en")
    parser.add_argument("--look", default="light")
    parser.add_argument("--size", default="counter")
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    application()
    typefaces.load_first("zh-Hans")
    for _ in typefaces.load_rest():
        pass
    for screen in wanted.screens:
        with tempfile.TemporaryDirectory() as folder:
            counter(Path(folder))
            paint(wanted.folder, Path(folder) / "data", screen, wanted.language, wanted.look, wanted.size)


if __name__ == "__main__":
    main()
