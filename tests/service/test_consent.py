"""What people agree to: by purpose, with version and language, and gone for good when it is taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, nullcontext
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.consent import ConsentKind
from talentdesk.core.consentfile import CONSENT, inspect_consents, read_consents
from talentdesk.core.draft import Draft
from talentdesk.core.tomlfile import FormError
from talentdesk.paths import room
from talentdesk.service import consent
from talentdesk.service.bundles import export_case
from talentdesk.service.mishap import InputError
from talentdesk.service.rooms import catalogue, working_in
from talentdesk.settings import Settings
from talentdesk.store.audit import Action
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import Store, open_store
from talentdesk.store.place import DATABASE
from talentdesk.store.sealing import new_keys
from talentdesk.store.snapshots import snapshots
from talentdesk.store.trouble import NoSuchCase
from talentdesk.store.vault import Protection, Vault

KEY = bytes(range(32))
LANGUAGES = ("zh-Hans", "zh-Hant-HK", "en", "pt")
TYPED = {"person.surname": "MOREIRA", "passport.number": "CC778899", "contact.phone": "13800000000"}


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.moment += timedelta(seconds=1)
        return self.moment


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def store(place: Path) -> Iterator[Store]:
    opened = opened_in(place)
    yield opened
    opened.close()


def opened_in(place: Path) -> Store:
    return open_store(place, Vault(None, KEY, Keyslots(""), Protection.MEMORY), now=Clock())


def case(store: Store, id: str = "ana") -> str:
    edition = catalogue().in_force("visa-extension", date(2026, 11, 26)).edition
    store.save(Draft(id, "visa-extension", edition, date(2026, 11, 26), typed=TYPED, place="passport.number"))
    return id


def stand(store: Store, id: str, which: str) -> consent.Stand:
    return next(each for each in consent.standing(store, id) if each.id == which)


def test_every_text_is_there_in_four_languages_with_its_version() -> None:
    by_language = {language: consent.texts(language) for language in LANGUAGES}
    ids = [[text.id for text in texts] for texts in by_language.values()]
    assert all(each == ids[0] == ["fill-in", "assess", "sensitive", "abroad"] for each in ids)
    for number in range(len(ids[0])):
        words = {texts[number].words for texts in by_language.values()}
        assert len(words) == 4
        assert all(len(text) > 40 for text in words)
    # Until a lawyer has put a name under a text, none may be shown as reviewed.
    assert {text.reviewed_by for text in by_language["en"]} == {""}


def test_a_form_needs_a_consent_for_each_purpose_and_a_separate_one_for_what_is_sensitive() -> None:
    edition = catalogue().in_force("visa-extension", date(2026, 11, 26))
    kinds = {text.id: text.kind for text in consent.texts("en", edition)}
    assert kinds["fill-in"] is ConsentKind.PURPOSE
    assert kinds["sensitive"] is ConsentKind.SENSITIVE
    assert "abroad" not in kinds


def test_what_was_read_is_written_down(store: Store) -> None:
    id = case(store)
    assert not stand(store, id, "fill-in").given
    assert consent.is_missing(consent.standing(store, id))
    for text in consent.texts("pt", catalogue().in_force("visa-extension", date(2026, 11, 26))):
        consent.give(store, id, text.id, "pt")
    given = stand(store, id, "sensitive")
    assert (given.given, given.version, given.language) == (True, "2026-11-26", "pt")
    assert given.at is not None
    assert not consent.is_missing(consent.standing(store, id))
    wording = catalogue().consents()["sensitive"].current
    line = next(line for line in store.agreed(id) if line.consent == "sensitive")
    assert line.digest == wording.digest("pt") != wording.digest("en")
    assert [entry.result for entry in store.acts() if entry.action == Action.CONSENT][-1] == "sensitive 2026-11-26"


def test_a_newer_text_is_asked_for_again(store: Store, tmp_path: Path) -> None:
    id = case(store)
    consent.give(store, id, "fill-in", "en")
    assert not stand(store, id, "fill-in").outdated
    forms = shutil.copytree(room("forms"), tmp_path / "forms")
    newer = (forms / CONSENT).read_text("utf-8").replace('version = "2026-11-26"', 'version = "2026-12-01"', 1)
    (forms / CONSENT).write_text(newer, "utf-8")
    with working_in(forms):
        assert stand(store, id, "fill-in").outdated
        assert consent.is_missing(consent.standing(store, id))


def test_withdrawing_the_first_consent_erases_the_case_for_good(store: Store, place: Path) -> None:
    id, other = case(store), case(store, "bao")
    consent.give(store, id, "fill-in", "en")
    assert consent.withdraw(store, id, "fill-in", "en") == ""
    with pytest.raises(NoSuchCase):
        store.load(id)
    assert store.load(other).typed == TYPED
    assert id in (place / "erased.txt").read_text("ascii")
    assert [entry.action for entry in store.acts()][-2:] == [Action.WITHDRAW, Action.ERASE]


def test_withdrawing_the_separate_consent_erases_those_answers_alone(store: Store) -> None:
    id = case(store)
    consent.give(store, id, "fill-in", "en")
    consent.give(store, id, "sensitive", "en")
    on = consent.withdraw(store, id, "sensitive", "zh-Hant-HK")
    assert on not in ("", id)
    draft = store.load(on)
    assert dict(draft.typed) == {"person.surname": "MOREIRA", "contact.phone": "13800000000"}
    assert draft.place == ""
    assert draft.number > 1
    assert stand(store, on, "fill-in").given
    assert not stand(store, on, "sensitive").given
    assert store.find("CC778899") == ()
    assert [case.id for case in store.find("MOREIRA")] == [on]
    with pytest.raises(NoSuchCase):
        store.load(id)


def test_an_older_copy_does_not_bring_back_what_was_withdrawn(place: Path) -> None:
    store = opened_in(place)
    id = case(store)
    consent.give(store, id, "sensitive", "en")
    assert store.take_snapshot() is not None
    on = consent.withdraw(store, id, "sensitive", "en")
    store.close()
    shutil.copy(snapshots(place)[0].file, place / DATABASE)
    for log in place.glob(f"{DATABASE}-*"):
        log.unlink()
    again = opened_in(place)
    with pytest.raises(NoSuchCase):
        again.load(id)
    with pytest.raises(NoSuchCase):  # it was made after the copy
        again.load(on)
    assert again.find("CC778899") == ()
    assert again.count() == 0
    again.close()


def test_nobody_abroad_gets_a_case_without_being_named(store: Store) -> None:
    id = case(store)
    for recipient, purpose in (("", "counter"), ("Macao office", " ")):
        with pytest.raises(InputError):
            consent.give(store, id, "abroad", "en", recipient=recipient, purpose=purpose)
    consent.give(store, id, "abroad", "en", recipient="Macao office", purpose="counter")
    assert consent.may_hand_over(store, id, "Macao office")
    assert not consent.may_hand_over(store, id, "Lisbon office")
    assert consent.withdraw(store, id, "abroad", "en", recipient="Macao office") == id
    assert not consent.may_hand_over(store, id, "Macao office")
    assert store.load(id).typed == TYPED


def test_a_case_goes_abroad_only_to_whom_the_person_named(tmp_path: Path) -> None:
    place, out = tmp_path / "data", tmp_path / "out.age"
    with closing(open_store(place, Vault.open(place), now=Clock(), keep=None)) as store:
        case(store)
        consent.give(store, "ana", "abroad", "en", recipient="Macao office", purpose="counter")
    settings, key = Settings(data=str(place), mode="personal"), new_keys().public
    for recipient, may in (("Lisbon office", False), ("Macao office", True)):
        with nullcontext() if may else pytest.raises(InputError):
            export_case(settings, "ana", out, [key], "counter", None, Clock()(), recipient)
        assert out.exists() is may


def test_consents_go_along_to_another_store(store: Store, tmp_path: Path) -> None:
    id = case(store)
    consent.give(store, id, "fill-in", "pt")
    consent.give(store, id, "abroad", "pt", recipient="Macao office", purpose="counter")
    before = store.agreed(id)
    with closing(opened_in(tmp_path / "other")) as target:
        store.move_to(target)
        assert target.agreed(id) == before


def test_consents_go_with_their_case(store: Store) -> None:
    id = case(store)
    consent.give(store, id, "fill-in", "en")
    store.erase(id)
    again = case(store)
    assert store.agreed(again) == ()


def test_what_is_no_consent_is_refused(store: Store) -> None:
    with pytest.raises(InputError):
        consent.give(store, case(store), "everything", "en")


# ---- the forms room


def test_no_field_of_the_room_is_without_purpose_consent_and_end() -> None:
    assert list(inspect_consents(catalogue())) == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (
            'purpose = { zh-Hans = "办理境外人员临时住宿登记", en = "To register the temporary accommodation" }\n',
            "",
            "purpose",
        ),
        ('办理境外人员临时住宿登记", en = "To register', '看看", en = "To register', "no consent covers"),
        ('keep = "P30D"\n', "", "how long"),
        ('keep = "P30D"\n', 'keep = "for ever"\n', "how long"),
    ],
)
def test_a_field_without_purpose_consent_or_end_is_a_fault(tmp_path: Path, before: str, after: str, told: str) -> None:
    forms = shutil.copytree(room("forms"), tmp_path / "forms")
    edition = forms / "procedures/accommodation-registration/2013-07-01.toml"
    text = edition.read_text("utf-8")
    assert before in text
    edition.write_text(text.replace(before, after, 1), "utf-8")
    faults = list(inspect_consents(Catalogue([forms])))
    assert len(faults) == 1
    assert told in faults[0].cause
    assert faults[0].line > 1
    assert faults[0].file.endswith("accommodation-registration/2013-07-01.toml")


def test_without_its_texts_a_room_has_no_field_that_may_be_asked(tmp_path: Path) -> None:
    forms = shutil.copytree(room("forms"), tmp_path / "forms")
    (forms / CONSENT).unlink()
    assert len(list(inspect_consents(Catalogue([forms])))) > 300


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('id = "assess"', 'id = "fill-in"'),
        ('kind = "abroad"', 'kind = "anywhere"'),
        ('version = "2026-11-26"', 'version = "two"'),
        (', pt = "Preencher e imprimir o pedido"', ""),
        ('id = "abroad"', 'id = "Abroad!"'),
    ],
)
def test_a_slip_in_the_texts_is_told(tmp_path: Path, before: str, after: str) -> None:
    text = (room("forms") / CONSENT).read_text("utf-8")
    assert before in text
    file = tmp_path / "consent.toml"
    file.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(FormError):
        read_consents(file)


def test_a_pattern_that_meets_no_question_is_a_fault(tmp_path: Path) -> None:
    forms = shutil.copytree(room("forms"), tmp_path / "forms")
    text = (forms / CONSENT).read_text("utf-8")
    (forms / CONSENT).write_text(text.replace('"passport.number"', '"pasport.number"'), "utf-8")
    assert [fault.details["pattern"] for fault in inspect_consents(Catalogue([forms]))] == ["pasport.number"]
