"""What nobody meant to type, files and disks that fail: a clear sentence in each language, and nothing typed lost."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import official_pdfs
import pypdfium2
import pytest
from deskside import Counter, draft, place_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from talentdesk import paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.desktop import footer, typefaces
from talentdesk.desktop.casescreens import CASE_SCREENS
from talentdesk.desktop.controls import Message
from talentdesk.desktop.filling import FillingScreen
from talentdesk.desktop.newcase import NewCaseScreen
from talentdesk.desktop.recovery import AskedCode, ShownCode
from talentdesk.desktop.review import ReviewScreen
from talentdesk.i18n import LANGUAGES
from talentdesk.service.papers import papers_of, print_out
from talentdesk.store.engine import engine_for, truncate_log
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import open_store
from talentdesk.store.place import DATABASE
from talentdesk.store.vault import Protection, Vault

pytestmark = pytest.mark.slow

Open = Callable[..., Counter]

VAULT = Vault(None, bytes(range(32)), Keyslots(""), Protection.MEMORY)
SCAN = "P<PRTFERREIRA<DA<COSTA<<HELENA<MARIA<<<<<<<<\nCB482137<6PRT9406188F2902289<<<<<<<<<<<<<<<2"


@pytest.fixture
def open_counter(qtbot: QtBot, tmp_path: Path, dressed: object) -> Iterator[Open]:
    """A counter with the shipped screens over a store whose key the test knows."""
    opened: list[Counter] = []

    def make(**more: Any) -> Counter:
        keeper = {"unlock": lambda _: VAULT, **more.pop("keeper", {})}
        opened.append(Counter(qtbot, tmp_path / "cases", screens=CASE_SCREENS, keeper=keeper, **more))
        return opened[-1]

    yield make
    for counter in opened:
        counter.end()
        counter.desk.elsewhere.close()


@pytest.fixture
def filling(qtbot: QtBot, open_counter: Open) -> FillingScreen:
    return open_case(qtbot, open_counter(drafts=(case(),)))


def case(**typed: str) -> Any:
    return draft("a", "FERREIRA", edition="2024-12-01", typed=typed)


def open_case(qtbot: QtBot, counter: Counter) -> FillingScreen:
    counter.window.load_case("a")
    qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, FillingScreen))
    screen = counter.window.screen_in_front
    assert isinstance(screen, FillingScreen)
    return screen


def in_each_language(counter: Any, read: Callable[[], str]) -> dict[str, str]:
    """What stands there while the window speaks each language: four sentences, each in its own."""
    said = {}
    for language in LANGUAGES:
        counter.window.speak(language, "")
        QApplication.processEvents()
        said[language] = read()
    assert all(said.values()), said
    assert len(set(said.values())) == len(LANGUAGES), said
    for language in ("zh-Hans", "zh-Hant-HK"):
        chinese = re.findall("[\u4e00-\u9fff]", said[language])
        assert len(chinese) > 8, said[language]
    return said


def paste(text: str) -> None:
    """In place of what stands in the field."""
    QApplication.clipboard().setText(text)
    for key in (Qt.Key.Key_A, Qt.Key.Key_V):
        QTest.keyClick(QApplication.focusWidget(), key, Qt.KeyboardModifier.ControlModifier)


def wait_for_the_band(qtbot: QtBot, counter: Counter) -> None:
    """Something is wrong, and the band under the header says so."""
    qtbot.waitUntil(lambda: counter.window._banner is not None and counter.window.banner.isVisible(), timeout=10_000)


def under(screen: FillingScreen, id: str) -> str:
    """What is said under a question."""
    row = screen.page.row_of(id)
    assert row is not None
    return " ".join(message.text() for message in row.findChildren(Message) if message.isVisibleTo(screen))


def on_the_disk(place: Path, id: str = "a") -> dict[str, str]:
    """Found by another reader of the store."""
    with closing(open_store(place, VAULT)) as store:
        return dict(store.load(id).typed)


# ---- typed


ODD = {
    "half a date": ("person.birth_date", "1994--", "Part of the date is missing"),
    "31 February": ("person.birth_date", "2029-02-31", "February has no day 31"),
    "10,000 characters": ("person.surname", "FERREIRA " * 1111 + "F", "The answer has 10000 characters"),
    "10,000 lines": ("contact.address_china", "前海\n" * 5000, "The answer has 15000 characters"),
    "NUL": ("person.surname", "FERR\x00EIRA", "Character 5 cannot be seen or printed (U+0000)"),
    "bidi": ("person.surname", "FERR\u202eEIRA", "Character 5 is a hidden mark"),
    "isolate": ("person.birth_place", "\u2066Coimbra\u2069", "Character 1 is a hidden mark"),
    "emoji": ("person.given_names", "HELENA 😀", "“😀” is a picture"),
    "half a character": ("person.given_names", "HELENA \U0010fffd", "U+10FFFD"),
    "half a number": ("contact.phone", "+", "phone"),
}


@pytest.mark.parametrize(("id", "text", "said"), ODD.values(), ids=ODD)
def test_what_was_typed_is_explained_and_kept(
    filling: FillingScreen, tmp_path: Path, id: str, text: str, said: str
) -> None:
    counter = filling.guide
    filling.go_to(id)
    if id == "person.birth_date":
        for part in text.rstrip("-").split("-"):
            QTest.keyClicks(QApplication.focusWidget(), part)
    else:
        paste(text)
    filling.go_to("passport.number")
    filling.go_to("employer.name")
    sentences = in_each_language(_Holder(counter), lambda: under(filling, id))
    assert said.casefold() in sentences["en"].casefold()
    assert filling.session.draft.typed[id] == text
    filling.session.flush().result(20)
    assert on_the_disk(tmp_path / "cases")[id] == text


@pytest.mark.parametrize(("id", "text"), [odd[:2] for odd in ODD.values()], ids=ODD)
def test_what_was_typed_keeps_nothing_from_printing(filling: FillingScreen, id: str, text: str) -> None:
    filling.session.answer(id, text)
    interview = filling.session.interview
    printout = print_out(interview, papers_of(interview), ("zh-Hans", "en"))
    with closing(pypdfium2.PdfDocument(printout.content)) as pdf:
        assert len(pdf) == printout.pages
        assert "外国人签证证件申请表" in pdf[0].get_textpage().get_text_bounded()


class _Holder:
    """What `in_each_language` asks of a counter."""

    def __init__(self, window: Any) -> None:
        self.window = window


GARBAGE = {
    "words": "hello",
    "too long": "<" * 10_000,
    "cut off": SCAN[:-5],
    "control marks": "P<PRT\x00FERREIRA\n\u202e12",
    "pictures": "🙂" * 44 + "\n" + "🙂" * 44,
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_a_garbage_zone_is_explained_and_nothing_is_taken(filling: FillingScreen, garbage: str) -> None:
    before = dict(filling.session.draft.typed)
    window: Any = filling.guide
    window.scan(garbage)
    panel = window._scan
    sentences = in_each_language(_Holder(window), lambda: str(panel._result.text()))
    assert "scan or paste all of them" in sentences["en"]
    panel.take()
    assert window.screen_in_front is panel
    assert dict(filling.session.draft.typed) == before
    assert panel.zone.toPlainText() == garbage.replace("\x00", "\x00")


# ---- forms


@pytest.fixture
def forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the forms room, to be broken."""
    room = tmp_path / "forms"
    shutil.copytree(paths.room("forms"), room)
    return room


