"""The window as a clerk uses it, by keyboard, over a real store."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from deskside import Counter, PlainPage, PlainReview, draft, place_of
from PySide6.QtCore import QFileInfo, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from typist_of_keys import scan

from talentdesk import paths, settings
from talentdesk.core.draft import State
from talentdesk.desktop import footer, theme
from talentdesk.desktop.buttons import KeyHint as KeyCap
from talentdesk.desktop.frame import Frame
from talentdesk.desktop.touch import FingerScroll
from talentdesk.desktop.unseen import spelled
from talentdesk.i18n import LANGUAGES, say
from talentdesk.store.cases import Progress
from talentdesk.store.trouble import DiskFull

MRZ = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<\nCB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2"
CASES = (
    draft("a", "FERREIRA DA COSTA", "Helena", typed={"passport.number": "CB482137"}),
    draft("b", "", typed={"person.name_zh": "何丽娜"}),
    draft("c", "NGUYỄN ĐẶNG", "Thu Hà", state=State.PRINTED),
)


@pytest.fixture
def open_counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Callable[..., Counter]]:
    opened: list[Counter] = []

    def make(**more: Any) -> Counter:
        opened.append(Counter(qtbot, tmp_path / str(len(opened)), **more))
        return opened[-1]

    yield make
    for counter in opened:
        counter.end()


@pytest.fixture
def counter(qtbot: QtBot, open_counter: Callable[..., Counter]) -> Counter:
    counter = open_counter(drafts=CASES)
    qtbot.waitUntil(lambda: len(counter.names()) == 3)
    return counter


def page(counter: Counter) -> PlainPage:
    screen = counter.window.screen_in_front
    assert isinstance(screen, PlainPage)
    return screen


def open_case(qtbot: QtBot, counter: Counter, id: str = "a") -> PlainPage:
    counter.window.load_case(id)
    qtbot.waitUntil(lambda: (session := counter.window.screen_in_front.session) is not None and session.draft.id == id)
    return page(counter)


# ---- the start


def test_the_last_saved_stands_first(counter: Counter) -> None:
    assert counter.names() == ["NGUYỄN ĐẶNG, Thu Hà", "何丽娜", "FERREIRA DA COSTA, Helena"]


@pytest.mark.parametrize("text", ["nguyen", "Thu", "丽", "CB482137"])
def test_search_finds_any_script_and_number(qtbot: QtBot, counter: Counter, text: str) -> None:
    assert counter.window.home.search.line.hasFocus()
    for character in text:
        counter.window.home.search.line.insert(character)
    counter.window.home.search.line.textEdited.emit(text)
    qtbot.waitUntil(lambda: len(counter.names()) == 1)


def test_esc_empties_the_search(qtbot: QtBot, counter: Counter) -> None:
    counter.type("zz")
    qtbot.waitUntil(lambda: counter.names() == [])
    counter.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(counter.names()) == 3)


def test_arrows_and_enter_open_from_the_search_field(qtbot: QtBot, counter: Counter) -> None:
    counter.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, PlainPage))
    assert page(counter).fields["person.surname"].text() == "FERREIRA DA COSTA"


def test_the_slash_goes_to_the_filters_and_arrows_choose(qtbot: QtBot, counter: Counter) -> None:
    ledger = counter.window.home.ledger
    assert ledger is not None
    ledger.table.setFocus()
    counter.type("/")
    qtbot.waitUntil(lambda: ledger.filters.isAncestorOf(QApplication.focusWidget() or counter.frame))
    counter.press(Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: counter.names() == ["何丽娜", "FERREIRA DA COSTA, Helena"])
    counter.press(Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: counter.names() == ["NGUYỄN ĐẶNG, Thu Hà"])


def test_an_empty_store_says_what_to_do(qtbot: QtBot, open_counter: Callable[..., Counter]) -> None:
    counter = open_counter()
    ledger = counter.window.home.ledger
    assert ledger is not None
    qtbot.waitUntil(ledger._empty.isVisible)
    assert "No cases yet" in ledger._empty.title.text()


def test_what_is_due_this_week_opens_its_case(qtbot: QtBot, counter: Counter) -> None:
    due = counter.window.home.due
    assert due is not None
    stored = replace(CASES[0])
    counter.keeper.save(stored, 1, Progress(26, 31, date(2026, 11, 25)))
    counter.keeper.flush().result(10)
    counter.window.home.reload()
    qtbot.waitUntil(lambda: [case.id for case in due.cases] == ["a"])
    line = next(child for child in due.findChildren(QWidget) if hasattr(child, "case"))
    assert "2 days left" in line.text()  # type: ignore[attr-defined]
    line.click()  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, PlainPage))


# ---- cases


def test_a_new_case_by_keyboard_alone(qtbot: QtBot, counter: Counter) -> None:
    down = [Qt.Key.Key_Down] * (place_of("residence-permit") - 1)
    counter.press((Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier), *down, Qt.Key.Key_Return)
    assert page(counter).session.draft.procedure == "residence-permit"
    counter.type("WONG")
    counter.keeper.flush().result(10)
    id = page(counter).session.draft.id
    assert counter.keeper.load(id).result(10).typed["person.surname"] == "WONG"
    qtbot.waitUntil(lambda: page(counter).session.draft.number == 4)
    assert "0004" in counter.window.case_bar.text


def test_a_digit_chooses_a_procedure(qtbot: QtBot, counter: Counter) -> None:
    counter.press((Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier))
    counter.type(str(place_of("visa-extension")))
    qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, PlainPage))
    assert page(counter).session.draft.procedure == "visa-extension"


def test_esc_leads_back(counter: Counter) -> None:
    counter.press((Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier), Qt.Key.Key_Escape)
    assert counter.window.screen_in_front is counter.window.home


def test_a_case_that_is_open_is_not_opened_twice(qtbot: QtBot, counter: Counter) -> None:
    first = open_case(qtbot, counter)
    counter.window.go_home()
    counter.window.load_case("a")
    assert counter.window.screen_in_front is first
    assert counter.window.case_bar.tabs.count() == 1


def test_tabs_follow_names_and_keys(qtbot: QtBot, counter: Counter) -> None:
    first = open_case(qtbot, counter, "a")
    open_case(qtbot, counter, "b")
    tabs = counter.window.case_bar.tabs
    assert [tabs.tabData(index)[0] for index in range(2)] == ["FERREIRA DA COSTA, Helena", "何丽娜"]
    counter.press((Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier))
    assert counter.window.screen_in_front is first
    first.fields["person.surname"].setFocus()
    counter.press(Qt.Key.Key_End)
    counter.type("!")
    assert tabs.tabData(0)[0] == "FERREIRA DA COSTA!, Helena"


def test_closing_a_tab_shows_the_next_and_then_home(qtbot: QtBot, counter: Counter) -> None:
    open_case(qtbot, counter, "a")
    open_case(qtbot, counter, "b")
    close = (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    counter.press(close)
    assert page(counter).session.draft.id == "a"
    counter.press(close)
    assert counter.window.screen_in_front is counter.window.home
    assert not counter.window.case_bar.isVisible()


def test_reopening_lands_where_the_person_was(qtbot: QtBot, counter: Counter) -> None:
    opened = open_case(qtbot, counter)
    opened.session.stand_at("passport.number")
    counter.window.close_case(opened.session)
    again = open_case(qtbot, counter)
    assert again.fields["passport.number"].hasFocus()


def test_the_way_back_from_review_is_the_case(qtbot: QtBot, counter: Counter) -> None:
    opened = open_case(qtbot, counter)
    counter.window.review(opened.session)
    assert isinstance(counter.window.screen_in_front, PlainReview)
    counter.press(Qt.Key.Key_Escape)
    assert counter.window.screen_in_front is opened


def test_the_window_title_names_nobody(qtbot: QtBot, counter: Counter) -> None:
    open_case(qtbot, counter)
    assert counter.frame.windowTitle() == "talentdesk"


# ---- saving


def test_the_footer_says_when_the_disk_has_taken_it(qtbot: QtBot, counter: Counter) -> None:
    opened = open_case(qtbot, counter)
    opened.fields["person.surname"].setFocus()
    counter.type("X")
    assert counter.window.footer.state_text == "Saving…"
    qtbot.waitUntil(lambda: counter.window.footer.state_text == "Saved 14:03:22")


def test_closing_the_window_saves_everything(qtbot: QtBot, counter: Counter) -> None:
    opened = open_case(qtbot, counter)
    opened.fields["person.surname"].setFocus()
    counter.press(Qt.Key.Key_End)
    counter.type("Z")
    assert counter.frame.close()
    assert counter.keeper.unsaved() == ()
    assert not counter.keeper._thread.is_alive()


def test_a_full_disk_is_told_and_the_window_stays_once(
    qtbot: QtBot, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = open_case(qtbot, counter)
    monkeypatch.setattr(counter.keeper, "close", lambda _timeout: False)
    monkeypatch.setattr(counter.keeper, "unsaved", lambda: (opened.session.draft,))
    counter.window.troubled(DiskFull())
    assert counter.window.banner.isVisible()
    assert counter.window.footer._state == footer.TROUBLE
    assert "disk is full" in counter.window.banner.sentence
    assert not counter.frame.close()
    assert counter.frame.close()
    monkeypatch.undo()


def test_the_band_goes_when_saving_works_again(qtbot: QtBot, counter: Counter) -> None:
    opened = open_case(qtbot, counter)
    counter.window.troubled(DiskFull())
    opened.session.answer("person.surname", "A")
    qtbot.waitUntil(lambda: not counter.window.banner.isVisible())


def test_what_is_typed_can_be_saved_as_a_file(
    qtbot: QtBot, counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counter.keeper, "unsaved", lambda: CASES[:2])
    counter.window.troubled(DiskFull())
    counter.window.save_to_file()
    dialog = counter.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit(str(tmp_path / "kept.json"))
    dialog.close()
    assert "FERREIRA" in (tmp_path / "kept.json").read_text()
    assert (tmp_path / "kept-2.json").exists()
    assert "not encrypted" in counter.window.footer.accessibleName()


def test_the_dialog_tells_files_by_name_without_reading_them(counter: Counter, tmp_path: Path) -> None:
    """Qt's own way reads into every file of a folder: a slow drive or a file without an end stops the window."""
    counter.window.save_to_file()
    dialog = counter.window.findChild(QFileDialog)
    assert dialog is not None
    provider = dialog.iconProvider()
    (tmp_path / "nameless").write_bytes(b"%PDF-1.7")
    assert provider.type(QFileInfo(str(tmp_path / "nameless"))) == ""
    assert provider.type(QFileInfo(str(tmp_path / "form.pdf"))) == "PDF"
    assert not provider.icon(QFileInfo(str(tmp_path))).isNull()
    dialog.close()


