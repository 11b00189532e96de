"""A case goes to another desk and arrives: whole, signed, for the right key, or not at all."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from talentdesk.core.agefile import read_head
from talentdesk.core.answers import Answers
from talentdesk.core.bundle import About, Carried, pack
from talentdesk.core.draft import Draft, Source, State
from talentdesk.intake import examining
from talentdesk.intake.bundles import look_into, packed_from
from talentdesk.intake.envelopes import Secret, open_envelope
from talentdesk.intake.found import IntakeTrouble, Trouble
from talentdesk.service import rooms
from talentdesk.service.arrivals import Arrival, Origin, Standing, arrive, draft_of, earlier_case, standing_of, take
from talentdesk.service.bundles import interview_of, make_bundle, open_bundle, recipients_of
from talentdesk.service.mishap import AnswersError, InputError
from talentdesk.service.papers import CHECKLIST
from talentdesk.service.reading import read
from talentdesk.service.rendering import render
from talentdesk.store.audit import Action
from talentdesk.store.closing import close_for, close_with
from talentdesk.store.deskkey import DeskKey, fingerprint
from talentdesk.store.opened import Store, open_store
from talentdesk.store.rescue import write_rescue
from talentdesk.store.sealing import KeyPair, age_identity, age_key, new_keys
from talentdesk.store.vault import Vault

NOW, TODAY = datetime(2026, 11, 26, 9, 30, tzinfo=UTC), date(2026, 11, 26)
DESK = DeskKey(b"d" * 32)
TYPED = {
    "person.surname": "HO",
    "person.name_zh": "何丽娜",
    "passport.number": "CA 123456",
    "passport.expiry_date": "2029-0",
}
DRAFT = Draft(
    id="c0ffee", procedure="residence-permit", edition="2024-12-01", as_of=date(2026, 11, 20), typed=TYPED,
    sources={"person.surname": Source.MRZ.value}, state=State.PRINTED, seen=frozenset({"passport:original"}),
)  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_rooms() -> Iterator[None]:
    rooms.catalogue.cache_clear()
    yield
    rooms.catalogue.cache_clear()


@pytest.fixture(scope="module")
def office() -> KeyPair:
    return new_keys(age=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(tmp_path / "cases", Vault.open(tmp_path / "cases"), now=lambda: NOW)) as opened:
        yield opened


def bundle(draft: Draft, *keys: str, passphrase: str = "", desk: DeskKey = DESK) -> bytes:
    return make_bundle(interview_of(draft), draft, desk, recipients_of(keys), passphrase, "counter", NOW)


def saved(tmp_path: Path, raw: bytes | str, name: str = "b.age") -> Path:
    file = tmp_path / name
    file.write_bytes(raw if isinstance(raw, bytes) else raw.encode("utf-8", "surrogatepass"))
    return file


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises((InputError, AnswersError)) as refused:
        call()
    slip = refused.value
    return slip.cause if isinstance(slip, InputError) else slip.fault.cause


# ---- there and back


def test_a_case_arrives_as_it_was_typed(tmp_path: Path, office: KeyPair, store: Store) -> None:
    file = saved(tmp_path, bundle(DRAFT, office.public))
    arrival = arrive(file, TODAY, private=office.private)
    assert (arrival.origin, arrival.procedure, arrival.edition) == (Origin.BUNDLE, DRAFT.procedure, DRAFT.edition)
    assert arrival.answers.typed == TYPED
    assert not arrival.strays
    draft = take(arrival, store, NOW)
    assert (draft.typed, draft.sources, draft.as_of) == (TYPED, DRAFT.sources, DRAFT.as_of)
    assert (draft.id != DRAFT.id, draft.state, draft.seen) == (True, State.RECEIVED, frozenset())
    (shown,) = store.find("何丽娜")
    assert shown.number == draft.number
    assert shown.answered > 0


def test_answers_that_are_kept_but_not_used_stay_at_home(tmp_path: Path, office: KeyPair) -> None:
    interview = interview_of(DRAFT)
    hidden = next(each.id for each in interview.edition.questions if not interview.asked(each.id) and not each.columns)
    file = saved(tmp_path, bundle(replace(DRAFT, typed=TYPED | {hidden: "secret"}), office.public))
    assert arrive(file, TODAY, private=office.private).answers.typed == TYPED


def test_a_passphrase_opens_it(tmp_path: Path) -> None:
    packed = pack(About(NOW, "archive", (), DESK.public), carried(), DESK.sign)
    file = saved(tmp_path, close_with(packed, "correct horse", 10))
    assert arrive(file, TODAY, ask_passphrase=lambda: "correct horse").answers.typed == TYPED
    assert read(file, ask_passphrase=lambda: "correct horse").typed == TYPED
    for wrong in ("correct hors", ""):
        assert "does not open" in refusal(lambda wrong=wrong: arrive(file, TODAY, ask_passphrase=lambda: wrong))


def carried(**more: Any) -> Carried:
    return Carried(**{"procedure": DRAFT.procedure, "edition": DRAFT.edition, "as_of": TODAY, "typed": TYPED, **more})


# ---- refused


@pytest.fixture
def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Six hundred processes would take a minute; what they do is the same."""

    def looked(raw: bytes) -> Any:
        return packed_from(json.loads(json.dumps(look_into(raw))))

    monkeypatch.setattr(examining, "open_envelope", open_envelope)
    monkeypatch.setattr(examining, "examine_bundle", looked)


