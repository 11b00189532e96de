"""An open case: every answer is on its way to the disk at once, and `saved` means that the disk said so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from deskside import NOW, draft
from pytestqt.qtbot import QtBot

from talentdesk.core.draft import Draft, Source, State
from talentdesk.core.interview import Interview
from talentdesk.core.origin import Origin, source_of
from talentdesk.desktop.session import Session, name_of
from talentdesk.desktop.tasks import Letters
from talentdesk.service.rooms import catalogue
from talentdesk.store.keeper import Keeper, memory_key


class Case:
    """A session over a real store."""

    def __init__(self, place: Path, stored: Draft) -> None:
        self.letters = Letters()
        put = self.letters.put
        self.keeper = Keeper(
            place,
            lambda _id, revision: put(lambda: self.session.acknowledge(revision)),
            lambda _trouble: None,
            unlock=memory_key,
        )
        self.keeper.start()
        self.keeper.begin(stored).result(20)
        edition = catalogue().edition(stored.procedure, stored.edition)
        interview = Interview(edition, catalogue(), as_of=stored.as_of, typed=stored.typed)
        self.session = Session(stored, interview, self.keeper, lambda: NOW)

    def stored(self) -> Draft:
        """What the disk holds."""
        self.keeper.flush().result(20)
        return self.keeper.load("one").result(20)


@pytest.fixture
def case(qtbot: QtBot, tmp_path: Path) -> Iterator[Case]:
    case = Case(tmp_path, draft("one", "FERREIRA"))
    yield case
    case.keeper.close(10)


def test_every_answer_reaches_the_disk_as_typed(case: Case) -> None:
    case.session.answer("person.birth_date", "1994-02-")
    case.session.answer("person.given_names", " Helena  Maria ")
    stored = case.stored()
    assert stored.typed["person.birth_date"] == "1994-02-"
    assert stored.typed["person.given_names"] == " Helena  Maria "


def test_saved_means_acknowledged(qtbot: QtBot, case: Case) -> None:
    session = case.session
    session.answer("person.given_names", "H")
    assert not session.is_saved
    session.acknowledge(session.revision - 1)
    assert not session.is_saved
    qtbot.waitUntil(lambda: session.is_saved)
    assert session.saved_at == NOW


def test_many_keys_are_few_saves_but_none_is_lost(qtbot: QtBot, case: Case) -> None:
    acknowledged: list[int] = []
    acknowledge = case.session.acknowledge
    case.session.acknowledge = lambda revision: (acknowledged.append(revision), acknowledge(revision))[1]  # type: ignore[method-assign]
    for length in range(1, 61):
        case.session.answer("person.given_names", "x" * length)
    qtbot.waitUntil(lambda: case.session.is_saved)
    assert acknowledged[-1] == 60
    assert len(acknowledged) < 20
    assert case.stored().typed["person.given_names"] == "x" * 60


def test_a_forced_save_does_not_wait_for_the_throttle(case: Case) -> None:
    case.session.answer("person.given_names", "Helena")
    case.session.flush().result(20)
    assert case.keeper.unsaved() == ()


def test_a_fill_has_a_source_until_a_person_types_over_it(qtbot: QtBot, case: Case) -> None:
    session = case.session
    with qtbot.waitSignal(session.answered):
        session.fill({"passport.number": ("CB482137", Source.MRZ), "person.sex": ("F", Source.MRZ)})
    assert session.draft.sources == {"passport.number": "mrz", "person.sex": "mrz"}
    session.answer("person.sex", "M")
    assert session.draft.typed["passport.number"] == "CB482137"
    assert session.draft.typed["person.sex"] == "M"
    assert session.draft.sources == {"passport.number": "mrz"}


def test_a_value_that_is_typed_over_and_back_has_its_source_again(case: Case) -> None:
    """A scanner's first key stands in the field for a moment."""
    case.session.fill({"passport.number": ("CB482137", "mrz")})
    case.session.answer("passport.number", "CB482137P")
    assert "passport.number" not in case.session.draft.sources
    case.session.answer("passport.number", "CB482137")
    assert case.session.draft.sources["passport.number"] == "mrz"


def test_a_scan_over_what_the_persons_ledger_gave_asks_where_it_belongs(case: Case) -> None:
    lent = source_of(Origin("mrz", "passport", date(2026, 11, 22)))
    case.session.fill({"passport.number": ("CB482137", lent), "person.sex": ("F", lent)})
    assert case.session.undecided == {}
    case.session.fill({"passport.number": ("CE911204", Source.MRZ), "person.sex": ("F", Source.MRZ)})
    assert case.session.undecided == {"passport.number": "CB482137"}
    case.session.decide("passport.number")
    assert case.session.undecided == {}


def test_what_a_person_types_has_no_source(case: Case) -> None:
    case.session.fill({"passport.number": ("CB482137", Source.MRZ)})
    case.session.answer("passport.number", "CB482138")
    assert case.stored().sources == {}


def test_place_ticks_and_state_are_remembered(case: Case) -> None:
    case.session.stand_at("passport.number")
    case.session.see("passport:original", True)
    case.session.move(State.PRINTED)
    stored = case.stored()
    assert (stored.place, stored.seen, stored.state) == ("passport.number", {"passport:original"}, State.PRINTED)
    revision = case.session.revision
    case.session.stand_at("passport.number")
    assert case.session.revision == revision


def test_the_list_knows_how_far_the_case_has_come(case: Case) -> None:
    case.session.answer("person.given_names", "Helena")
    case.stored()
    summary = case.keeper.find("").result(20)[0]
    assert (summary.answered, summary.total) == case.session.interview.progress()


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ({"person.surname": "WÓJCIK", "person.given_names": "Łukasz Jan"}, ("WÓJCIK, Łukasz Jan", "")),
        ({"person.surname": "CHAN", "person.name_zh": "陳詠恩"}, ("CHAN", "陳詠恩")),
        ({"person.name_zh": "𠮷田"}, ("", "𠮷田")),
        ({}, ("", "")),
    ],
)
def test_names_stand_as_typed(typed: dict[str, str], names: tuple[str, str]) -> None:
    assert name_of(typed) == names
