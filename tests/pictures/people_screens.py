"""Paints the screens of people: list, ledger, form, comparison, history, whose case, scan, and the band in a case.

python tests/pictures/people_screens.py FOLDER [LANGUAGE …] [--second L] [--look LOOK] [--size SIZE]
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from screens import Stage, _size
from shell_screens import MRZ

from talentdesk.core.draft import Draft
from talentdesk.core.origin import Origin
from talentdesk.core.person import Document, DocumentKind, Person, Photo, Value
from talentdesk.desktop import typefaces
from talentdesk.desktop.app import application
from talentdesk.desktop.people import PeopleScreen
from talentdesk.i18n import LANGUAGES
from talentdesk.settings import Settings
from talentdesk.store.opened import Store

AT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
READ = Origin("mrz", "passport", date(2026, 11, 22))
TYPED = Origin("", "", date(2026, 11, 20))
CHAN = Person(
    "chan",
    documents=(
        Document("d1", DocumentKind.HKID, "Z683365(5)", "CHAN", "WING YAN", "陳詠恩", issued="2019-04-02"),
        Document(
            "d2", DocumentKind.TRAVEL_PERMIT, "H0123456742", "CHAN", "WING YAN", "陳詠恩",
            issued="2021-08-16", expires="2031-08-15", way="mrz", read_at=AT,
        ),
        Document("d3", DocumentKind.DEGREE, "BA-2017-0042", "Chan", "Wing Yan", "陳咏恩", issued="2017-11-24"),
        Document(
            "d4", DocumentKind.PASSPORT, "K1234567", "CHAN", "WINGYANG", expires="2024-01-01", way="mrz", read_at=AT
        ),
    ),
    values={
        "person.surname": Value("CHAN", READ, AT),
        "person.given_names": Value("Wing Yan", READ, AT),
        "person.name_zh": Value("陳詠恩", TYPED, AT),
        "person.birth_date": Value("1998-03-14", READ, AT),
        "residency.status": Value("hk_permanent", TYPED, AT),
        "contact.phone": Value("+852 9123 4567", TYPED, AT),
        "contact.address_china": Value("深圳市前海桂湾五路128号6栋1203", Origin("file", "", date(2026, 11, 2)), AT),
    },
)  # fmt: skip
AGAIN = Person(
    "again",
    documents=(Document("e1", DocumentKind.PASSPORT, "K7654321", "CHAN", "WING YAN", way="mrz", read_at=AT),),
    values={
        "person.surname": Value("CHAN"),
        "person.given_names": Value("Wing Yan"),
        "person.name_zh": Value("陳咏恩"),
        "person.birth_date": Value("1998-03-14"),
        "person.nationality": Value("CHN"),
    },
)
GRACE = Person("grace", values={"person.surname": Value("CHAN"), "person.given_names": Value("Grace")})
HELENA = Person(
    "helena",
    documents=(Document("f1", DocumentKind.PASSPORT, "P123456", "FERREIRA DA COSTA", "HELENA", way="mrz", read_at=AT),),
    values={
        "person.surname": Value("Ferreira da Costa"),
        "person.given_names": Value("Helena"),
        "person.nationality": Value("PRT"),
        "person.birth_date": Value("1990-01-01"),
    },
)


def fill(store: Store) -> None:
    """Made-up people with everything a ledger may hold."""
    for id, typed in (
        ("c1", {"person.surname": "CHAN", "person.given_names": "Wing Yan"}),
        ("c2", {"person.surname": "CHAN", "person.name_zh": "陳咏恩", "person.birth_date": "1998-03-14"}),
        ("c3", {"person.surname": "LINDQVIST", "person.given_names": "Aino"}),
    ):
        procedure, edition = (
            ("hk-macao-residence-permit", "2018-09-01") if id != "c3" else ("residence-permit", "2024-12-01")
        )
        store.save(Draft(id, procedure, edition, date(2026, 11, 22), typed, created_at=AT))
    store.people.make(CHAN, "c1")
    for person in (AGAIN, GRACE, HELENA):
        store.people.make(person)
    store.people.merge("chan", "grace")
    photo = Photo("p", "digest", "image/jpeg", 3, 354, 472, date(2026, 11, 1), "white")
    store.people.keep_photo("chan", photo, b"abc")
    store.people.keep_values("chan", {"contact.email": Value("wing@example.org", TYPED, AT)})


def paint(folder: Path, settings: Settings) -> None:
    """All screens of people in one outfit."""
    with tempfile.TemporaryDirectory() as place:
        stage = Stage(settings, Path(place))
        stage.frame.resize(*_size(stage))
        stage.open_store()
        stage.keeper.ask(fill).result(20)

        def shot(name: str) -> None:
            stage.picture().save(str(folder / f"{name}-{settings.language}-{settings.look}-{settings.size}.png"))

        stage.window.visit("people")
        screen = stage.window.screen_in_front
        assert isinstance(screen, PeopleScreen)
        stage.wait(lambda: not screen.waiting)
        shot("people")
        screen._ask_whose(
            next(case for case in stage.keeper.ask(lambda s: s.people.strangers("")).result(9) if case.id == "c2")
        )
        stage.wait(lambda: bool(screen.whose.choices))
        shot("whose")
        stage.window.visit("people", "chan")
        stage.wait(lambda: screen.person is not None)
        shot("person")
        screen.page.show_numbers(True)
        screen.page.documents.lines[2].click()
        shot("document")
        screen.page.form.given_up.emit()
        screen.page.candidates()[0].button.click()
        shot("compare")
        screen.comparing.back.click()
        screen._show_history()
        stage.wait(lambda: bool(screen.history.lines()))
        shot("history")
        screen.history.back.click()
        person = screen.person
        stage.window.scan(MRZ)
        shot("scan-person")
        stage.window.back()
        stage.window.begin_case("hk-macao-residence-permit", None, person)
        stage.filling.go_to("person.given_names")
        shot("filled")
        row = stage.filling.page.row_of("person.given_names")
        assert row is not None
        row.editor.stops()[0].insert("x")  # type: ignore[attr-defined]
        row._tell("person.given_names", row.text())
        shot("band")
        stage.end()


def main() -> None:
    """Paints what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("languages", nargs="*", default=list(LANGUAGES))
    parser.add_argument("--second", default="en")
    parser.add_argument("--look", default="light")
    parser.add_argument("--size", default="counter")
    wanted = parser.parse_args()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    application()
    typefaces.load_first("zh-Hans")
    for _ in typefaces.load_rest():
        pass
    for language in wanted.languages:
        second = wanted.second if wanted.second != language else "zh-Hans"
        settings = Settings(language=language, second_language=second, look=wanted.look, size=wanted.size)
        paint(wanted.folder, settings)
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main()