def test_six_hundred_of_six_hundred_changed_or_cut_off_files_are_refused(
    in_this_process: None, office: KeyPair
) -> None:
    chance, raw, refused = random.Random(1), bundle(DRAFT, office.public), Counter[str]()
    assert open_bundle(raw, "b.age", office.private, str).table["procedure"] == DRAFT.procedure
    for _ in range(400):
        changed = bytearray(raw)
        changed[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        refused[refusal(lambda changed=changed: open_bundle(bytes(changed), "b.age", office.private, str))] += 1
    for _ in range(200):
        size = chance.randrange(len(raw))
        refused[refusal(lambda size=size: open_bundle(raw[:size], "b.age", office.private, str))] += 1
    assert refused.total() == 600
    assert len(refused) > 1, "some by their head, some by their seal"


@pytest.mark.parametrize("at", [0.1, 0.5, 0.99])
def test_so_does_the_process_that_opens_them(tmp_path: Path, office: KeyPair, at: float) -> None:
    raw = bytearray(bundle(DRAFT, office.public))
    raw[int(len(raw) * at)] ^= 1
    file = saved(tmp_path, bytes(raw))
    # In the head a changed sign may be none that can stand there.
    assert re.search("does not open|is damaged", refusal(lambda: arrive(file, TODAY, private=office.private)))


def test_a_passphrase_of_four_gigabytes_is_refused_before_anything_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "_run", lambda *_: pytest.fail("a process was started"))
    raw = close_with(b"x", "correct horse", 10)
    assert read_head(raw).work == 10
    heavy = raw.replace(b" 10\n", b" 22\n", 1)
    assert "more memory" in refusal(lambda: open_bundle(heavy, "b.age", None, lambda: pytest.fail("it was asked for")))


def test_a_file_for_another_desk_does_not_open(tmp_path: Path, office: KeyPair) -> None:
    file = saved(tmp_path, bundle(DRAFT, new_keys().public))
    assert "does not open" in refusal(lambda: arrive(file, TODAY, private=office.private))
    assert "key of a desk" in refusal(lambda: arrive(file, TODAY))
    assert "key file" in refusal(lambda: arrive(file, TODAY, private=b"nonsense"))


def test_what_was_signed_for_another_desk_and_passed_on_is_refused(tmp_path: Path, office: KeyPair) -> None:
    """Whoever may open a bundle could close it again for somebody else, in the first desk's name."""
    other = age_key(new_keys().public)
    packed = pack(About(NOW, "counter", (other,), DESK.public), carried(), DESK.sign)
    file = saved(tmp_path, close_for(packed, recipients_of([office.public])))
    assert "passed on" in refusal(lambda: arrive(file, TODAY, private=office.private))


