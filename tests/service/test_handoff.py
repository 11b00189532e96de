"""From the public machine to the counter without typing: by code, by the squares of the slip, on a drive."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from talentdesk.core.cases import read_cases
from talentdesk.core.history import How
from talentdesk.core.interview import Interview
from talentdesk.core.states import State
from talentdesk.paper.document import write_pdf
from talentdesk.paths import room
from talentdesk.service import handoff
from talentdesk.service.consent import standing
from talentdesk.service.drives import Drive, drives
from talentdesk.service.mishap import InputError
from talentdesk.service.parcels import new_keys, parcel_in
from talentdesk.service.pickup import pickup_slip
from talentdesk.service.rooms import catalogue
from talentdesk.settings import Settings
from talentdesk.store.keyslots import Keyslots
from talentdesk.store.opened import Store, open_store
from talentdesk.store.vault import Protection, Vault

NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 26)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    vault = Vault(None, bytes(range(32)), Keyslots(""), Protection.MEMORY)
    opened = open_store(tmp_path / "data", vault, now=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def interview() -> Interview:
    case = next(c for c in read_cases(room("forms") / "procedures/residence-permit/cases.toml") if c.sample)
    edition = catalogue().in_force("residence-permit", DAY)
    return Interview(edition, catalogue(), as_of=DAY, typed=dict(case.answers.typed), declined=case.answers.declined)


def test_the_counter_gets_the_answers_their_sources_and_what_was_agreed_to(store: Store, interview: Interview) -> None:
    sources = [("person.surname", "mrz"), ("nobody.asked", "mrz")]
    code = handoff.leave(store, interview, NOW, sources=sources, consents=[("fill-in", "pt"), ("pass-on", "pt")])
    draft = handoff.take(store, handoff.shown(code), NOW)
    assert draft.typed["passport.number"] == interview.typed["passport.number"]
    assert draft.as_of == DAY
    assert dict(draft.sources) == {"person.surname": "mrz"}
    assert draft.number > 0
    given = {stand.id: stand.language for stand in standing(store, draft.id) if stand.given}
    assert given == {"fill-in": "pt"}


def test_what_was_left_comes_locked_and_compared_with_the_same_persons_earlier_case(
    store: Store, interview: Interview
) -> None:
    handoff.take(store, handoff.leave(store, interview, NOW), NOW)
    phone = interview.typed["contact.phone"]
    interview.answer("contact.phone", "18600009911")
    draft = handoff.take(store, handoff.leave(store, interview, NOW), NOW, who="counter")
    assert draft.state is State.RECEIVED
    (change,) = draft.history
    assert (change.how, change.who) == (How.RECEIVED, "counter")
    assert [(held.id, held.text) for held in change.was] == [("contact.phone", phone)]
    assert [(held.id, held.text) for held in change.now] == [("contact.phone", "18600009911")]


def test_a_code_is_good_once_and_the_refusal_says_what_to_do(store: Store, interview: Interview) -> None:
    code = handoff.leave(store, interview, NOW)
    handoff.take(store, code, NOW)
    with pytest.raises(InputError) as caught:
        handoff.take(store, code, NOW)
    assert "squares" in caught.value.remedy


def test_without_a_centre_nothing_is_left(interview: Interview) -> None:
    assert handoff.leave_for_counters(Settings(), interview, NOW) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("TDSLIP:ABCD2345", "ABCD2345"),
        ("abcd2345", "ABCD2345"),
        ("ABCD-2345", "ABCD2345"),
        ("ABCD · 2345", "ABCD2345"),
        ("ABCD 2345\n", "ABCD2345"),
        ("ABCD234", ""),
        ("ABCD23456", ""),
        ("ABCI2345", ""),
        ("P<PRTFERREIRA", ""),
        ("陳大文", ""),
    ],
)
def test_a_code_is_known_however_it_is_written(text: str, code: str) -> None:
    assert handoff.code_in(text) == code


def test_codes_are_by_chance_and_of_letters_that_are_not_mistaken() -> None:
    codes = {handoff.new_code() for _ in range(200)}
    assert len(codes) == 200
    assert not set("".join(codes)) & set("ILOU01")


def seen_on(pdf: bytes, tmp_path: Path) -> list[str]:
    """What an office scanner reads from the printed slip at 200 dpi."""
    import pypdfium2

    texts = []
    for page in pypdfium2.PdfDocument(pdf):
        picture: Image.Image = page.render(scale=200 / 72).to_pil()
        texts += [found.text for found in zxingcpp.read_barcodes(picture)]
    return texts


def test_the_squares_of_the_slip_carry_the_answers_and_its_words_name_nobody(
    interview: Interview, tmp_path: Path
) -> None:
    import pypdfium2

    pdf = write_pdf(pickup_slip(interview, ("zh-Hans", "pt"), "TD-7F3A"))
    parcel = parcel_in(seen_on(pdf, tmp_path))
    assert parcel.typed["person.surname"] == interview.typed["person.surname"]
    words = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    assert "TD-7F3A" in words
    for id in ("person.surname", "person.given_names", "person.name_zh", "passport.number", "contact.phone"):
        assert interview.typed[id] not in words


def test_sealed_squares_open_with_the_office_s_key_alone(interview: Interview, tmp_path: Path) -> None:
    private, public = new_keys()
    pdf = write_pdf(pickup_slip(interview, ("zh-Hans", "en"), "TD-7F3A", office_key=public))
    texts = seen_on(pdf, tmp_path)
    with pytest.raises(InputError):
        parcel_in(texts)
    assert parcel_in(texts, private).typed["passport.number"] == interview.typed["passport.number"]


def test_a_code_stands_on_the_slip_as_a_square_and_in_letters(interview: Interview, tmp_path: Path) -> None:
    import pypdfium2

    until = NOW + timedelta(days=3)
    laid = pickup_slip(interview, ("zh-Hans", "en"), "TD-7F3A", code="ABCD2345", until=until)
    pdf = write_pdf(laid)
    assert "ABCD2345" in {handoff.code_in(text) for text in seen_on(pdf, tmp_path)}
    words = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert "ABCD · 2345" in words


def test_only_drives_that_can_be_taken_out_are_offered(tmp_path: Path) -> None:
    devices, mounts = tmp_path / "devices", tmp_path / "mounts"
    for disk, removable in (("sda", "0"), ("sdb", "1")):
        (devices / disk).mkdir(parents=True)
        (devices / disk / "removable").write_text(f"{removable}\n")
        (devices / disk / f"{disk}1").mkdir()
        (devices / f"{disk}1").symlink_to(devices / disk / f"{disk}1")
    stick, inside, gone = tmp_path / "MY STICK", tmp_path / "home", tmp_path / "gone"
    stick.mkdir()
    inside.mkdir()
    lines = [(devices / "sda1", inside), (devices / "sdb1", stick), (devices / "sdb1", gone), ("tmpfs", stick)]
    text = "".join(f"/dev/{Path(d).name} {str(f).replace(' ', chr(92) + '040')} vfat rw 0 0\n" for d, f in lines[:3])
    mounts.write_text(f"{text}tmpfs {stick} tmpfs rw 0 0\n")
    assert drives(mounts, devices) == (Drive("MY STICK", stick),)


def test_a_machine_that_does_not_say_what_is_mounted_offers_nothing(tmp_path: Path) -> None:
    assert drives(tmp_path / "nothing", tmp_path) == ()