def break_line(file: Path) -> None:
    """Leaves a list open in the middle of a file."""
    lines = file.read_text("utf-8").splitlines()
    lines.insert(len(lines) // 2, "oops = [")
    file.write_text("\n".join(lines), "utf-8")


def read_from(counter: Counter, forms: Path) -> None:
    counter.desk._catalogue = Catalogue([forms])


def only_file(folder: Path, pattern: str) -> Path:
    (file,) = folder.glob(pattern)
    return file


def test_a_broken_procedure_is_told_and_the_other_one_prints(
    qtbot: QtBot, open_counter: Open, forms: Path, tmp_path: Path
) -> None:
    break_line(only_file(forms, "procedures/visa-extension/20*.toml"))
    counter = open_counter()
    read_from(counter, forms)
    counter.window.choose_procedure()
    counter.type(str(place_of("visa-extension")))
    wait_for_the_band(qtbot, counter)
    said = in_each_language(counter, lambda: counter.window.banner.sentence)
    assert "forms/procedures/visa-extension/2013-07-01.toml:" in said["en"]
    assert isinstance(counter.window.screen_in_front, NewCaseScreen)

    counter.type(str(place_of("residence-permit")))
    qtbot.waitUntil(lambda: isinstance(counter.window.screen_in_front, FillingScreen))
    screen: Any = counter.window.screen_in_front
    counter.window.review(screen.session)
    review = counter.window.screen_in_front
    assert isinstance(review, ReviewScreen)
    review.handover.save(("foreigner-visa-permit",), tmp_path / "form.pdf")
    qtbot.waitUntil((tmp_path / "form.pdf").exists, timeout=20_000)


def test_a_procedure_that_cannot_be_listed_hides_no_other(open_counter: Open, forms: Path) -> None:
    break_line(forms / "procedures/visa-extension/about.toml")
    counter = open_counter()
    read_from(counter, forms)
    counter.window.choose_procedure()
    screen = counter.window.screen_in_front
    assert isinstance(screen, NewCaseScreen)
    listed = {line.about.procedure for line in screen.lines}
    assert listed == {path.name for path in (forms / "procedures").iterdir()} - {"visa-extension"}
    said = in_each_language(counter, screen._note.text)
    assert "forms/procedures/visa-extension/about.toml:" in said["pt"]


def test_a_broken_shared_file_is_named(qtbot: QtBot, open_counter: Open, forms: Path) -> None:
    break_line(forms / "shared/blocks/person@1.toml")
    counter = open_counter()
    read_from(counter, forms)
    counter.window.choose_procedure()
    counter.type(str(place_of("residence-permit")))
    wait_for_the_band(qtbot, counter)
    said = in_each_language(counter, lambda: counter.window.banner.sentence)
    assert all("forms/shared/blocks/person@1.toml:" in sentence for sentence in said.values())


def test_a_broken_form_leaves_a_stored_case_as_it_is(
    qtbot: QtBot, open_counter: Open, forms: Path, tmp_path: Path
) -> None:
    break_line(only_file(forms, "procedures/residence-permit/20*.toml"))
    counter = open_counter(drafts=(case(**{"passport.number": "CB482137"}),))
    read_from(counter, forms)
    counter.window.load_case("a")
    wait_for_the_band(qtbot, counter)
    said = in_each_language(counter, lambda: counter.window.banner.sentence)
    assert "this case cannot be opened" in said["en"]
    assert on_the_disk(tmp_path / "cases")["passport.number"] == "CB482137"


def test_a_broken_sheet_is_told_where_it_is_printed(qtbot: QtBot, open_counter: Open, forms: Path) -> None:
    break_line(only_file(forms, "papers/foreigner-visa-permit/20*.toml"))
    counter = open_counter(drafts=(case(),))
    read_from(counter, forms)
    screen = open_case(qtbot, counter)
    counter.window.review(screen.session)
    review = counter.window.screen_in_front
    assert isinstance(review, ReviewScreen)
    review.print_papers()
    qtbot.waitUntil(lambda: not review.handover.busy, timeout=20_000)
    said = in_each_language(counter, review.toast.accessibleName)
    assert "forms/papers/foreigner-visa-permit/" in said["en"]


# ---- disks and stores


def test_a_locked_store_is_told_and_saved_when_it_is_free(qtbot: QtBot, open_counter: Open, tmp_path: Path) -> None:
    counter = open_counter(drafts=(case(),), keeper={"patience_ms": 50})
    screen = open_case(qtbot, counter)
    other = engine_for(tmp_path / "cases" / DATABASE, VAULT.key)
    with other.begin():
        screen.go_to("person.surname")
        paste("FERREIRA DA COSTA")
        wait_for_the_band(qtbot, counter)
        said = in_each_language(counter, lambda: counter.window.banner.sentence)
        assert "Another program is using" in said["en"]
        assert counter.window.footer._state == footer.TROUBLE
    other.dispose()
    qtbot.waitUntil(lambda: not counter.window.banner.isVisible(), timeout=10_000)
    assert on_the_disk(tmp_path / "cases")["person.surname"] == "FERREIRA DA COSTA"


def test_who_types_never_waits_for_the_disk(qtbot: QtBot, open_counter: Open, tmp_path: Path) -> None:
    """While a save hangs every key is painted; the save would wait for far longer than the typing takes."""
    counter = open_counter(drafts=(case(),), keeper={"patience_ms": 10_000})
    screen = open_case(qtbot, counter)
    other = engine_for(tmp_path / "cases" / DATABASE, VAULT.key)
    with other.begin():
        screen.go_to("person.surname")
        field = QApplication.focusWidget()
        for number, letter in enumerate("COSTA", 1):
            QTest.keyClick(field, letter)
            qtbot.waitUntil(lambda: field.text().upper() == "FERREIRA" + "COSTA"[:number])  # noqa: B023
        assert counter.keeper.unsaved(), "the save is still under way"
        assert counter.window._banner is None or not counter.window.banner.isVisible()
        assert counter.window.footer._state != footer.TROUBLE
    other.dispose()
    qtbot.waitUntil(lambda: not counter.keeper.unsaved(), timeout=30_000)
    assert on_the_disk(tmp_path / "cases")["person.surname"].upper() == "FERREIRACOSTA"


def test_a_full_disk_is_told_and_what_is_typed_goes_to_a_file(qtbot: QtBot, open_counter: Open, tmp_path: Path) -> None:
    counter = open_counter(drafts=(case(),), keeper={"max_pages": 40})
    screen = open_case(qtbot, counter)
    screen.go_to("request.notes")
    paste("备注" * 15_000)
    wait_for_the_band(qtbot, counter)
    said = in_each_language(counter, lambda: counter.window.banner.sentence)
    assert "The disk is full" in said["en"]
    assert not counter.frame.close(), "the window stays while something typed would be lost"
    counter.window._rescue(tmp_path / "kept.json")
    kept = json.loads((tmp_path / "kept.json").read_text("utf-8"))
    assert kept["request.notes"] == "备注" * 15_000


def test_a_store_from_the_future_is_told_and_left_alone(qtbot: QtBot, open_counter: Open, tmp_path: Path) -> None:
    place = tmp_path / "cases"
    open_store(place, VAULT).close()
    with connected(place) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = (place / DATABASE).read_bytes()
    counter = open_counter()
    wait_for_the_band(qtbot, counter)
    said = in_each_language(counter, lambda: counter.window.banner.sentence)
    assert "newer version of talentdesk" in said["en"]

    # What is typed meanwhile is kept in the window and can be saved as a file.
    counter.window.begin_case("residence-permit")
    screen: Any = counter.window.screen_in_front
    screen.session.answer("person.surname", "FERREIRA")
    counter.window._rescue(tmp_path / "kept.json")
    assert "FERREIRA" in (tmp_path / "kept.json").read_text("utf-8")
    assert (place / DATABASE).read_bytes() == before


def test_a_damaged_store_is_rescued_from_the_band(qtbot: QtBot, open_counter: Open, tmp_path: Path) -> None:
    place = tmp_path / "cases"
    with closing(open_store(place, VAULT)) as store:
        for id in ("a", "b"):
            store.save(draft(id, "FERREIRA", edition="2024-12-01"))
        store.take_snapshot()
    file = place / DATABASE
    content = bytearray(file.read_bytes())
    content[200] ^= 1
    file.write_bytes(content)
    counter = open_counter()
    wait_for_the_band(qtbot, counter)
    button = counter.window.banner._rescue
    assert button.isVisible()
    said = in_each_language(counter, button.text)
    assert said["en"] == "Rescue what can be read"
    counter.window.speak("en", "")
    button.click()
    qtbot.waitUntil(lambda: not counter.window.banner.isVisible(), timeout=20_000)
    assert [line.id for line in counter.desk.keeper.find("").result(20)] in (["a", "b"], ["b", "a"])
    assert "2 cases were read from the damaged store" in counter.window.footer.accessibleName()


def test_a_lost_key_is_made_good_by_the_recovery_code(
    qtbot: QtBot, open_counter: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "cases"
    vault = Vault.open(place, tmp_path / "first", {})
    with closing(open_store(place, vault)) as store:
        store.save(draft("a", "FERREIRA", edition="2024-12-01"))
    code = vault.new_recovery_code()
    monkeypatch.setattr(paths, "config_folder", lambda: tmp_path / "second")
    counter = open_counter(keeper={"unlock": lambda where: Vault.open(where, tmp_path / "second", {})})
    wait_for_the_band(qtbot, counter)
    in_each_language(counter, counter.window.banner._code_button.text)
    counter.window.speak("en", "")
    for typed, told in (("WRONG-CODE", "does not fit"), (code, "knows the key again")):
        counter.window.banner._code_button.click()
        qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), AskedCode))
        QTest.keyClicks(QApplication.activeModalWidget().line, typed)
        QTest.keyClick(QApplication.activeModalWidget().line, Qt.Key.Key_Return)
        qtbot.waitUntil(
            lambda said=told: said in counter.window.banner.sentence + counter.window.footer.accessibleName(),
            timeout=10_000,
        )
    assert [line.id for line in counter.desk.keeper.find("").result(20)] == ["a"]
    assert not counter.window.banner.isVisible()