def test_a_signature_that_does_not_fit_is_refused(tmp_path: Path, office: KeyPair) -> None:
    to = recipients_of([office.public])
    packed = pack(About(NOW, "counter", to, DESK.public), carried(), DeskKey(b"e" * 32).sign)
    file = saved(tmp_path, close_for(packed, to))
    assert "signed" in refusal(lambda: arrive(file, TODAY, private=office.private))


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x05\x06" + bytes(18)])
def test_an_age_file_with_something_else_in_it_is_refused(tmp_path: Path, office: KeyPair, content: bytes) -> None:
    file = saved(tmp_path, close_for(content, recipients_of([office.public])))
    assert "holds no case" in refusal(lambda: arrive(file, TODAY, private=office.private))


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ({"procedure": "no-such"}, "no procedure"),
        ({"procedure": "../../shared"}, "no procedure"),
        ({"procedure": "x" * 5000}, "no procedure"),
        ({"edition": "../../../shared/lists"}, "no edition"),
        ({"edition": "1999-01-01"}, "no edition"),
        ({"typed": {}}, "answers no question"),
        ({"typed": {"nothing.known": "x"}}, "answers no question"),
    ],
)
def test_a_signed_bundle_is_checked_like_any_other_file(
    tmp_path: Path, office: KeyPair, more: dict[str, Any], part: str
) -> None:
    to = recipients_of([office.public])
    packed = pack(About(NOW, "counter", to, DESK.public), carried(**more), DESK.sign)
    file = saved(tmp_path, close_for(packed, to))
    assert part in refusal(lambda: arrive(file, TODAY, private=office.private))


def test_what_a_bundle_claims_beyond_its_answers_is_not_believed(tmp_path: Path, office: KeyPair) -> None:
    to = recipients_of([office.public])
    more = carried(
        as_of=date(9999, 12, 31),
        typed=TYPED | {"nothing.known": "x", "visa.kind": "\ud800\x00"},
        sources={"person.surname": "an angel", "nothing.known": "mrz"},
    )
    packed = pack(About(NOW, "counter", to, DESK.public), more, DESK.sign, [b"virus.exe"])
    arrival = arrive(saved(tmp_path, close_for(packed, to)), TODAY, private=office.private)
    assert [stray.id for stray in arrival.strays] == ["nothing.known"]
    assert (arrival.as_of, dict(arrival.sources), arrival.attachments) == (TODAY, {}, 1)


def test_the_process_with_the_key_says_nothing_but_content_or_refusal(office: KeyPair) -> None:
    raw = close_for(b"content", recipients_of([office.public]))
    assert examining.open_envelope(raw, Secret(identity=age_identity(office.private))) == b"content"
    with pytest.raises(IntakeTrouble) as refused:
        examining.open_envelope(raw, Secret(identity="AGE-SECRET-KEY-1NONSENSE"))
    assert refused.value.trouble is Trouble.LOCKED
    assert "SECRET" not in repr(Secret(identity="AGE-SECRET-KEY-1X")).replace("Secret", "")


# ---- other files


def test_a_rescue_file_becomes_a_case(tmp_path: Path, store: Store) -> None:
    file = tmp_path / "residence-permit-12.json"
    write_rescue(file, replace(DRAFT, declined=frozenset({"residency.hkid"})))
    assert arrive(file, TODAY).procedure == "residence-permit", "it is called so"
    unnamed = file.rename(tmp_path / "mine.json")
    assert "which procedure" in refusal(lambda: arrive(unnamed, TODAY))
    arrival = arrive(unnamed, TODAY, "residence-permit")
    draft = take(arrival, store, NOW)
    assert draft.typed == TYPED
    assert set(draft.sources.values()) == {Source.FILE.value}


