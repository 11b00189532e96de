"""WCAG 2.2 AA on every screen: names and roles, size of targets, focus that is seen, large letters without loss."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from accesschecks import cut_text, lost_on_tab, painted_text, small_targets, unnamed, unseen_focus
from everyscreen import counter_screens, kiosk_screens, picture_module, settle
from kioskside import Machine
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from talentdesk import paths
from talentdesk.desktop import motion, theme
from talentdesk.desktop.buttons import Button
from talentdesk.desktop.keyboard.switchaccess import SHORTEST_MS, SPEEDS
from talentdesk.desktop.kiosk.idle import Idleness, IdleWatch, Stage
from talentdesk.desktop.kiosk.serving import patience_of
from talentdesk.desktop.theme import Look
from talentdesk.desktop.touch import scrolled
from talentdesk.desktop.words import Span, Words
from talentdesk.i18n import LANGUAGES
from talentdesk.settings import Settings, SettingsError, check

pytestmark = [
    pytest.mark.timeout(600),
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
]
FINGER, POINTER = 96, 24
"""Pixels: 15 mm on an upright full-HD panel of 13.6 inches and more; 2.5.8."""
ESSENTIAL = re.compile(r"Axis/Piece")
"""As wide as the time it stands for; the list below the axis leads to the same."""
UPRIGHT, LYING = (1080, 1920), (1920, 1080)
SMALL, USUAL = (1280, 800), (1440, 900)


def beside(language: str) -> str:
    return "en" if language == "zh-Hans" else "zh-Hans"


@pytest.fixture
def kiosk(qtbot: QtBot, dressed: Callable[..., object]) -> Iterator[Callable[..., Machine]]:
    made: list[Machine] = []

    def make(language: str = "en", size: tuple[int, int] = UPRIGHT, zoom: int = 100, **more: Any) -> Machine:
        machine = Machine(qtbot, size=size, language=language, second_language=beside(language), **more)
        if zoom != 100:
            machine.desk.magnify(zoom)
        made.append(machine)
        return machine

    yield make
    for machine in made:
        machine.end()


@pytest.fixture
def counter(dressed: Callable[..., object], tmp_path: Path) -> Iterator[Callable[..., Any]]:
    made: list[Any] = []

    def make(language: str = "en", size: tuple[int, int] = SMALL, **more: str) -> Any:
        said = {"language": language, "second_language": beside(language), "counter_name": "3", **more}
        stage = picture_module().Stage(Settings(office="前海国际人才港", **said), tmp_path)
        stage.frame.resize(*size)
        made.append(stage)
        return stage

    yield make
    for stage in made:
        stage.end()


def gathered(screens: Iterator[tuple[str, QWidget]], *checks: Callable[[QWidget], list[str]]) -> list[str]:
    """What the checks found, screen by screen."""
    return [f"{name}: {each}" for name, window in screens for check in checks for each in dict.fromkeys(check(window))]


def long(*values: Any) -> Any:
    """One of a series that is gone through before a release."""
    return pytest.param(*values, marks=pytest.mark.long)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_of_the_public_machine_has_name_and_role_and_room_for_a_finger(
    kiosk: Callable[..., Machine], language: str
) -> None:
    none(gathered(kiosk_screens(kiosk(language)), unnamed, lambda window: small_targets(window, FINGER)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_at_the_counter_has_name_and_role_and_room_for_a_pointer(
    counter: Callable[..., Any], language: str
) -> None:
    found = gathered(counter_screens(counter(language)), unnamed, lambda window: small_targets(window, POINTER))
    none([each for each in found if not ESSENTIAL.search(each)])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("look", "zoom"),
    [
        (Look.LIGHT, 100),
        *(long(*each) for each in ((Look.DARK, 100), (Look.HIGH_CONTRAST, 100), (Look.LIGHT, 200), (Look.DARK, 200))),
        (Look.HIGH_CONTRAST, 200),
    ],
)
def test_the_focus_is_always_seen_on_the_public_machine(kiosk: Callable[..., Machine], look: Look, zoom: int) -> None:
    machine = kiosk(look=str(look), zoom=zoom)
    # Under the cover a key only lifts it.
    screens = ((name, window) for name, window in kiosk_screens(machine) if name != "cover")
    none(gathered(screens, lost_on_tab, unseen_focus))


@pytest.mark.slow
@pytest.mark.parametrize("look", [Look.LIGHT, long(Look.DARK), long(Look.HIGH_CONTRAST)])
def test_the_focus_is_always_seen_at_the_counter(counter: Callable[..., Any], look: Look) -> None:
    # While a menu is open the keys are the menu's.
    screens = ((name, window) for name, window in counter_screens(counter(look=str(look))) if name != "menu")
    none(gathered(screens, lost_on_tab, unseen_focus))


def none(found: list[str]) -> None:
    """Nothing was found; else all of it is told."""
    assert not found, "\n".join(["", *found])


def loss(window: QWidget) -> list[str]:
    """Words that are cut or cover each other."""
    with painted_text() as painted:
        window.grab()
    return [*cut_text(window), *(each for each in painted if not each.startswith("shortened"))]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "size"),
    [("pt", UPRIGHT), *(long(*each) for each in product(LANGUAGES, (UPRIGHT, LYING)) if each != ("pt", UPRIGHT))],
)
def test_letters_of_200_per_cent_lose_nothing_on_the_public_machine(
    kiosk: Callable[..., Machine], language: str, size: tuple[int, int]
) -> None:
    none(gathered(kiosk_screens(kiosk(language, size, 200)), loss))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "size"),
    [("pt", SMALL), *(long(*each) for each in product(LANGUAGES, (SMALL, USUAL)) if each != ("pt", SMALL))],
)
def test_letters_of_200_per_cent_lose_nothing_at_the_counter(
    counter: Callable[..., Any], language: str, size: tuple[int, int]
) -> None:
    stage = counter(language, size, letters="200")
    found, wide = [], []
    for name, window in counter_screens(stage):
        found += [f"{name}: {each}" for each in dict.fromkeys(loss(window))]
        wide.append(window.width())
    none(found)
    assert max(wide) <= size[0], "no screen makes the window wider than the monitor"


def test_the_measures_find_what_they_are_for(dressed: Callable[..., object], qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    button, words, lone = Button(parent=window), Words(window), QWidget(window)
    button.setGeometry(380, 10, 60, 12)
    words.show_words((Span("Words that need more than this", "body", "en"),))
    words.setGeometry(10, 20, 60, 20)
    lone.setGeometry(10, 100, 80, 40)
    lone.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert any(each.startswith("no name: Button") for each in unnamed(window))
    assert any(each.startswith("no role: QWidget") for each in unnamed(window))
    assert any(each.startswith("60×12") for each in small_targets(window, POINTER))
    cut = cut_text(window)
    assert any(each.startswith("tight 60×20") for each in cut)
    assert any(each.startswith("outside QWidget 400×300") for each in cut)
    assert any(each.startswith("faint, 0 of") for each in unseen_focus(window))
    lone.move(10, 900)
    assert any(each.startswith("not in sight") for each in lost_on_tab(window))


# ---- the cover


def test_under_the_cover_nothing_is_heard_and_tab_leads_nowhere(kiosk: Callable[..., Machine]) -> None:
    """What is hidden cannot be read out, and no key presses what cannot be seen."""
    from accesschecks import interfaces
    from PySide6.QtGui import QAccessible

    machine = kiosk()
    window = machine.window
    machine.begin()
    window.begin_case("residence-permit")
    machine.walk.stand_at("person.surname")
    window.show_sheet(machine.walk)
    machine.type("CANARY")
    held = QApplication.focusWidget()
    window._show_cover(told=True)
    settle()
    kinds = (QAccessible.Text.Name, QAccessible.Text.Value, QAccessible.Text.Description)
    heard = [each.text(kind) for each in interfaces(window) for kind in kinds]
    assert not any("CANARY" in each for each in heard)
    assert any("hidden" in each for each in heard)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert window._cover.isAncestorOf(focus)
    machine.press(Qt.Key.Key_Tab)
    assert not window.is_blank, "any key brings the page back, Tab too"
    assert QApplication.focusWidget() is held, "where the person was"


# ---- time and movement


def test_nothing_flashes_and_nothing_is_animated(dressed: Callable[..., object], qapp: QApplication) -> None:
    """2.3.1: what changes by itself does so less than three times a second; nothing else moves by itself."""
    assert min(SHORTEST_MS, *SPEEDS.values()) > 1000 / 3
    flash = qapp.cursorFlashTime()
    assert flash == 0 or flash > 2 * 1000 / 3 / 2
    for file in sorted((paths.room("ui").parent / "talentdesk/desktop").rglob("*.py")):
        source = file.read_text("utf-8")
        assert not re.search(r"QPropertyAnimation|QVariantAnimation|QTimeLine|QMovie|QGraphicsOpacity", source), file


def test_less_movement_is_a_setting_and_follows_the_system(
    dressed: Callable[..., object], qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtWidgets import QScroller, QScrollerProperties

    fastest = QScrollerProperties.ScrollMetric.MaximumVelocity
    before = qapp.cursorFlashTime()
    theme.wear(qapp, Look.LIGHT, theme.Size.KIOSK, "en")
    holder = QWidget()
    try:
        for wanted, calm in (("reduced", True), ("usual", False)):
            motion.settle(qapp, wanted)
            assert motion.is_calm() is calm
            area = scrolled(QWidget(), holder)
            speed = QScroller.scroller(area.viewport()).scrollerProperties().scrollMetric(fastest)
            assert (float(speed) == 0.0) is calm
            assert (qapp.cursorFlashTime() == 0) is calm or before == 0
            qapp.setCursorFlashTime(before)
    finally:
        motion.settle(qapp, "usual")
        qapp.setCursorFlashTime(before)
        holder.deleteLater()
    assert not motion.system_is_calm(tmp_path)
    for file, said in (
        ("gtk-3.0/settings.ini", "[Settings]\ngtk-enable-animations=0\n"),
        ("kdeglobals", "[KDE]\nAnimationDurationFactor=0\n"),
    ):
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(said)
        assert motion.system_is_calm(tmp_path), file
        (tmp_path / file).unlink()
    (tmp_path / "kdeglobals").write_bytes(b"\xff\xfe no text \x00")
    assert not motion.system_is_calm(tmp_path), "a file that cannot be read says nothing"


def test_the_first_page_tells_of_the_one_switch(kiosk: Callable[..., Machine]) -> None:
    heard = [each.text() for each in kiosk().window.attract.findChildren(Words)]
    assert any("F12" in each for each in heard)


@pytest.mark.usefixtures("qapp")
def test_the_warning_is_extended_as_often_as_somebody_wants_or_switched_off() -> None:
    """2.2.1: by any touch, key or switch, far more than ten times; and a machine may do without."""
    now = [0.0]
    watch = IdleWatch(Idleness(patience_of(Settings()), lambda: now[0]))
    watch.begin()
    for _ in range(25):
        now[0] += 100
        watch.tick()
        assert watch.stage is Stage.WARNED
        watch.touch()
        assert watch.stage is Stage.HERE
    never = IdleWatch(Idleness(patience_of(Settings(idle_warning="0")), lambda: now[0]))
    never.begin()
    now[0] += 12 * 3600
    never.tick()
    assert never.stage is Stage.HIDDEN, "the answers are hidden all the same; nothing is asked, nothing erased"
    check("idle_warning", "0")
    with pytest.raises(SettingsError):
        check("idle_countdown", "0")
