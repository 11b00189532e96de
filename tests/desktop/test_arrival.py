"""A file is imported at the window: looked into, shown, and only then made a case of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from deskside import NOW, Counter, PlainPage, draft
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from talentdesk.core.bundle import About, Carried, pack
from talentdesk.desktop import arrival as arrivals
from talentdesk.desktop.arrival import ArrivalScreen
from talentdesk.desktop.controls import Message
from talentdesk.store.closing import close_for, close_with
from talentdesk.store.deskkey import DeskKey, fingerprint
from talentdesk.store.sealing import age_key, new_keys

KEYS, DESK = new_keys(age=True), DeskKey(b"d" * 32)
TYPED = {"person.surname": "FERREIRA", "passport.number": "CB482137", "person.birth_place": "Coimbra"}
HERE = draft("a", "FERREIRA DA COSTA", "Helena", typed={"passport.number": "CB482137"})


@pytest.fixture
def open_counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Callable[..., Counter]]:
    opened: list[Counter] = []

    def make(**more: Any) -> Counter:
        opened.append(Counter(qtbot, tmp_path / f"store{len(opened)}", **more))
        return opened[-1]

    yield make
    for counter in opened:
        counter.desk.elsewhere.close()
        counter.end()


@pytest.fixture
def counter(qtbot: QtBot, open_counter: Callable[..., Counter]) -> Counter:
    counter = open_counter(drafts=(HERE,))
    until(qtbot, lambda: len(counter.names()) == 1)
    return counter


def carried(passphrase: str = "", typed: dict[str, str] | None = None) -> bytes:
    to = () if passphrase else (age_key(KEYS.public),)
    case = Carried("residence-permit", "2024-12-01", NOW.date(), typed or TYPED)
    packed = pack(About(NOW, "counter", to, DESK.public), case, DESK.sign)
    return close_with(packed, passphrase, 10) if passphrase else close_for(packed, to)


def look_into(counter: Counter, place: Path, raw: bytes, name: str = "case.age") -> ArrivalScreen:
    place.mkdir(exist_ok=True)
    file = place / name
    file.write_bytes(raw)
    counter.window.look_into(file)
    screen = counter.window.screen_in_front
    assert isinstance(screen, ArrivalScreen)
    return screen


def told(screen: ArrivalScreen) -> str:
    return "\n".join(note.text() for note in screen.findChildren(Message) if note.isVisible())


def until(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    """Files are looked into by processes of their own, which a busy machine starts when it can."""
    qtbot.waitUntil(holds, timeout=30_000)


def stored(counter: Counter) -> int:
    return len(counter.keeper.find("").result(10))


@pytest.fixture
def key(tmp_path: Path) -> Path:
    file = tmp_path / "office.key"
    file.write_bytes(KEYS.private)
    return file


def test_a_bundle_is_shown_and_then_a_case(qtbot: QtBot, counter: Counter, tmp_path: Path, key: Path) -> None:
    screen = look_into(counter, tmp_path, carried())
    until(qtbot, screen.key_button.hasFocus)
    until(qtbot, lambda: "closed for the key of a desk" in told(screen))
    screen.use_key(key)
    until(qtbot, screen.take_button.hasFocus)
    until(qtbot, lambda: "Only in the file" in told(screen))
    shown = told(screen)
    assert "Residence permit" in shown
    assert "3 answers" in shown
    assert f"not known here. Have its fingerprint read out to you: {fingerprint(DESK.public)}" in shown
    assert "The same person has case 0001" in shown
    assert "Answered differently: Surname" in shown
    assert "Only in the file: " in shown
    assert "Coimbra" not in shown, "a panel says which answers differ, not what they are"
    assert stored(counter) == 1, "nothing is kept before it was shown"
    counter.press(Qt.Key.Key_Return)
    until(qtbot, lambda: isinstance(counter.window.screen_in_front, PlainPage))
    session = counter.window.screen_in_front.session
    assert session is not None
    assert (session.draft.number, session.draft.typed) == (2, TYPED)
    assert stored(counter) == 2
    acts = counter.keeper.ask(lambda store: [(act.action, act.result) for act in store.acts()]).result(10)
    assert ("import", fingerprint(DESK.public)) in acts
    screen = look_into(counter, tmp_path, carried())
    until(qtbot, screen.key_button.hasFocus)
    screen.use_key(key)
    until(qtbot, screen.take_button.hasFocus)
    until(qtbot, lambda: "whose cases were taken before" in told(screen))


def test_the_same_persons_case_is_one_press_away(qtbot: QtBot, counter: Counter, tmp_path: Path) -> None:
    screen = look_into(counter, tmp_path, json.dumps({"procedure": "residence-permit", **TYPED}).encode(), "a.json")
    until(qtbot, screen.earlier_button.isVisible)
    until(qtbot, lambda: "Nobody has signed it" in told(screen))
    screen.earlier_button.click()
    until(qtbot, lambda: (open := counter.window.screen_in_front.session) is not None and open.draft.id == "a")
    assert stored(counter) == 1


def test_a_passphrase_is_asked_for_and_forgotten(qtbot: QtBot, counter: Counter, tmp_path: Path) -> None:
    screen = look_into(counter, tmp_path, carried("correct horse"))
    until(qtbot, screen.passphrase.hasFocus)
    assert not screen.key_button.isVisible()
    counter.type("wrong")
    counter.press(Qt.Key.Key_Return)
    until(qtbot, lambda: "does not open" in told(screen))
    until(qtbot, screen.passphrase.hasFocus)
    screen.passphrase.setText("correct horse")
    counter.press(Qt.Key.Key_Return)
    until(qtbot, screen.take_button.hasFocus)
    until(qtbot, lambda: "3 answers" in told(screen))
    assert screen.passphrase.text() == ""
    assert stored(counter) == 1
    counter.press(Qt.Key.Key_Escape)
    assert counter.window.screen_in_front is counter.window.home


@pytest.mark.parametrize(
    ("raw", "name", "part"),
    [
        (b"x = ", "a.toml", "not TOML"),
        (b'"person.surname" = "X"', "a.toml", "which procedure"),
        (b"\0\0\0", "a.bin", "no answers file"),
        (b"age-encryption.org/v1\n", "a.age", "damaged"),
        (carried()[:-5], "a.age", "closed for the key"),
    ],
)
def test_a_file_that_is_not_taken_is_told_why(
    qtbot: QtBot, counter: Counter, tmp_path: Path, raw: bytes, name: str, part: str
) -> None:
    screen = look_into(counter, tmp_path, raw, name)
    until(qtbot, lambda: part in told(screen))
    assert not screen.take_button.isEnabled()
    assert stored(counter) == 1


def test_a_file_that_is_gone_and_a_key_that_is_none(qtbot: QtBot, counter: Counter, tmp_path: Path, key: Path) -> None:
    screen = look_into(counter, tmp_path, carried())
    until(qtbot, screen.key_button.hasFocus)
    screen.use_key(tmp_path / "nothing")
    until(qtbot, lambda: "cannot be read" in told(screen))
    key.write_text("nonsense")
    screen.use_key(key)
    until(qtbot, lambda: "the key file cannot be used" in told(screen))
    counter.window.look_into(tmp_path / "gone.age")
    until(qtbot, lambda: "cannot be read" in told(screen))


def test_a_file_that_was_put_aside_is_not_shown(
    qtbot: QtBot, counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = json.dumps({"procedure": "visa-extension", "person.surname": "X"}).encode()
    begun, go = Event(), Event()
    arrive = arrivals.arrive

    def waiting(file: Path, *more: Any) -> Any:
        if file.name == "slow.json":
            begun.set()
            assert go.wait(60)
        return arrive(file, *more)

    monkeypatch.setattr(arrivals, "arrive", waiting)
    screen = look_into(counter, tmp_path, slow, "slow.json")
    until(qtbot, lambda: begun.is_set() and "Looking into the file" in told(screen))
    look_into(counter, tmp_path, json.dumps({"procedure": "residence-permit", **TYPED}).encode(), "quick.json")
    until(qtbot, screen.take_button.isEnabled)
    go.set()
    counter.desk.elsewhere.close()
    QApplication.processEvents()
    assert screen.arrival is not None
    assert screen.arrival.procedure == "residence-permit"


def test_it_speaks_another_language_at_once(qtbot: QtBot, counter: Counter, tmp_path: Path) -> None:
    screen = look_into(counter, tmp_path, json.dumps({"procedure": "residence-permit", **TYPED}).encode(), "a.json")
    until(qtbot, screen.take_button.isEnabled)
    counter.window.speak("zh-Hans", "en")
    until(qtbot, lambda: "外国人居留许可" in told(screen))
    assert screen.take_button.isEnabled()


def test_the_dialog_opens_at_a_counter(qtbot: QtBot, counter: Counter, tmp_path: Path) -> None:
    counter.press((Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier))
    (dialog,) = counter.window.findChildren(QFileDialog)
    until(qtbot, dialog.isVisible)
    file = tmp_path / "a.toml"
    file.write_text('procedure = "residence-permit"\n[person]\nsurname = "X"\n')
    dialog.fileSelected.emit(str(file))
    dialog.reject()
    until(qtbot, lambda: isinstance(counter.window.screen_in_front, ArrivalScreen))


def test_strangers_are_shown_no_folders(qtbot: QtBot, open_counter: Callable[..., Counter]) -> None:
    counter = open_counter(mode="kiosk")
    assert not counter.window.home.import_button.isVisible()
    counter.press((Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier))
    assert not counter.window.findChildren(QFileDialog)