def test_what_read_prints_becomes_a_case(tmp_path: Path) -> None:
    content = {"procedure": DRAFT.procedure, "edition": DRAFT.edition, "answers": TYPED}
    arrival = arrive(saved(tmp_path, json.dumps(content), "read.json"), TODAY)
    assert (arrival.edition, arrival.answers.typed) == (DRAFT.edition, TYPED)


def test_a_paper_becomes_a_case(tmp_path: Path) -> None:
    interview = interview_of(DRAFT)
    paper = next(each for each in interview.edition.papers if each != CHECKLIST)
    file = saved(tmp_path, render(interview, paper, ("zh-Hans", "en"), archive=True).content, "form.pdf")
    arrival = arrive(file, TODAY)
    assert arrival.origin is Origin.PAPER
    assert arrival.answers.typed == TYPED


@pytest.mark.parametrize(
    ("content", "name", "wanted", "part"),
    [
        ('procedure = "no-such"\n[person]\nsurname = "X"', "a.toml", "", "no procedure"),
        ('procedure = "k-visa"\n[person]\nsurname = "X"', "a.toml", "residence-permit", "is about"),
        ('procedure = 3\n[person]\nsurname = "X"', "a.toml", "", "no text"),
        (
            '{"procedure": "residence-permit", "edition": "2024-13-01", "answers": {"a": "b"}}',
            "a.json",
            "",
            "no edition",
        ),
        ('{"person.surname": {"a": [1]}}', "a.json", "residence-permit", "cannot be read"),
        ("{}", "a.json", "residence-permit", "answers no question"),
        ("[1]", "a.json", "residence-permit", "by name"),
        ("\0\0\0\0", "a.bin", "residence-permit", "no answers file"),
        ("PK\3\4\0\0", "a.xlsx", "residence-permit", "no answers file"),
        ("%PDF-1.7 nonsense", "a.pdf", "", "damaged"),
        ("x" * 5_000_001, "a.toml", "residence-permit", "larger than"),
        ("x = ", "a.toml", "residence-permit", "not TOML"),
        ("-----BEGIN AGE ENCRYPTED FILE-----\nx", "a.age", "", "damaged"),
    ],
)
def test_a_file_that_is_not_taken_is_told_why(tmp_path: Path, content: str, name: str, wanted: str, part: str) -> None:
    file = saved(tmp_path, content, name)
    assert part in refusal(lambda: arrive(file, TODAY, wanted))


def test_odd_characters_arrive_as_they_are_and_are_found_by_the_checks(tmp_path: Path, store: Store) -> None:
    odd = {"person.surname": "H\ud800O\u202e", "person.name_zh": "丽" * 20_000, "passport.number": "A\0B"}
    arrival = arrive(saved(tmp_path, json.dumps(odd), "a.json"), TODAY, "residence-permit")
    draft = take(arrival, store, NOW)
    assert draft.typed == odd
    codes = {problem.question for problem in interview_of(draft).problems()}
    assert set(odd) <= codes


# ---- beside what is stored


def answered(**typed: str) -> Arrival:
    answers = {id.replace("__", "."): text for id, text in typed.items()}
    return Arrival(Origin.ANSWERS, DRAFT.procedure, DRAFT.edition, TODAY, Answers(answers))


def test_the_same_persons_case_is_found_by_the_number_of_a_document(store: Store) -> None:
    store.save(DRAFT)
    arrival = answered(passport__number="ca123456", person__surname="HO", person__given_names="LINA")
    earlier = earlier_case(arrival, store)
    assert earlier is not None
    assert (earlier.id, earlier.number, earlier.procedure) == (DRAFT.id, 1, DRAFT.procedure)
    assert earlier.changed == ("passport.number",)
    assert earlier.only_file == ("person.given_names",)
    assert set(earlier.only_case) == {"person.name_zh", "passport.expiry_date"}


@pytest.mark.parametrize("number", ["CA12345", "A123456", "CA1234567", "", " "])
def test_a_part_of_a_number_is_nobody(store: Store, number: str) -> None:
    store.save(DRAFT)
    assert earlier_case(answered(passport__number=number, person__surname="HO"), store) is None


