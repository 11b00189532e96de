"""A day at a centre with one made-up person, as a process of its own: centre_day.py PLACE PAPERS LEFT ANSWERS.json

Staff with PINs, consents, a history, comments and a slip, the ledger of a person, a case left under a slip's code, a
sealed paper and a bundle for another desk, the ready-to-print list and the printer, statistics and calendars. PAPERS
is what people take along; LEFT is what the office passes on, which may name nobody. Every library logs all it can.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from talentdesk.core import history as ways
from talentdesk.core.comments import commented, open_comments
from talentdesk.core.draft import Draft, State
from talentdesk.core.history import Held, How
from talentdesk.core.interview import Interview, notes_of
from talentdesk.core.person import Photo
from talentdesk.core.states import Move
from talentdesk.service import bundles, consent, duecases, handoff, people, staff, statistics, upkeep
from talentdesk.service.arrivals import arrive, draft_of
from talentdesk.service.corrections import corrections
from talentdesk.service.mishap import InputError
from talentdesk.service.papers import lay_out_paper, write
from talentdesk.service.pickup import pickup_slip
from talentdesk.service.printers import Choice, Cups, title_of
from talentdesk.service.printing import errand_of, hand_over, jobs_of, look_after
from talentdesk.service.progress import progress_of
from talentdesk.service.rooms import catalogue
from talentdesk.settings import Settings
from talentdesk.store.audit import Actor
from talentdesk.store.opened import Store, open_store
from talentdesk.store.printlines import PrintState, Wanted
from talentdesk.store.sealing import age_key, new_keys
from talentdesk.store.trouble import ChangedElsewhere, StoreTrouble
from talentdesk.store.vault import Vault

PROCEDURE = "residence-permit"
ADMIN, PIN = "KANARIENVOGEL Admin", "739154"
CLERK, CLERK_PIN = "KANARIENVOGEL Clerk", "402861"
PAIR = ("zh-Hans", "en")


class Day:
    """What is passed from step to step."""

    def __init__(self, place: Path, papers: Path, left: Path, typed: dict[str, str]) -> None:
        self.place, self.papers, self.left, self.typed = place, papers, left, typed
        self.now = datetime.now(UTC)
        self.edition = catalogue().in_force(PROCEDURE, self.now.date())
        self.settings = Settings(data=str(place), mode="counter")
        self.words = " ".join(typed.values())

    def interview(self, draft: Draft) -> Interview:
        interview = Interview(self.edition, catalogue(), as_of=draft.as_of, typed=draft.typed, declined=draft.declined)
        interview.notes = notes_of(draft)
        return interview

    def case(self, store: Store, id: str) -> Draft:
        """With a history, a comment and a way through the desk."""
        was, now = Held("person.surname", "X"), Held("person.surname", self.typed["person.surname"])
        changes = ways.added((), self.now, "counter 3", How.TYPED, "person.surname", (was,), (now,))
        draft = Draft(
            id, PROCEDURE, self.edition.edition, self.now.date(), typed=self.typed, place="person.surname",
            history=changes, comments=commented((), "person.surname", f"Is it {self.words}?"[:400], self.now, "C3"),
            moves=(Move(self.now, "C3", State.DRAFT, State.REVIEW, 1),), state=State.REVIEW,
        )  # fmt: skip
        store.save(draft, progress_of(self.interview(draft)))
        store.save(replace(draft, state=State.RETURNED), progress_of(self.interview(draft)))
        return store.load(id)


def sign_in(day: Day) -> tuple[str, str]:
    """Two colleagues; the recovery code goes with the person who looks after keys."""
    with closing(the_store(day, Vault.open(day.place))) as store:
        code = store.vault.new_recovery_code()
        (day.papers / "recovery.txt").write_text(code)
        staff.add(store, ADMIN, "admin", PIN, code)
        clerk = staff.add(store, CLERK, "supervisor", CLERK_PIN)
        return store.person.id if store.person else "", clerk.id


def the_store(day: Day, vault: Vault) -> Store:
    actor = Actor("counter", "desk-of-KANARIENVOGEL", "0.1")
    return open_store(day.place, vault, actor=actor, anchors=upkeep.anchors_folder())


def as_clerk(day: Day, clerk: str) -> Store:
    try:
        Vault.open_with_pin(day.place, clerk, "111112", lambda: day.now)
    except StoreTrouble as wrong:
        logging.getLogger("day").warning("refused: %s", wrong.code)
    store = the_store(day, Vault.open_with_pin(day.place, clerk, CLERK_PIN, lambda: day.now))
    store.sign_in(clerk)
    return store


def consents(day: Day, store: Store, id: str) -> None:
    for each in consent.texts("pt", day.edition):
        consent.give(store, id, each.id, "pt")
    recipient = day.typed["person.given_names"]
    consent.give(store, id, "abroad", "pt", recipient=recipient, purpose=day.typed["person.name_zh"])
    assert consent.may_hand_over(store, id, recipient)
    consent.withdraw(store, id, "abroad", "pt", recipient=recipient)


def slip(day: Day, draft: Draft) -> None:
    """What is wrong, for the person to take home."""
    interview = day.interview(draft)
    said = {id: each.text for id, each in open_comments(draft.comments).items()}
    found = corrections(interview, PAIR, said)
    assert any(day.typed["person.surname"] in each.how[0] for each in found)
    (day.papers / "form.pdf").write_bytes(write(lay_out_paper(interview, day.edition.papers[0], PAIR)))


def ledger(day: Day, store: Store, draft: Draft) -> None:
    made = people.make_from_case(store, draft, day.edition, day.now)
    other = store.people.make(replace(made.first, id="other", documents=()))
    photo = Photo("photo", "ab" * 32, "image/jpeg", 5000, 413, 531)
    assert store.people.keep_photo(made.first.id, photo, day.words.encode() * 20)
    store.people.merge(made.first.id, other.first.id)
    assert store.people.find(day.typed["person.surname"])
    assert people.who_in(store, draft, day.edition, day.now) is not None


def hand_off(day: Day, store: Store, draft: Draft) -> None:
    """Left at a machine in the hall under a code, and taken at the counter."""
    interview = day.interview(draft)
    code = handoff.leave(store, interview, day.now, consents=[("fill-in", "pt")])
    office = new_keys()
    made = pickup_slip(
        interview, PAIR, "TD-7F3A", code=code, until=day.now + timedelta(days=3), office_key=office.public
    )
    (day.left / "slip.pdf").write_bytes(write(made))
    try:
        handoff.take(store, "ZZZZ ZZZZ", day.now)
    except InputError as wrong:
        logging.getLogger("day").info("refused: %r %s", wrong, wrong.details)
    assert handoff.take(store, handoff.shown(code), day.now).typed == draft.typed


def bundle(day: Day, store: Store, draft: Draft) -> None:
    """To another desk and back."""
    office, file = new_keys(), day.left / "case.age"
    content = bundles.make_bundle(
        day.interview(draft), draft, store.desk_key, (age_key(office.public),), "", "counter", day.now
    )
    bundles.note_export(store, draft.id, (age_key(office.public),), "counter")
    file.write_bytes(content)
    arrival = arrive(file, day.now.date(), private=office.private)
    store.save(draft_of(arrival, day.now))
    file.write_bytes(content[:-40] + bytes(40))
    try:
        arrive(file, day.now.date(), private=office.private)
    except InputError as wrong:
        logging.getLogger("day").info("refused: %r", wrong)
    file.write_bytes(content)


def prints(day: Day, store: Store, draft: Draft) -> None:
    """Put on the list and given to a printer, where there is one."""
    wanted = Wanted(draft.id, tuple(day.edition.papers[:1]), PAIR, desk="d1")
    line = store.prints.add(wanted)
    errand = errand_of(draft, catalogue(), wanted.papers, PAIR)
    choice = Choice(printer="Good")
    made = jobs_of(errand, choice)
    if "CUPS_SERVER" in os.environ:
        outcome = hand_over(Cups(), made, title_of(draft.id), choice)
        while not outcome.good:
            outcome = look_after(Cups(), outcome)
        store.prints.mark([line], PrintState.PRINTED, "", printer="Good")
    assert store.prints.listed("d1")[0].surname == day.typed["person.surname"]


def figures(day: Day, store: Store) -> None:
    """What an office hands on."""
    counted = statistics.statistics(store, None, None, timedelta(hours=8))
    (day.left / "figures.csv").write_bytes(statistics.as_csv(counted, catalogue(), "en"))
    (day.left / "figures.pdf").write_bytes(statistics.as_pdf(counted, catalogue(), ("2026", "2026"), PAIR))
    until = day.now.date() + timedelta(days=3000)
    drafts = [store.load(line.id) for line in store.find("")]
    dues = duecases.due_of(drafts, catalogue(), day.now.date(), until)
    assert dues
    assert any(due.surname == day.typed["person.surname"] for due in dues)
    (day.left / "days.ics").write_bytes(duecases.due_calendar(dues, day.now.date(), "zh-Hant-HK"))
    acts = [str(entry) for entry in store.acts()]
    assert len(acts) > 20
    (day.left / "acts.txt").write_text("\n".join(acts), "utf-8")


def mishaps(day: Day, store: Store, draft: Draft) -> None:
    """What goes wrong is logged with everything the exception says."""
    store._versions[draft.id] = 99
    try:
        store.save(draft)
    except ChangedElsewhere as error:
        logging.getLogger("day").exception("%r %s", error, error.remedy)
    store.build_on(draft.id, store.look(draft.id)[1])
    store.save(draft)
    try:
        with store._engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO drafts(id, surname) VALUES (?, ?)", ("x", draft.typed["person.surname"])
            )
    except StoreTrouble as error:
        logging.getLogger("day").exception("%r", error)


def main(place: Path, papers: Path, left: Path, answers: Path) -> None:
    logging.basicConfig(filename=left / "everything.log", level=logging.DEBUG, encoding="utf-8")
    for name in ("sqlalchemy.engine", "sqlalchemy.pool", "sqlalchemy.orm", "alembic", "PIL", "fontTools", "pikepdf"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    day = Day(place, papers, left, json.loads(answers.read_text("utf-8")))
    _admin, clerk = sign_in(day)
    with closing(as_clerk(day, clerk)) as store:
        draft = day.case(store, "1" * 32)
        consents(day, store, draft.id)
        slip(day, draft)
        ledger(day, store, draft)
        hand_off(day, store, draft)
        bundle(day, store, draft)
        prints(day, store, draft)
        figures(day, store)
        mishaps(day, store, draft)
        store.take_snapshot()
        store.lock()
    logging.getLogger("day").info("the day is over")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