# ---- languages, looks, sizes


def test_a_live_switch_keeps_focus_text_and_cursor(qtbot: QtBot, counter: Counter) -> None:
    opened = open_case(qtbot, counter)
    field = opened.fields["person.given_names"]
    field.setFocus()
    field.setText("Hel")
    field.setCursorPosition(2)
    for language in (*LANGUAGES, "en"):
        begun = time.perf_counter()
        counter.window.speak(language, "zh-Hans" if language == "en" else "en")
        QApplication.processEvents()
        assert time.perf_counter() - begun < 1.5  # ten times the promise: the machine that tests is shared
        assert field.hasFocus()
        assert (field.text(), field.cursorPosition()) == ("Hel", 2)


def test_choosing_the_language_beside_makes_them_change_places(counter: Counter) -> None:
    counter.window.speak("zh-Hans")
    assert (counter.desk.language, counter.desk.second) == ("zh-Hans", "en")


def test_qts_own_words_follow(counter: Counter, qtbot: QtBot) -> None:
    counter.window.speak("zh-Hans")
    field = QLineEdit()
    qtbot.addWidget(field)
    menu = field.createStandardContextMenu()
    assert any("复制" in action.text() for action in menu.actions())
    menu.deleteLater()
    counter.window.speak("en")


def test_look_and_size_switch_live_and_keep_the_search(qtbot: QtBot, counter: Counter) -> None:
    counter.type("Thu")
    counter.frame.resize(1080, 1920)
    for look in theme.Look:
        for size in theme.Size:
            counter.window.wear(look, size)
            QApplication.processEvents()
            assert counter.window.home.search.line.text() == "Thu"
    welcome = counter.window.home.welcome
    assert welcome is not None
    assert welcome.isVisible()
    counter.window.wear(theme.Look.LIGHT, theme.Size.COUNTER)
    assert not welcome.isVisible()