def test_a_case_of_the_same_procedure_stands_before_others(store: Store) -> None:
    store.save(replace(DRAFT, id="same"))
    store.save(replace(DRAFT, id="other", procedure="visa-extension", typed=TYPED | {"person.surname": "HE"}))
    arrival = answered(passport__number="CA123456")
    earlier = earlier_case(arrival, store)
    assert earlier is not None
    assert earlier.id == "same"
    store.erase("same")
    earlier = earlier_case(answered(passport__number="CA123456", person__surname="HO"), store)
    assert earlier is not None
    assert earlier.changed == ("passport.number", "person.surname")
    assert earlier.only_case == ()


def test_a_desk_is_known_after_its_first_case(tmp_path: Path, office: KeyPair, store: Store) -> None:
    arrival = arrive(saved(tmp_path, bundle(DRAFT, office.public)), TODAY, private=office.private)
    assert arrival.sender is not None
    assert arrival.sender.fingerprint == fingerprint(DESK.public)
    assert standing_of(arrival.sender, None) is Standing.UNKNOWN
    assert standing_of(arrival.sender, store) is Standing.UNKNOWN
    take(arrival, store, NOW)
    assert standing_of(arrival.sender, store) is Standing.KNOWN
    own = bundle(DRAFT, office.public, desk=store.desk_key)
    sender = arrive(saved(tmp_path, own), TODAY, private=office.private).sender
    assert sender is not None
    assert standing_of(sender, store) is Standing.OWN
    assert store.has_noted(Action.IMPORT, fingerprint(DESK.public))
    assert not store.has_noted(Action.EXPORT, fingerprint(DESK.public))


def test_a_new_case_is_made_each_time(store: Store) -> None:
    arrival = answered(person__surname="HO")
    assert take(arrival, store, NOW).id != take(arrival, store, NOW).id
    assert store.count() == 2
    assert draft_of(arrival, NOW).created_at == NOW


# ---- what was handed in


def test_what_the_earlier_case_says_otherwise_is_noted_as_the_answers_before(
    tmp_path: Path, office: KeyPair, store: Store
) -> None:
    from talentdesk.core.history import How, earlier, standing

    store.save(
        replace(DRAFT, id="known", typed={**TYPED, "person.given_names": "HELENA", "person.birth_place": "LISBOA"})
    )
    arrival = arrive(saved(tmp_path, bundle(DRAFT, office.public)), TODAY, private=office.private)
    draft = take(arrival, store, NOW, who="3")
    before = {"person.given_names": "HELENA", "person.birth_place": "LISBOA"}
    before = {id: text for id, text in before.items() if TYPED.get(id) != text}
    assert [(change.how, change.who) for change in draft.history] == [(How.RECEIVED, "3")]
    assert earlier(draft.history, 0, draft.typed) == before
    assert standing(draft.history) == (None, None)
    assert store.load("known").history == ()


def test_an_answers_file_is_ones_own_and_a_home_has_no_counter(tmp_path: Path, office: KeyPair, store: Store) -> None:
    arrival = arrive(saved(tmp_path, bundle(DRAFT, office.public)), TODAY, private=office.private)
    assert take(arrival, store, NOW, locked=False).state is State.DRAFT
    assert take(replace(arrival, origin=Origin.ANSWERS), store, NOW).state is State.DRAFT
    assert take(replace(arrival, origin=Origin.PAPER), store, NOW).state is State.RECEIVED


def test_a_bundle_takes_neither_history_nor_comments_along(tmp_path: Path, office: KeyPair) -> None:
    from talentdesk.core.comments import commented
    from talentdesk.core.history import Held, How, added

    secret = "NOBODYELSES"
    history = added(
        (), NOW, "3", How.TYPED, "person.surname", (Held("person.surname", secret),), (Held("person.surname"),)
    )
    whole = replace(DRAFT, history=history, comments=commented((), "person.surname", secret, NOW, "3"))
    table = open_bundle(bundle(whole, office.public), "x.age", office.private, str).table
    assert secret not in repr(table)
