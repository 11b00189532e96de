"""Sign-in, lock and handing over at the real window over a store with PINs; staff and consent screens."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from deskside import PLAIN_PAGES, Counter
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from talentdesk import paths
from talentdesk.core.draft import Draft
from talentdesk.desktop.caselist import STATE
from talentdesk.desktop.casescreens import CASE_SCREENS, CONSENT, FILLING
from talentdesk.desktop.consentscreen import ConsentScreen
from talentdesk.desktop.holdchip import HoldDialog
from talentdesk.desktop.home import HomeScreen
from talentdesk.desktop.second import AskedColleague
from talentdesk.desktop.settingsscreen import SettingsScreen
from talentdesk.desktop.signin import SignIn
from talentdesk.desktop.staffscreen import StaffScreen
from talentdesk.i18n import LANGUAGES, native_name
from talentdesk.service import consent, staff
from talentdesk.service.upkeep import custody
from talentdesk.settings import Settings
from talentdesk.store import keyslots
from talentdesk.store.engine import engine_for
from talentdesk.store.keeper import device_key
from talentdesk.store.keyslots import Cost
from talentdesk.store.keyslots import read as slots_of
from talentdesk.store.opened import open_store
from talentdesk.store.place import KEYSLOTS
from talentdesk.store.vault import Vault, names_here

PINS = {"Ana": "739154", "Bao": "402861", "Chan": "275839"}
ROLES = {"Ana": "admin", "Bao": "counter", "Chan": "supervisor"}
SECRET = "FERREIRA DA COSTA"
Open = Callable[..., Counter]


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "config")


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("counter")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyslots, "_TYPED_COST", Cost(1, 19_456, 1))
        patch.setattr(paths, "config_folder", lambda: folder / "config")
        vault = Vault.open(folder / "data")
        code = vault.new_recovery_code()
        typed = {"person.surname": SECRET, "passport.number": "CB482137"}
        with closing(open_store(folder / "data", vault)) as store:
            store.save(Draft("a", "residence-permit", "2024-12-01", date(2026, 11, 23), typed=typed))
            for name, role in ROLES.items():
                staff.add(store, name, role, PINS[name], code)
    return folder, code


@pytest.fixture
def code(template: tuple[Path, str], tmp_path: Path) -> str:
    for part in ("data", "config"):
        shutil.copytree(template[0] / part, tmp_path / part)
    return template[1]


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    opened: list[Counter] = []

    def make(**settings: str) -> Counter:
        keeper = {"unlock": device_key, "custody": custody(Settings(**settings))}
        screens = {**PLAIN_PAGES, CONSENT: CASE_SCREENS[CONSENT]}
        opened.append(Counter(qtbot, tmp_path / "data", keeper=keeper, screens=screens, **settings))
        return opened[-1]

    yield make
    for counter in opened:
        counter.end()


@pytest.fixture
def counter(open_window: Open, code: str, qtbot: QtBot) -> Counter:
    """A window that asks who is there."""
    counter = open_window()
    qtbot.waitUntil(lambda: counter.window.lock.is_locked and counter.window.lock.curtain.names is not None)
    return counter


def curtain(counter: Counter) -> SignIn:
    return counter.window.lock.curtain


def sign_in(counter: Counter, name: str, pin: str = "") -> None:
    """As a person does: arrows to the name, Tab to the PIN, Enter."""
    shown = curtain(counter)
    assert shown.names is not None
    id = {name: id for id, name in names_here(Path(counter.keeper._place))}[name]
    card = next(card for card in shown.names.cards if card.code == id)
    counter.qtbot.mouseClick(card, Qt.MouseButton.LeftButton)
    shown.pin.setFocus()
    counter.type(pin or PINS[name])
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(lambda: not shown._busy)


def is_open(counter: Counter) -> bool:
    return not counter.window.lock.is_locked


def words_seen(widget: QWidget) -> str:
    """Everything that a visible widget says or would say to a screen reader."""
    found = []
    for each in [widget, *widget.findChildren(QWidget)]:
        if each.isVisible():
            texts = [getattr(each, name)() for name in ("text", "accessibleName", "toolTip") if hasattr(each, name)]
            found += [str(text) for text in texts]
    return "\n".join(found)


# ---- signing in


def test_the_window_asks_who_is_there_before_it_shows_anything(counter: Counter) -> None:
    assert curtain(counter).isVisible()
    assert not counter.window.header.isVisible()
    assert not counter.window.stack.isVisible()
    assert SECRET not in words_seen(counter.window)
    sign_in(counter, "Bao")
    assert is_open(counter)
    counter.qtbot.waitUntil(lambda: any(SECRET in name for name in counter.names()))
    assert counter.window.header.person_button.text() == "Bao"
    assert counter.window.home.search.line.isVisible()


def test_a_wrong_pin_is_told_and_gone(counter: Counter) -> None:
    sign_in(counter, "Bao", "000001")
    assert not is_open(counter)
    assert "do not fit" in curtain(counter).message.text()
    assert curtain(counter).pin.text() == ""
    assert curtain(counter).pin.echoMode() == QLineEdit.EchoMode.Password
    sign_in(counter, "Bao")
    assert is_open(counter)


def test_after_five_tries_a_countdown_runs_and_no_try_is_made(counter: Counter) -> None:
    for _ in range(5):
        sign_in(counter, "Bao", "000001")
    counter.qtbot.waitUntil(lambda: curtain(counter).left > 0)
    shown = curtain(counter)
    assert 25 < shown.left <= 30
    assert not shown.button.isEnabled()
    assert f"0:{shown.left:02d}" in shown.message.text()
    shown.pin.setText(PINS["Bao"])
    shown._try()
    assert not is_open(counter)
    before = shown.left
    shown._count_down()
    assert shown.left == before - 1
    sign_in(counter, "Chan")  # others are not kept out
    assert is_open(counter)


def test_the_language_is_switched_while_nobody_is_there(counter: Counter) -> None:
    shown = curtain(counter)
    buttons = shown._languages
    assert [buttons[tag].text() for tag in LANGUAGES] == [native_name(tag) for tag in LANGUAGES]
    shown.pin.setText("4028")
    counter.qtbot.mouseClick(buttons["pt"], Qt.MouseButton.LeftButton)
    assert counter.desk.language == "pt"
    assert shown.pin.text() == "4028"


def test_the_keyboard_alone_is_enough(counter: Counter) -> None:
    shown = curtain(counter)
    assert shown.names is not None
    counter.qtbot.waitUntil(lambda: shown.names is not None and shown.names.stop().hasFocus())
    counter.press(Qt.Key.Key_Space, Qt.Key.Key_Right)
    assert [dict(names_here(Path(counter.keeper._place)))[id] for id in shown.names.chosen()] == ["Bao"]
    counter.press(Qt.Key.Key_Tab)
    assert shown.pin.hasFocus()
    counter.type(PINS["Bao"])
    counter.press(Qt.Key.Key_Return)
    counter.qtbot.waitUntil(lambda: is_open(counter))


def test_a_kiosk_never_asks(open_window: Open, code: str, qtbot: QtBot) -> None:
    counter = open_window(mode="kiosk")
    qtbot.waitUntil(lambda: counter.window._banner is not None)
    assert is_open(counter)
    assert counter.window.header.isVisible()


def test_without_staff_nothing_is_locked(open_window: Open, qtbot: QtBot) -> None:
    counter = open_window()
    counter.keeper.find("").result(10)
    counter.press((Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier))
    assert is_open(counter)
    assert counter.window.header.isVisible()
    assert not counter.window.header.person_button.isVisible()


# ---- the lock


@pytest.fixture
def at_work(counter: Counter) -> Counter:
    """Bao has a case open and types."""
    sign_in(counter, "Bao")
    counter.window.load_case("a")
    counter.qtbot.waitUntil(lambda: len(counter.window._cases) == 1)
    return counter


def lock(counter: Counter) -> None:
    counter.press((Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier))
    counter.qtbot.waitUntil(lambda: counter.window.lock.is_locked and curtain(counter).names is not None)


def test_a_locked_desk_shows_nothing_and_has_saved_what_was_typed(at_work: Counter) -> None:
    page = at_work.window.screen_in_front
    field = page.fields["person.given_names"]  # type: ignore[attr-defined]
    field.setFocus()
    at_work.type("HELENA")
    QGuiApplication.clipboard().setText(SECRET)
    lock(at_work)
    seen = words_seen(at_work.window)
    assert SECRET not in seen
    assert "HELENA" not in seen
    assert QGuiApplication.clipboard().text() == ""
    assert not at_work.window.case_bar.isVisible()
    sign_in(at_work, "Bao")
    assert at_work.keeper.load("a").result(10).typed["person.given_names"] == "HELENA"
    assert at_work.window.screen_in_front is page
    assert field.text() == "HELENA"
    assert at_work.window.case_bar.isVisible()


def test_no_key_reaches_what_lies_under_the_lock(at_work: Counter) -> None:
    lock(at_work)
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    front = at_work.window.screen_in_front
    for key in (Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_T, Qt.Key.Key_O, Qt.Key.Key_W, Qt.Key.Key_Tab):
        at_work.press((key, control))
    at_work.press((Qt.Key.Key_L, alt), Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_Escape)
    for _ in range(30):
        at_work.press(Qt.Key.Key_Tab)
        focus = at_work.frame.focusWidget()
        assert focus is None or curtain(at_work).isAncestorOf(focus)
    assert at_work.window.screen_in_front is front
    assert len(at_work.window._cases) == 1
    assert not any(each.isEnabled() for each in at_work.window.findChildren(QShortcut))
    at_work.window._scanned("P<PRTFERREIRA<DA<COSTA<<HELENA")
    assert at_work.window.screen_in_front is front
    sign_in(at_work, "Bao")
    at_work.press((Qt.Key.Key_N, control))
    assert at_work.window.screen_in_front is not front


def test_an_open_dialog_goes_with_the_lock(at_work: Counter) -> None:
    dialog = QDialog(at_work.window)
    dialog.open()
    at_work.window.lock.lock()
    assert not dialog.isVisible()


def test_minutes_without_a_key_lock_the_desk(at_work: Counter) -> None:
    timer = at_work.window.lock._idle
    assert timer.isActive()
    assert timer.interval() == 5 * 60_000
    timer.setInterval(200)
    at_work.window.lock._idle.start()
    at_work.qtbot.waitUntil(lambda: at_work.window.lock.is_locked)


def test_a_sign_of_life_starts_the_minutes_anew(at_work: Counter) -> None:
    timer = at_work.window.lock._idle
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.start(60_000)
    at_work.qtbot.waitUntil(lambda: timer.remainingTime() < 59_900)
    before = timer.remainingTime()
    at_work.press(Qt.Key.Key_A)
    assert timer.remainingTime() > before


def test_zero_minutes_never_lock(open_window: Open, code: str, qtbot: QtBot) -> None:
    counter = open_window(lock_minutes="0")
    qtbot.waitUntil(lambda: counter.window.lock.is_locked and curtain(counter).names is not None)
    sign_in(counter, "Bao")
    assert not counter.window.lock._idle.isActive()


# ---- handing over


def test_a_colleague_takes_over_what_is_open(at_work: Counter) -> None:
    page = at_work.window.screen_in_front
    lock(at_work)
    sign_in(at_work, "Chan")
    assert at_work.window.screen_in_front is page
    assert len(at_work.window._cases) == 1
    assert at_work.window.header.person_button.text() == "Chan"
    acts = at_work.keeper.ask(lambda store: store.acts()).result(10)
    assert [entry.action for entry in acts][-2:] == ["lock", "handover"]
    chan = {name: id for id, name in names_here(Path(at_work.keeper._place))}["Chan"]
    assert acts[-1].actor == chan


def test_an_administrator_finds_no_word_of_a_case(at_work: Counter) -> None:
    at_work.window.home.search.line.setText(SECRET)
    lock(at_work)
    sign_in(at_work, "Ana")
    assert at_work.window._cases == []
    assert isinstance(at_work.window.screen_in_front, StaffScreen)
    at_work.window.visit("print")
    assert isinstance(at_work.window.screen_in_front, StaffScreen)
    assert list(at_work.window.header.ways.offered) == ["staff", "machines", "settings"]
    at_work.window.go_home()
    at_work.window.home.reload()
    at_work.keeper.protection().result(10)
    assert at_work.names() == []
    assert SECRET not in words_seen(at_work.window)
    at_work.window.begin_case("residence-permit")
    assert at_work.window._cases == []
    lock(at_work)
    sign_in(at_work, "Bao")
    at_work.window.go_home()
    at_work.qtbot.waitUntil(lambda: any(SECRET in name for name in at_work.names()))


def test_the_recovery_code_lets_somebody_set_pins_and_see_no_case(counter: Counter, code: str) -> None:
    counter.window._reopen(code)
    counter.qtbot.waitUntil(lambda: bool(asked(counter)))
    alone = asked(counter)[0].alone_button
    assert alone is not None
    alone.click()
    counter.qtbot.waitUntil(lambda: is_open(counter))
    assert isinstance(counter.window.screen_in_front, StaffScreen)
    assert counter.names() == []


def asked(counter: Counter) -> list[AskedColleague]:
    """The dialog that a second colleague is asked in."""
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, AskedColleague) and each.isVisible()]


def confirm(counter: Counter, name: str, pin: str = "") -> None:
    counter.qtbot.waitUntil(lambda: bool(asked(counter)))
    (dialog,) = asked(counter)
    ids = {name: id for id, name in names_here(Path(counter.keeper._place))}
    dialog.names.choose([ids[name]])
    dialog.pin.setText(pin or PINS[name])
    dialog.confirm_button.click()


def last_acts(counter: Counter, count: int) -> list[tuple[str, str, str]]:
    acts = counter.keeper.ask(lambda store: store.acts(), "desk").result(10)
    return [(each.actor, str(each.action), each.result) for each in acts[-count:]]


def test_a_colleague_confirms_a_recovery(counter: Counter, code: str) -> None:
    counter.window._reopen(code)
    confirm(counter, "Bao", "000001")
    counter.qtbot.waitUntil(lambda: "do not fit" in counter.window.banner.sentence)
    assert not is_open(counter)
    counter.window._reopen(code)
    confirm(counter, "Bao")
    counter.qtbot.waitUntil(lambda: is_open(counter))
    bao = {name: id for id, name in names_here(Path(counter.keeper._place))}["Bao"]
    assert last_acts(counter, 1) == [("recovery", "unlock", f"with {bao}")]


def test_a_backup_at_the_window_is_confirmed_by_a_colleague(counter: Counter, tmp_path: Path, qtbot: QtBot) -> None:
    sign_in(counter, "Ana")
    (tmp_path / "safe").mkdir()
    counter.desk.settings = replace(counter.desk.settings, backup_folder=str(tmp_path / "safe"))
    counter.window.visit("settings")
    screen = counter.window.screen_in_front
    assert isinstance(screen, SettingsScreen)
    screen.back_up()
    qtbot.waitUntil(lambda: bool(asked(counter)))
    assert {card.code for card in asked(counter)[0].names.cards}.isdisjoint({counter.desk.person.id})  # type: ignore[union-attr]
    asked(counter)[0].reject()
    qtbot.waitUntil(lambda: "Two people are needed" in screen.message.text())
    screen.back_up()
    confirm(counter, "Bao")
    qtbot.waitUntil(lambda: "The backup is written" in screen.message.text())
    assert len(list((tmp_path / "safe").iterdir())) == 1
    screen.back_up()  # it held for that once
    qtbot.waitUntil(lambda: bool(asked(counter)))
    asked(counter)[0].reject()


def test_a_backup_while_another_one_writes_is_told_and_leaves_nothing(
    counter: Counter, tmp_path: Path, qtbot: QtBot
) -> None:
    sign_in(counter, "Ana")
    (tmp_path / "safe").mkdir()
    counter.desk.settings = replace(counter.desk.settings, backup_folder=str(tmp_path / "safe"))
    counter.window.visit("settings")
    screen = counter.window.screen_in_front
    assert isinstance(screen, SettingsScreen)
    engine = engine_for(tmp_path / "data" / "talentdesk.db", counter.keeper._unlocked().key)
    screen.back_up()
    qtbot.waitUntil(lambda: bool(asked(counter)))
    with engine.begin():  # another desk has the store's only lock
        confirm(counter, "Bao")
        qtbot.waitUntil(lambda: "Another program is using the store" in screen.message.text(), timeout=10_000)
    engine.dispose()
    assert list((tmp_path / "safe").iterdir()) == []


# ---- holding a case


def states_listed(home: HomeScreen) -> list[str]:
    ledger = home.ledger
    assert ledger is not None
    return [ledger.model.lines(row, STATE)[1] for row in range(ledger.model.rowCount())]


def hold_dialog(counter: Counter) -> HoldDialog:
    def shown() -> list[HoldDialog]:
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, HoldDialog) and each.isVisible()]

    counter.qtbot.waitUntil(lambda: bool(shown()))
    return shown()[0]


def test_a_supervisor_holds_a_case_with_a_colleague_and_everybody_sees_it(at_work: Counter, qtbot: QtBot) -> None:
    chip = at_work.window.case_bar.hold
    assert not chip.isVisible()  # Bao is at the counter and holds nothing
    lock(at_work)
    sign_in(at_work, "Chan")
    at_work.window._show_place()
    qtbot.waitUntil(chip.isVisible)
    assert chip.text() == "Hold…"
    chip.click()
    dialog = hold_dialog(at_work)
    dialog.until.setText("tomorrow")
    dialog.hold_button.click()
    assert "This is no day" in dialog.message.text()
    dialog.until.setText("2027-03-31")
    dialog.reason.setText("complaint 12/2026")
    dialog.hold_button.click()
    confirm(at_work, "Bao")
    qtbot.waitUntil(lambda: "Held until" in chip.text())
    assert [each[1:] for each in last_acts(at_work, 1)] == [("hold", "ok")]
    at_work.window.go_home()
    home = at_work.window.home
    qtbot.waitUntil(lambda: any("held until" in line for line in states_listed(home)))
    at_work.window.lock.lock()
    qtbot.waitUntil(lambda: at_work.window.lock.is_locked and curtain(at_work).names is not None)
    sign_in(at_work, "Bao")
    at_work.window.show_case(at_work.window._cases[0].session, FILLING)
    qtbot.waitUntil(lambda: chip.isVisible() and "Held until" in chip.text())
    chip.click()
    dialog = hold_dialog(at_work)
    assert dialog.reason.text() == "complaint 12/2026"
    assert not dialog.hold_button.isEnabled()
    assert not dialog.release_button.isEnabled()
    dialog.reject()


# ---- the staff screen


def test_the_first_colleague_is_added_with_the_recovery_code(open_window: Open, tmp_path: Path, qtbot: QtBot) -> None:
    counter = open_window()
    code = counter.keeper.new_recovery_code().result(10)
    counter.window.visit("staff")
    screen = counter.window.screen_in_front
    assert isinstance(screen, StaffScreen)
    qtbot.waitUntil(lambda: screen._is_known)
    assert "opens the cases by itself" in screen.message.text()
    screen.add_button.click()
    assert screen.roles.chosen() == ["admin"]
    for name, text in (("name", "Ana"), ("code", "wrong"), ("pin", "739154"), ("again", "739154")):
        screen._fields[name].line.setText(text)
    for name in ("code", "pin", "again"):
        assert screen._fields[name].line.echoMode() == QLineEdit.EchoMode.Password
    screen.save_button.click()
    qtbot.waitUntil(lambda: "does not fit" in screen.message.text())
    assert screen._fields["pin"].line.text() == ""
    assert screen._fields["name"].line.text() == "Ana"
    for name, text in (("code", code), ("pin", "739154"), ("again", "739155")):
        screen._fields[name].line.setText(text)
    screen.save_button.click()
    assert "not the same" in screen.message.text()
    for name, text in (("code", code), ("pin", "739154"), ("again", "739154")):
        screen._fields[name].line.setText(text)
    screen.save_button.click()
    qtbot.waitUntil(lambda: counter.desk.person is not None, timeout=10_000)
    assert counter.window.header.person_button.text() == "Ana"
    qtbot.waitUntil(lambda: len(screen._people) == 1)
    assert "739154" not in words_seen(counter.window)


def test_an_administrator_adds_changes_and_removes(counter: Counter, qtbot: QtBot) -> None:
    sign_in(counter, "Ana")
    screen = counter.window.screen_in_front
    assert isinstance(screen, StaffScreen)
    qtbot.waitUntil(lambda: len(screen._people) == 3)
    bao = next(each.id for each in screen._people if each.name == "Bao")
    screen.buttons["role", bao].click()
    screen.roles.choose(["supervisor"])
    screen.save_button.click()
    qtbot.waitUntil(lambda: any(each.id == bao and each.role == "supervisor" for each in screen._people))
    screen.buttons["remove", bao].click()
    assert "Press once more" in screen.message.text()
    screen.buttons["remove", bao].click()
    qtbot.waitUntil(lambda: len(screen._people) == 2)
    assert {name for _, name in names_here(Path(counter.keeper._place))} == {"Ana", "Chan"}
    qtbot.waitUntil(lambda: "a new key" in screen.message.text())
    before = slots_of(Path(counter.keeper._place) / KEYSLOTS).key_id
    screen.renew_button.click()
    assert "Press once more" in screen.message.text()
    screen.renew_button.click()
    qtbot.waitUntil(lambda: "have a new key" in screen.message.text(), timeout=20_000)
    assert slots_of(Path(counter.keeper._place) / KEYSLOTS).key_id != before
    lock(counter)
    sign_in(counter, "Ana")
    screen = counter.window.screen_in_front
    assert isinstance(screen, StaffScreen)
    qtbot.waitUntil(lambda: len(screen._people) == 2)
    ana = next(each.id for each in screen._people if each.name == "Ana")
    for _ in range(2):
        screen.buttons["remove", ana].click()
    qtbot.waitUntil(lambda: "last administrator" in screen.message.text())


def test_who_is_no_administrator_reads_the_list_alone(counter: Counter, qtbot: QtBot) -> None:
    sign_in(counter, "Bao")
    counter.window.visit("staff")
    screen = counter.window.screen_in_front
    assert isinstance(screen, StaffScreen)
    qtbot.waitUntil(lambda: len(screen._people) == 3)
    assert not screen.add_button.isEnabled()
    assert not any(button.isEnabled() for button in screen.buttons.values())


# ---- consent


@pytest.fixture
def panel(at_work: Counter, qtbot: QtBot) -> ConsentScreen:
    chip = at_work.window.case_bar.consent
    qtbot.waitUntil(chip.isVisible)
    assert chip.text() == "Consent missing"
    chip.click()
    screen = at_work.window.screen_in_front
    assert isinstance(screen, ConsentScreen)
    qtbot.waitUntil(lambda: len(screen.buttons) == 3)
    return screen


def test_the_texts_are_shown_in_the_language_of_the_person(panel: ConsentScreen, qtbot: QtBot) -> None:
    for tag in LANGUAGES:
        panel.languages.choose([tag])
        panel._show()
        titles = {text.title for text in consent.texts(tag)}
        qtbot.waitUntil(lambda titles=titles: all(title in words_seen(panel) for title in titles))
        assert "no lawyer has read it" in words_seen(panel)


def test_what_is_agreed_to_is_noted_in_the_language_it_was_read_in(
    panel: ConsentScreen, at_work: Counter, qtbot: QtBot
) -> None:
    panel.languages.choose(["pt"])
    for id in ("fill-in", "assess", "sensitive"):
        panel.buttons[id, ""].click()
        qtbot.waitUntil(lambda id=id: any(each.id == id and each.given for each in panel._stands))
    at_work.window._show_place()
    qtbot.waitUntil(lambda: at_work.window.case_bar.consent.text() == "Consent given")
    stands = at_work.keeper.ask(lambda store: consent.standing(store, "a")).result(10)
    assert {each.language for each in stands} == {"pt"}


def test_withdrawing_asks_twice_and_erases(panel: ConsentScreen, at_work: Counter, qtbot: QtBot) -> None:
    panel.buttons["fill-in", ""].click()
    qtbot.waitUntil(lambda: any(each.id == "fill-in" and each.given for each in panel._stands))
    panel.buttons["fill-in", ""].click()
    assert "whole case is erased" in panel.message.text()
    assert at_work.keeper.load("a").result(10)
    panel.buttons["fill-in", ""].click()
    qtbot.waitUntil(lambda: at_work.window._cases == [])
    qtbot.waitUntil(lambda: at_work.keeper.find("").result(10) == ())


def test_what_is_sensitive_goes_alone(panel: ConsentScreen, at_work: Counter, qtbot: QtBot) -> None:
    for _ in range(2):
        panel.buttons["sensitive", ""].click()
        qtbot.waitUntil(lambda: any(each.id == "sensitive" and each.given for each in panel._stands))
    panel.buttons["sensitive", ""].click()
    qtbot.waitUntil(lambda: [case.session.draft.id for case in at_work.window._cases] not in (["a"], []))
    assert dict(at_work.window._cases[0].session.draft.typed) == {"person.surname": SECRET}


def test_nobody_abroad_gets_it_without_a_name_and_a_reason(panel: ConsentScreen, qtbot: QtBot) -> None:
    panel.abroad_button.click()
    assert "Name who receives" in panel.message.text()
    panel.recipient.setText("Macao office")
    panel.purposes.choose(["counter"])
    panel.abroad_button.click()
    qtbot.waitUntil(lambda: ("abroad", "Macao office") in panel.buttons)
