"""What goes wrong at a counter with a queue: noise, odd names, a server that is gone; told, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from cluster import Cluster
from deskside import NOW, Counter, draft
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot
from typist_of_keys import scan, strike

from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.savedialog import ask_place
from talentdesk.desktop.scanning import Wedge
from talentdesk.i18n import LANGUAGES
from talentdesk.service.papers import papers_of, print_out
from talentdesk.service.rooms import catalogue
from talentdesk.store import saving
from talentdesk.store.address import Server
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import Store, open_store
from talentdesk.store.vault import Protection, Vault

pytestmark = pytest.mark.slow

VAULT = Vault(None, bytes(range(32)), Keyslots(""), Protection.MEMORY)
ONE = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<\nCB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2"
OTHER = "P<POLWOJCIK<<LUKASZ<JAN<<<<<<<<<<<<<<<<<<<<<\nZS12345677POL9206182M3103153<<<<<<<<<<<<<<<4"
NO_GIVEN_NAMES = "P<IDNSUKARNO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nX1234567<5IDN8001014M3001019<<<<<<<<<<<<<<<0"
LONG = "WOLFESCHLEGELSTEINHAUSENBERGERDORFF VON HOHENLOHE-SCHILLINGS"
assert len(LONG) == 60


@pytest.fixture
def open_counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Callable[..., Counter]]:
    opened: list[Counter] = []

    def make(place: Any = None, **more: Any) -> Counter:
        keeper = {"unlock": lambda _: VAULT}
        opened.append(Counter(qtbot, place or tmp_path / "cases", screens=CASE_SCREENS, keeper=keeper, **more))
        return opened[-1]

    yield make
    for counter in opened:
        counter.end()
        counter.desk.elsewhere.close()


def own(store: Store) -> None:
    """The case gets a ledger of its own."""
    from talentdesk.service.people import make_from_case

    kept = store.load("a")
    make_from_case(store, kept, catalogue().edition(kept.procedure, kept.edition), NOW)


def case(**typed: str) -> Any:
    return draft("a", typed.pop("surname", "FERREIRA"), edition="2024-12-01", typed=typed)


def filling(qtbot: QtBot, counter: Counter) -> FillingScreen:
    counter.window.load_case("a")
    qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, FillingScreen), timeout=20_000)
    screen = counter.window.screen_in_front
    assert isinstance(screen, FillingScreen)
    return screen


def answers(screen: FillingScreen) -> dict[str, str]:
    """What is answered; an answer that was taken back is none."""
    return {id: text for id, text in screen.session.draft.typed.items() if text}


def told(counter: Counter) -> dict[str, str]:
    """What the scan panel says, in each language."""
    said = {}
    for language in LANGUAGES:
        counter.window.speak(language, "")
        QApplication.processEvents()
        panel: Any = counter.window._scan
        said[language] = " ".join([str(panel._result.text()), *(str(each.text()) for each in faults(panel))])
    counter.window.speak("en", "")
    assert len(set(said.values())) == len(LANGUAGES), said
    return said


def faults(panel: Any) -> list[Any]:
    return [panel._faults.itemAt(at).widget() for at in range(panel._faults.count())]


def alternating(one: str, other: str) -> str:
    """Two scanners at the same moment: their keys arrive one by one in turn."""
    return "".join(a + b for a, b in zip(one.replace("\n", ""), other.replace("\n", ""), strict=True))


NOISE = {
    "two scanners at once": (alternating(ONE, OTHER), "characters; it should have"),
    "half a passport": (ONE[:60], "no machine-readable zone"),
    "a parcel's label": ("]C1019501101530003171512311012345", "no machine-readable zone"),
    "a web address": ("https://example.org/a?b=c&d=%00", "no machine-readable zone"),
    "rubbish": ("~~~^^^###|||\\\\\\{}{}$$$;;;", "no machine-readable zone"),
}


@pytest.mark.parametrize(("noise", "said"), NOISE.values(), ids=NOISE)
def test_noise_from_a_scanner_is_explained_and_changes_no_field(
    qtbot: QtBot, open_counter: Callable[..., Counter], noise: str, said: str
) -> None:
    counter = open_counter(drafts=(case(),))
    screen = filling(qtbot, counter)
    screen.go_to("person.surname")
    before = answers(screen)
    scan(counter.handle, noise)
    qtbot.waitUntil(lambda: counter.window._scan is not None and counter.window._scan.isVisible(), timeout=10_000)
    assert said in told(counter)["en"]
    counter.window.back()
    assert answers(screen) == before
    assert screen.session.draft.state.value == "draft"


def test_a_passport_swiped_into_a_file_dialog_names_no_file(
    qtbot: QtBot, open_counter: Callable[..., Counter], tmp_path: Path
) -> None:
    counter = open_counter()
    chosen: list[Path] = []
    ask_place(counter.window, "Save", "form.pdf", chosen.append, "PDF (*.pdf)")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QFileDialog))
    dialog: Any = QApplication.activeModalWidget()
    qtbot.waitUntil(dialog.isActiveWindow)
    before = dialog.selectedFiles()
    with qtbot.waitSignal(dialog.findChild(Wedge).scanned):
        scan(dialog.windowHandle(), ONE.replace("\n", ""))
    assert dialog.isVisible()
    assert dialog.selectedFiles() == before
    assert chosen == []
    dialog.reject()


def test_two_passports_one_right_behind_the_other_are_nobodys(
    qtbot: QtBot, open_counter: Callable[..., Counter]
) -> None:
    """A hurried key takes neither; one of them again, and that one is taken."""
    counter = open_counter(drafts=(case(),))
    screen = filling(qtbot, counter)
    before = answers(screen)
    scan(counter.handle, f"{ONE}\n{OTHER}")
    qtbot.waitUntil(lambda: counter.window._scan is not None and counter.window._scan.isVisible(), timeout=10_000)
    panel: Any = counter.window._scan
    assert "Two documents were read at once" in told(counter)["en"]
    counter.press(Qt.Key.Key_Return)
    panel.take()
    assert answers(screen) == before
    assert counter.window.screen_in_front is panel
    scan(counter.handle, OTHER)
    qtbot.waitUntil(lambda: panel.reading.format == "TD3", timeout=10_000)
    assert panel.zone.toPlainText().strip() == OTHER
    panel.take()
    typed = screen.session.draft.typed
    assert (typed["passport.number"], typed["person.nationality"]) == ("ZS1234567", "POL")


def test_a_scan_with_control_characters_is_the_passport(qtbot: QtBot, open_counter: Callable[..., Counter]) -> None:
    counter = open_counter(drafts=(case(),))
    screen = filling(qtbot, counter)
    screen.go_to("contact.phone")
    strike(counter.handle, "\x02", 1000)
    for place, character in enumerate(ONE.replace("\n", "")):
        strike(counter.handle, character, 5)
        if place % 20 == 19:
            strike(counter.handle, "\x1d", 5)
    strike(counter.handle, "\x03", 5)
    qtbot.waitUntil(lambda: counter.window._scan is not None and counter.window._scan.isVisible(), timeout=10_000)
    panel: Any = counter.window._scan
    assert panel.reading.format == "TD3"
    assert all(panel.reading.checks[name] for name in ("number", "birth_date", "expiry_date"))
    assert screen.session.draft.typed.get("contact.phone", "") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_done_with_a_scan_never_makes_the_window_grow(
    qtbot: QtBot, open_counter: Callable[..., Counter], language: str
) -> None:
    """Margins that grew with the window once made it grow without end."""
    counter = open_counter(drafts=(case(**{"passport.number": "AB1", "passport.expiry_date": "2027-01-01"}),))
    counter.keeper.ask(own).result(20)
    counter.window.speak(language, "en" if language != "en" else "pt")
    counter.frame.resize(1100, 700)
    filling(qtbot, counter)
    scan(counter.handle, ONE)
    qtbot.waitUntil(lambda: counter.window._scan is not None and counter.window._scan.isVisible(), timeout=10_000)
    panel: Any = counter.window._scan
    qtbot.waitUntil(panel._here_only.isVisible, timeout=10_000)
    assert panel._replace.isVisible()
    QApplication.processEvents()
    assert counter.frame.width() == 1100
    for button in (panel._back, panel._replace, panel._here_only, panel._take):
        assert panel.rect().contains(button.geometry())
        assert button.width() >= button.sizeHint().width()


def test_somebody_with_one_name_is_taken_as_the_passport_has_it(
    qtbot: QtBot, open_counter: Callable[..., Counter]
) -> None:
    counter = open_counter(drafts=(draft("a", "", edition="2024-12-01"),))
    screen = filling(qtbot, counter)
    scan(counter.handle, NO_GIVEN_NAMES)
    qtbot.waitUntil(lambda: counter.window._scan is not None and counter.window._scan.isVisible(), timeout=10_000)
    panel: Any = counter.window._scan
    assert panel.reading.format == "TD3"
    panel.take()
    interview = screen.session.interview
    assert interview.typed["person.surname"] == "SUKARNO"
    assert interview.typed.get("person.given_names", "") == ""
    pdf = print_out(interview, papers_of(interview)[:1], ("zh-Hans", "en")).content
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        assert "SUKARNO" in document[0].get_textpage().get_text_bounded()
    screen.go_to("person.given_names")
    row = screen.page.row_of("person.given_names")
    assert row is not None
    assert [stop.isVisible() for stop in row.stops()], "there is a way to say that there are none"


def test_a_name_of_sixty_characters_is_kept_and_printed_whole(
    qtbot: QtBot, open_counter: Callable[..., Counter], tmp_path: Path
) -> None:
    counter = open_counter(drafts=(case(),))
    screen = filling(qtbot, counter)
    screen.go_to("person.surname")
    field: Any = QApplication.focusWidget()
    field.selectAll()
    counter.type(LONG)
    assert screen.session.draft.typed["person.surname"] == LONG
    screen.session.flush().result(20)
    with closing(open_store(tmp_path / "cases", VAULT)) as store:
        assert store.load("a").typed["person.surname"] == LONG
    interview = screen.session.interview
    pdf = print_out(interview, papers_of(interview)[:1], ("zh-Hans", "en")).content
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        words = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert "".join(LONG.split()) in "".join(words.split())
    counter.window.go_home()
    qtbot.waitUntil(lambda: any(LONG in name for name in counter.names()), timeout=10_000)


def test_a_server_killed_in_mid_case_is_told_and_everything_typed_is_there_when_it_is_back(
    qtbot: QtBot,
    open_counter: Callable[..., Counter],
    cluster: Cluster,
    database: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(saving, "RETRY", 0.05)
    centre = Server(database)
    with closing(open_store(centre, VAULT)) as store:
        store.save(case())
    counter = open_counter(centre)
    screen = filling(qtbot, counter)
    screen.go_to("person.given_names")
    counter.type("HELENA")
    screen.session.flush().result(20)
    cluster.kill()
    try:
        counter.type(" MARIA")
        window = counter.window
        qtbot.waitUntil(lambda: window._banner is not None and window.banner.isVisible(), timeout=30_000)
        said = {}
        for language in LANGUAGES:
            window.speak(language, "")
            QApplication.processEvents()
            said[language] = window.banner.sentence
        window.speak("en", "")
        assert len(set(said.values())) == len(LANGUAGES)
        assert "The database server does not answer. What you typed is kept" in said["en"]
        # One goes on typing, in this field and in others, and looks at other screens.
        counter.type(" DA")
        screen.go_to("person.birth_place")
        counter.type("COIMBRA")
        window.review(screen.session)
        window.back()
        assert screen.session.draft.typed["person.given_names"] == "HELENA MARIA DA"
        assert not screen.session.is_saved
    finally:
        cluster.start()
    qtbot.waitUntil(lambda: not counter.window.banner.isVisible(), timeout=30_000)
    qtbot.waitUntil(lambda: screen.session.is_saved, timeout=30_000)
    with closing(open_store(centre, VAULT)) as store:
        kept = store.load("a").typed
    assert (kept["person.given_names"], kept["person.birth_place"]) == ("HELENA MARIA DA", "COIMBRA")
    counter.type("X")
    qtbot.waitUntil(lambda: screen.session.is_saved, timeout=30_000)