def test_what_is_typed_before_the_window_stands_goes_on(qtbot: QtBot, dressed: object) -> None:
    from talentdesk.desktop.frame import Frame

    painted: list[bool] = []
    frame = Frame(theme.current(), lambda: painted.append(True))
    qtbot.addWidget(frame)
    frame.show()
    qtbot.waitUntil(lambda: bool(painted))
    frame.dawn.line.setText("Thu")
    frame.dawn.line.setCursorPosition(1)
    search = QLineEdit()

    class Content(QWidget):
        def may_close(self) -> bool:
            return False

    content = Content()
    frame.fill(content, content, search)
    assert (search.text(), search.cursorPosition()) == ("Thu", 1)
    assert not frame.close()


# ---- scanning


def test_a_scan_at_home_starts_a_case_with_its_answers(qtbot: QtBot, open_counter: Callable[..., Counter]) -> None:
    counter = open_counter()
    scan(counter.handle, MRZ)
    qtbot.waitUntil(lambda: counter.window.screen_in_front is counter.window._scan)
    counter.press(Qt.Key.Key_Return)
    counter.type(str(place_of("residence-permit")))
    qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, PlainPage))
    typed = page(counter).session.draft.typed
    assert typed["person.surname"] == "FERREIRA DA COSTA"
    assert typed["passport.expiry_date"] == "2029-02-28"
    assert page(counter).session.draft.sources["passport.number"] == "mrz"


