"""The picture of a passport's page at the window: shown beside what is there, compared by a person, taken by a key."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from deskside import Counter, PlainPage, draft
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from talentdesk.core.mrz import parse
from talentdesk.desktop import arrival as arrivals
from talentdesk.desktop.arrival import ArrivalScreen
from talentdesk.desktop.controls import Message
from talentdesk.desktop.scanpanel import ScanScreen
from talentdesk.intake import recogniser
from talentdesk.service.picturezones import STRIP_WIDTH, PictureZone

MRZ = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<\nCB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2"
HERE = draft("a", "FERREIRA DA COSTA", "Helena", typed={"passport.number": "AA000000"})


def seen(text: str = MRZ, *repaired: str) -> PictureZone:
    grey = bytes([240]) * STRIP_WIDTH * 80
    return PictureZone(text, parse(text, today=date(2026, 11, 26)), repaired, grey)


@pytest.fixture
def counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Counter]:
    counter = Counter(qtbot, tmp_path / "store", drafts=(HERE,))
    until(qtbot, lambda: len(counter.names()) == 1)
    yield counter
    counter.desk.elsewhere.close()
    counter.end()


def until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    qtbot.waitUntil(holds, timeout=30_000)


def blank(place: Path) -> Path:
    Image.new("L", (400, 300), 255).save(place / "page.png")
    return place / "page.png"


@pytest.fixture
def sees(monkeypatch: pytest.MonkeyPatch) -> Callable[[PictureZone], None]:
    """What the recogniser makes of any picture. The file itself is looked into first, as ever."""

    def put(zone: PictureZone) -> None:
        monkeypatch.setattr(arrivals, "zone_in", lambda file, today: zone)

    return put


def opened(qtbot: QtBot, counter: Counter) -> PlainPage:
    counter.window.load_case("a")
    until(qtbot, lambda: isinstance(counter.window.screen_in_front, PlainPage))
    page = counter.window.screen_in_front
    assert isinstance(page, PlainPage)
    return page


def panel_of(qtbot: QtBot, counter: Counter, place: Path) -> ScanScreen:
    counter.window.look_into(blank(place))
    until(qtbot, lambda: isinstance(counter.window.screen_in_front, ScanScreen))
    panel = counter.window.screen_in_front
    assert isinstance(panel, ScanScreen)
    # What is added to a layout is shown a turn later, and what is typed into the zone is read once more after a pause.
    until(qtbot, lambda: bool(told(panel)) and not panel._pause.isActive())
    QApplication.processEvents()
    return panel


def told(screen: Any) -> str:
    return "\n".join(note.text() for note in screen.findChildren(Message) if note.isVisible())


def test_it_stands_beside_the_case_and_waits_for_a_key(
    qtbot: QtBot, counter: Counter, tmp_path: Path, sees: Callable[[PictureZone], None]
) -> None:
    page, before = opened(qtbot, counter), dict(HERE.typed)
    sees(seen(MRZ, "number", "letters"))
    panel = panel_of(qtbot, counter, tmp_path)
    assert panel.session is page.session
    assert panel.zone.toPlainText() == MRZ
    assert "Read from a picture: compare every character" in told(panel)
    assert "Put right by the check digit: Number." in told(panel)
    assert "Where only letters may stand" in told(panel)
    assert panel.strip.isVisible()
    assert panel.strip.pixmap().height() == 80
    assert dict(page.session.draft.typed) == before

    counter.press(Qt.Key.Key_Return)
    assert counter.window.screen_in_front is page
    typed, sources = page.session.draft.typed, page.session.draft.sources
    assert typed["person.birth_date"] == "1994-06-18"
    assert sources["person.birth_date"] == "picture"
    assert typed["passport.number"] == "AA000000"  # what a person typed stays


def test_esc_takes_nothing_and_leads_back_to_the_case(
    qtbot: QtBot, counter: Counter, tmp_path: Path, sees: Callable[[PictureZone], None]
) -> None:
    page, before = opened(qtbot, counter), dict(HERE.typed)
    sees(seen())
    panel_of(qtbot, counter, tmp_path)
    counter.press(Qt.Key.Key_Escape)
    assert counter.window.screen_in_front is page
    assert dict(page.session.draft.typed) == before


def test_a_swipe_afterwards_is_no_picture(
    qtbot: QtBot, counter: Counter, tmp_path: Path, sees: Callable[[PictureZone], None]
) -> None:
    page = opened(qtbot, counter)
    sees(seen())
    panel = panel_of(qtbot, counter, tmp_path)
    panel.scanned(MRZ)
    assert "picture" not in told(panel)
    assert not panel.strip.isVisible()
    counter.press(Qt.Key.Key_Return)
    assert page.session.draft.sources["person.birth_date"] == "mrz"


def test_a_wrong_check_digit_is_told_and_its_field_not_taken(
    qtbot: QtBot, counter: Counter, tmp_path: Path, sees: Callable[[PictureZone], None]
) -> None:
    page = opened(qtbot, counter)
    sees(seen(MRZ.replace("9406188", "9406189")))
    panel = panel_of(qtbot, counter, tmp_path)
    assert "Not every check digit agrees" in told(panel)
    counter.press(Qt.Key.Key_Return)
    assert "person.birth_date" not in page.session.draft.typed
    assert page.session.draft.sources["passport.expiry_date"] == "picture"


@pytest.mark.parametrize("language", ["en", "zh-Hans", "pt"])
def test_the_panel_speaks_every_language_and_fits(
    qtbot: QtBot, counter: Counter, tmp_path: Path, sees: Callable[[PictureZone], None], language: str
) -> None:
    sees(seen(MRZ, "number", "letters"))
    panel = panel_of(qtbot, counter, tmp_path)
    counter.window.speak(language, None)
    QApplication.processEvents()
    assert panel.zone.toPlainText() == MRZ
    assert panel.strip.accessibleName()
    assert counter.frame.minimumSizeHint().width() <= 1180


def test_where_the_recogniser_is_not_installed_the_way_to_it_is_told(
    qtbot: QtBot, counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recogniser, "is_there", lambda: False)
    counter.window.look_into(blank(tmp_path))
    screen = counter.window.screen_in_front
    assert isinstance(screen, ArrivalScreen)
    until(qtbot, lambda: "-m pip install rapidocr==" in told(screen))
    assert "swipe or type" in told(screen)
    assert not screen.take_button.isEnabled()


@pytest.mark.slow
@pytest.mark.skipif(not recogniser.is_there(), reason='needs the extra: pip install ".[ocr]"')
def test_a_picture_without_a_zone_is_told_with_what_can_be_done(qtbot: QtBot, counter: Counter, tmp_path: Path) -> None:
    counter.window.look_into(blank(tmp_path))
    screen = counter.window.screen_in_front
    until(qtbot, lambda: "no machine-readable zone" in told(screen))
    assert "swipe it, or type the lines" in told(screen)