def test_a_new_recovery_code_is_shown_once_and_opens_the_store(
    qtbot: QtBot, open_counter: Open, tmp_path: Path
) -> None:
    place = tmp_path / "cases"
    counter = open_counter(keeper={"unlock": lambda where: Vault.open(where, tmp_path / "config", {})})
    counter.window.make_recovery_code()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), ShownCode), timeout=10_000)
    shown = QApplication.activeModalWidget()
    code = shown.code.accessibleName()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert Vault.open_with_code(place, code).key == Vault.open(place, tmp_path / "config", {}).key


@contextmanager
def connected(place: Path) -> Iterator[Any]:
    """A connection of another program, which commits and leaves nothing behind."""
    engine = engine_for(place / DATABASE, VAULT.key)
    with engine.begin() as connection:
        yield connection
    truncate_log(engine)
    engine.dispose()


# ---- fonts


@pytest.fixture
def poor_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The `ui` room without the face for rare characters."""
    room = tmp_path / "ui"
    shutil.copytree(paths.room("ui"), room, ignore=shutil.ignore_patterns("fonts"))
    (room / "fonts").mkdir()
    for file in (paths.room("ui") / "fonts").iterdir():
        if file.name != "HanaMinB-rare.ttf":
            (room / "fonts" / file.name).symlink_to(file)
    shipped = paths.room
    monkeypatch.setattr(paths, "room", lambda name: room if name == "ui" else shipped(name))
    monkeypatch.setattr(typefaces, "_loaded", set(typefaces._loaded) - {"HanaMinB-rare.ttf"})
    return "HanaMinB-rare.ttf"


def test_a_missing_font_is_told(open_counter: Open, poor_room: str) -> None:
    counter = open_counter()
    lost = [face for missing in typefaces.load_rest() for face in missing]
    assert [face.file for face in lost] == [poor_room]
    counter.window.warn(lost[0])
    said = in_each_language(counter, lambda: counter.window.banner.sentence)
    assert all(poor_room in sentence for sentence in said.values())
    assert "Install talentdesk again" in said["en"]


def with_official(forms: Path, pdf: bytes) -> None:
    """The residence permit gets an authority's own PDF beside our form."""
    folder = forms / "papers" / "official-permit"
    folder.mkdir()
    (folder / "official.pdf").write_bytes(pdf)
    (folder / "2026-01-01.toml").write_text(
        'kind = "template"\ntitle = { zh-Hans = "官方表", en = "Official form" }\nbackground = "official.pdf"\n'
        'procedures = ["residence-permit"]\n[[box]]\nquestion = "person.surname"\nfield = "form.Surname"\n',
        "utf-8",
    )


def test_an_official_form_for_adobes_reader_only_is_told_with_the_way_out(
    qtbot: QtBot, open_counter: Open, forms: Path, tmp_path: Path
) -> None:
    with_official(forms, official_pdfs.dynamic_xfa())
    counter = open_counter(drafts=(case(),))
    read_from(counter, forms)
    screen = open_case(qtbot, counter)
    counter.window.review(screen.session)
    review = counter.window.screen_in_front
    assert isinstance(review, ReviewScreen)
    review.handover.save(("official-permit",), tmp_path / "form.pdf")
    qtbot.waitUntil(lambda: not review.handover.busy, timeout=20_000)
    assert "open it in Adobe Reader and print it to a PDF" in review.toast.accessibleName()
    assert not (tmp_path / "form.pdf").exists()

    with_pdf = forms / "papers" / "official-permit" / "official.pdf"
    with_pdf.write_bytes(official_pdfs.acroform().done())
    review.handover.save(("official-permit",), tmp_path / "form.pdf")
    qtbot.waitUntil((tmp_path / "form.pdf").exists, timeout=20_000)
    assert "official-permit" in [tick.paper for tick in review.strip.ticks]