def test_who_goes_back_after_enter_on_a_scan_stays_there(qtbot: QtBot, open_counter: Callable[..., Counter]) -> None:
    counter, answers = open_counter(), Event()
    busy = counter.keeper.ask(lambda _store: answers.wait(60))
    scan(counter.handle, MRZ)
    qtbot.waitUntil(lambda: counter.window.screen_in_front is counter.window._scan)
    counter.press(Qt.Key.Key_Return)
    counter.press(Qt.Key.Key_Escape)
    assert counter.window.screen_in_front is counter.window.home
    answers.set()
    assert busy.result(60)
    qtbot.waitUntil(lambda: not counter.window._scan._newest_people.waiting)
    assert counter.window.screen_in_front is counter.window.home


def test_a_scan_at_home_offers_the_cases_of_that_passport(qtbot: QtBot, counter: Counter) -> None:
    scan(counter.handle, MRZ)
    qtbot.waitUntil(lambda: counter.window.screen_in_front is counter.window._scan)
    panel = counter.window._scan
    assert panel is not None
    qtbot.waitUntil(lambda: panel._known.count() == 1)
    panel._known.itemAt(0).widget().click()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, PlainPage))
    assert page(counter).session.draft.id == "a"


def test_a_scan_in_a_case_fills_it_and_keeps_what_was_typed(qtbot: QtBot, counter: Counter) -> None:
    opened = open_case(qtbot, counter)
    opened.fields["person.surname"].setFocus()
    opened.fields["person.surname"].setText("Ferreira Dacosta Silva")
    opened.session.answer("person.surname", "Ferreira Dacosta Silva")
    scan(counter.handle, MRZ)
    qtbot.waitUntil(lambda: counter.window.screen_in_front is counter.window._scan)
    counter.press(Qt.Key.Key_Return)
    assert counter.window.screen_in_front is opened
    typed = opened.session.draft.typed
    assert typed["person.surname"] == "Ferreira Dacosta Silva"
    assert typed["person.birth_date"] == "1994-06-18"
    assert opened.fields["person.surname"].text() == "Ferreira Dacosta Silva"


