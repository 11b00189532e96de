"""Photos on a person's page: kept as they are, judged, newest first, offered by a case, removed and erased for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from deskside import Counter, draft
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from talentdesk.core.person import Person, Photo, Value
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.people import PeopleScreen
from talentdesk.desktop.places import PlaceEditor
from talentdesk.service.personphotos import day_of, newest_first, photo_for_case
from talentdesk.store.opened import Store
from talentdesk.store.peopletables import PhotoRow

SOON = 20_000
CHAN = Person("chan", values={"person.surname": Value("CHAN")})


@pytest.fixture
def counter(qtbot: QtBot, dressed: object, tmp_path: Path) -> Iterator[Counter]:
    made = Counter(qtbot, tmp_path / "store", drafts=(draft("one", "CHAN"),), screens=CASE_SCREENS)
    made.keeper.ask(lambda store: store.people.make(CHAN, "one")).result(20)
    yield made
    made.end()
    made.desk.elsewhere.close()


def people(counter: Counter) -> PeopleScreen:
    counter.window.visit("people", "chan")
    screen = counter.window.screen_in_front
    assert isinstance(screen, PeopleScreen)
    counter.qtbot.waitUntil(lambda: screen.person is not None, timeout=SOON)
    return screen


def picture(folder: Path, name: str, colour: tuple[int, int, int], size: tuple[int, int] = (390, 567)) -> Path:
    file = folder / name
    Image.new("RGB", size, colour).save(file, quality=95)
    return file


def keep(counter: Counter, screen: PeopleScreen, file: Path, count: int = 1) -> None:
    screen.keep_photo(file)
    counter.qtbot.waitUntil(
        lambda: len(screen.page.photos.photos) == count and not screen.page.photos.unmeasured(), timeout=SOON
    )


def rows(store: Store) -> int:
    with store._looking.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(PhotoRow)).scalar_one()


def words(screen: PeopleScreen) -> str:
    from talentdesk.desktop.words import Words

    return "\n".join(each.text() for each in screen.page.photos.findChildren(Words) if each.isVisible())


def test_a_photo_is_kept_as_it_is_with_what_was_measured(counter: Counter, tmp_path: Path) -> None:
    screen, file = people(counter), picture(tmp_path, "white.jpg", (250, 250, 250))
    keep(counter, screen, file)
    photo = screen.page.photos.photos[0]
    assert (photo.width, photo.height, photo.background, photo.media) == (390, 567, "white", "image/jpeg")
    assert counter.keeper.ask(lambda store: store.people.photo(photo.id)).result(20) == file.read_bytes()
    told = words(screen)
    assert "390 × 567 · white background" in told
    assert "for new cases" in told
    screen.keep_photo(file)
    counter.keeper.flush().result(20)
    assert len(screen.page.photos.photos) == 1, "the same file is kept once"


def test_what_is_wrong_with_it_is_said(counter: Counter, tmp_path: Path) -> None:
    screen = people(counter)
    keep(counter, screen, picture(tmp_path, "green.jpg", (20, 160, 40)))
    assert "The background is not white" in words(screen)


def test_what_is_no_photo_is_refused_in_words_and_nothing_is_kept(counter: Counter, tmp_path: Path) -> None:
    screen, file = people(counter), tmp_path / "not.jpg"
    file.write_bytes(b"%PDF-1.7")
    screen.keep_photo(file)
    counter.qtbot.waitUntil(screen.page.photos.message.isVisible, timeout=SOON)
    assert "not.jpg is no photo" in screen.page.photos.message.text()
    assert counter.keeper.ask(rows).result(20) == 0


def test_it_is_removed_by_the_second_press_and_no_byte_stays(counter: Counter, tmp_path: Path) -> None:
    screen = people(counter)
    keep(counter, screen, picture(tmp_path, "white.jpg", (250, 250, 250)))
    card = screen.page.photos
    card.removers[card.photos[0].id].setFocus()
    counter.press(Qt.Key.Key_Space)
    assert card.message.isVisible()
    assert counter.keeper.ask(rows).result(20) == 1
    counter.press(Qt.Key.Key_Space)
    counter.qtbot.waitUntil(lambda: not card.photos, timeout=SOON)
    assert counter.keeper.ask(rows).result(20) == 0
    assert "photo_gone" in [each.act for each in counter.keeper.ask(lambda s: s.people.history("chan")).result(20)]


def test_it_goes_with_the_person(counter: Counter, tmp_path: Path) -> None:
    screen = people(counter)
    keep(counter, screen, picture(tmp_path, "white.jpg", (250, 250, 250)))
    counter.keeper.ask(lambda store: store.people.erase("chan")).result(20)
    assert counter.keeper.ask(rows).result(20) == 0


def test_a_case_of_the_person_offers_the_newest_with_its_source(counter: Counter, tmp_path: Path) -> None:
    screen = people(counter)
    keep(counter, screen, picture(tmp_path, "white.jpg", (250, 250, 250)))
    keep(counter, screen, picture(tmp_path, "green.jpg", (20, 160, 40)), 2)
    found = counter.keeper.ask(lambda store: photo_for_case(store, "one")).result(20)
    assert found is not None
    assert found[0].id == screen.page.photos.photos[0].id
    counter.window.load_case("one")
    counter.qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, FillingScreen), timeout=SOON)
    filling = counter.window.screen_in_front
    assert isinstance(filling, FillingScreen)
    filling.go_to("place.photo")
    row = filling.page.row_of("place.photo")
    assert row is not None
    editor = row.editor
    assert isinstance(editor, PlaceEditor)
    counter.qtbot.waitUntil(lambda: "From the person's ledger" in editor.text_shown(), timeout=SOON)
    assert "The background is not" in editor.text_shown()


def test_the_newest_is_the_one_that_was_taken_last() -> None:
    old = Photo("a", "1", "image/jpeg", 1, taken=date(2026, 1, 1))
    new = replace(old, id="b", taken=date(2026, 11, 1))
    unknown = replace(old, id="c", taken=None)
    assert [each.id for each in newest_first((unknown, old, new))] == ["b", "a", "c"]
    assert day_of(unknown) is None