@pytest.mark.parametrize(
    "garbage", ["", "hello", "<" * 10_000, "P<PRT\x00FERREIRA\n\u202e12", "🙂" * 44 + "\n" + "🙂" * 44]
)
def test_garbage_is_explained_and_taken_nowhere(counter: Counter, garbage: str) -> None:
    counter.window.scan(garbage)
    panel = counter.window._scan
    assert panel is not None
    panel.take()
    assert counter.window.screen_in_front is panel
    if garbage:
        assert "no machine-readable zone" in panel._result.text()


def test_f1_lists_the_keys_and_esc_leads_back(counter: Counter) -> None:
    counter.press(Qt.Key.Key_F1)
    assert counter.window.screen_in_front.title("en") == "Keys"
    listed = {cap.key for cap in counter.window.screen_in_front.findChildren(KeyCap)}
    assert {"Ctrl+Shift+T", "Ctrl+Shift+O", "Ctrl+O", "Ctrl+L"} <= listed
    counter.press(Qt.Key.Key_Escape)
    assert counter.window.screen_in_front is counter.window.home


def test_every_control_of_every_screen_has_a_name(qtbot: QtBot, counter: Counter) -> None:
    counter.window.choose_procedure()
    counter.window.scan(MRZ)
    counter.press(Qt.Key.Key_F1)
    nameless = [
        widget
        for widget in counter.frame.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
        and not widget.focusProxy()
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []


@pytest.mark.parametrize("pause", [MRZ.index("\n"), 20, 60])
def test_a_zone_that_a_scanner_sends_in_pieces_is_one(counter: Counter, pause: int) -> None:
    counter.window.scan(MRZ[:pause])
    panel = counter.window._scan
    assert panel is not None
    panel.scanned(MRZ[pause:].lstrip("\n"))
    assert panel.reading.format == "TD3"
    panel.scanned("garbage")
    assert panel.reading.format is None
    assert panel.zone.toPlainText() == "garbage"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_fits_a_small_laptop(counter: Counter, language: str) -> None:
    """A window that must be higher than the screen hides its status bar for good."""
    counter.window.speak(language, "zh-Hans" if language != "zh-Hans" else "en")
    counter.window.choose_procedure()
    counter.window.scan(MRZ)
    counter.press(Qt.Key.Key_F1)
    QApplication.processEvents()
    least = counter.frame.minimumSizeHint()
    assert least.width() <= 1180
    assert least.height() <= 600


# ---- fingers


@pytest.mark.parametrize(("size", "greets"), [((1080, 1920), True), ((1920, 1000), False)])
def test_the_start_fits_a_wide_touch_screen(counter: Counter, size: tuple[int, int], greets: bool) -> None:
    counter.window.wear(theme.Look.LIGHT, theme.Size.KIOSK)
    counter.frame.resize(*size)
    QApplication.processEvents()
    home = counter.window.home
    assert counter.frame.height() == size[1]
    assert home.welcome is not None
    assert home.welcome.isVisible() is greets


def test_the_acts_of_a_touch_screen_stand_in_one_row_only_where_there_is_room(counter: Counter) -> None:
    counter.window.wear(theme.Look.LIGHT, theme.Size.KIOSK)
    home = counter.window.home
    for size, one_row in (((1080, 1920), False), ((1920, 1080), True), ((1080, 1920), False)):
        counter.frame.resize(*size)
        QApplication.processEvents()
        assert (counter.frame.width(), counter.frame.height()) == size
        assert (home.scan_button.y() == home.new_button.y()) is one_row
        assert home.which_button.y() == home.new_button.y()


def test_a_finger_opens_a_case_with_one_tap_and_a_mouse_with_two(qtbot: QtBot, counter: Counter) -> None:
    ledger = counter.window.home.ledger
    assert ledger is not None
    opened: list[int] = []
    ledger.table.open_wanted.connect(opened.append)
    place = ledger.table.visualRect(ledger.model.index(0, 0)).center()
    qtbot.mouseClick(ledger.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == []
    counter.window.wear(theme.Look.LIGHT, theme.Size.KIOSK)
    place = ledger.table.visualRect(ledger.model.index(0, 0)).center()
    qtbot.mouseClick(ledger.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened == [0]


def test_lists_follow_the_finger_at_touch_size_only(counter: Counter) -> None:
    ledger = counter.window.home.ledger
    assert ledger is not None
    finger = ledger.table.findChild(FingerScroll)
    assert finger is not None
    assert not finger.is_on
    counter.window.wear(theme.Look.LIGHT, theme.Size.KIOSK)
    assert finger.is_on
    counter.window.wear(theme.Look.LIGHT, theme.Size.COUNTER)
    assert not finger.is_on


# ---- what is remembered


def test_what_a_person_chooses_is_there_at_the_next_start(counter: Counter) -> None:
    counter.window.speak("pt", "zh-Hans")
    counter.window.wear(theme.Look.DARK, theme.Size.KIOSK)
    kept = settings.load()
    assert (kept.language, kept.second_language) == ("pt", "zh-Hans")
    assert (kept.look, kept.size) == ("dark", "kiosk")


def test_only_what_was_chosen_is_kept(open_counter: Callable[..., Counter]) -> None:
    """A language said on the command line holds for one start."""
    open_counter(language="pt").window.wear(theme.Look.DARK, theme.Size.COUNTER)
    assert settings.load().language == ""


def test_a_public_machine_starts_anew_for_everybody(open_counter: Callable[..., Counter]) -> None:
    open_counter(mode="kiosk").window.speak("pt")
    assert settings.load() == settings.Settings()


def test_settings_that_cannot_be_written_are_told(counter: Counter) -> None:
    paths.config_folder().parent.mkdir(parents=True, exist_ok=True)
    paths.config_folder().write_text("a file where the folder should be", "utf-8")
    counter.window.speak("pt")
    assert counter.desk.language == "pt"
    assert say("This holds until the window is closed: the settings file cannot be written.", "pt") in (
        counter.window.footer.accessibleName()
    )


@pytest.mark.parametrize(
    ("office", "name", "shown"),
    [("", "3", "Counter 3"), ("Talent Port", "3", "Talent Port · Counter 3"), ("", "Window A", "Window A")],
)
def test_the_header_says_which_counter_this_is(
    open_counter: Callable[..., Counter], office: str, name: str, shown: str
) -> None:
    counter = open_counter(office=office, counter_name=name)
    assert shown in [label.text() for label in counter.window.header.findChildren(QLabel)]


def test_the_window_is_no_larger_than_the_screen(counter: Counter) -> None:
    frame = Frame(theme.theme(theme.Look.LIGHT, theme.Size.KIOSK), lambda: None)
    counter.qtbot.addWidget(frame)
    room = frame.screen().availableSize()
    assert frame.width() <= room.width()
    assert frame.height() < room.height()


# ---- what cannot be drawn


def test_a_letter_without_a_picture_is_told_by_its_number(fonts: None) -> None:
    metrics = QFontMetrics(theme.current().font("button", "zh-Hans"))
    assert spelled("MÜLLER 㗎𡃁𠮷 Đặng Ελένη", metrics) == "MÜLLER 㗎𡃁𠮷 Đặng Ελένη"
    assert spelled("A\u202eB\ufe0f", metrics) == "A[U+202E]B\ufe0f"
    assert spelled("\U0003fffd", metrics) == "[U+3FFFD]"
    assert spelled("王\U00031350", metrics) == "王[U+31350]"
