"""The people of an open store: each act in one transaction with its line in the history and its entry in the chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from talentdesk.core.likeness import Traits, traits_of
from talentdesk.core.person import Document, Group, Person, Photo, Value
from talentdesk.store import drafts, people
from talentdesk.store.audit import Action
from talentdesk.store.cases import CaseSummary
from talentdesk.store.ground import Ledger
from talentdesk.store.personsummary import Act, Candidate, Happening, Opened, PersonSummary
from talentdesk.store.transactions import Look, Noting, Writing

_MOST_COMPARED = 20


class People:
    """Ledgers of people on this machine or a centre's server. The chain of acts learns that something was done to
    whom, under a pseudonym; what it was stands in the ledger's own history."""

    def __init__(
        self,
        look: Look,
        writing: Writing,
        note: Noting,
        ledger: Ledger,
        now: Callable[[], datetime],
        keep: timedelta | None,
        who: Callable[[], str],
    ) -> None:
        self._look, self._writing, self._note, self._ledger = look, writing, note, ledger
        self._now, self._keep, self._asked_who = now, keep, who

    @property
    def _who(self) -> str:
        """Who acts now: the desk, or whoever has signed in there."""
        return self._asked_who()

    # ---- looking

    def find(self, text: str, limit: int = 200) -> tuple[PersonSummary, ...]:
        """See people.find."""
        return self._look(lambda session: people.find(session, text, limit))

    def count(self) -> int:
        """How many ledgers there are."""
        return self._look(lambda session: people.count(session))

    def load(self, id: str) -> Group:
        """The person with every ledger of theirs. Raises NoSuchPerson."""
        return self._look(lambda session: people.load(session, id))

    def open(self, id: str) -> Opened:
        """The person, their cases, and who may be the same. Raises NoSuchPerson."""
        return self._look(lambda session: self._open(session, id))

    def _open(self, session: Session, id: str) -> Opened:
        group = people.load(session, id)
        likely = people.candidates(session, traits_of(*group.members), group)
        cases = people.cases_of(session, group)
        # Read beside the store's own memory of versions: nobody is going to save these.
        read = tuple(drafts.load(session, case.id)[0] for case in cases[:_MOST_COMPARED])
        return Opened(group, cases, read, likely)

    def candidates(self, traits: Traits) -> tuple[Candidate, ...]:
        """Who may be somebody that has no ledger yet."""
        return self._look(lambda session: people.candidates(session, traits))

    def strangers(self, text: str, limit: int = 50) -> tuple[CaseSummary, ...]:
        """See people.strangers."""
        return self._look(lambda session: people.strangers(session, text, limit))

    def of_case(self, case: str) -> str:
        """The id of the ledger a case belongs to; empty where it is nobody's."""
        return self._look(lambda session: people.person_of(session, case))

    def history(self, id: str) -> tuple[Happening, ...]:
        """What was done to the person's ledgers, the latest first. Raises NoSuchPerson."""
        return self._look(lambda session: people.history(session, people.load(session, id)))

    def merged_into(self, id: str) -> tuple[tuple[int, datetime, str], ...]:
        """See people.merged_into."""
        return self._look(lambda session: people.merged_into(session, id))

    def photo(self, id: str) -> bytes:
        """A photo's bytes. Raises NoSuchPerson where it is gone."""
        return self._look(lambda session: people.photo_bytes(session, id))

    # ---- writing

    def make(self, person: Person, case: str = "") -> Group:
        """Keep a new ledger, and say that `case` is theirs. Raises NoSuchCase."""
        now = self._now()
        with self._writing() as session:
            number = people.add(session, person, now, self._keep)
            people.note(session, number, Act.MADE, {}, now, self._who)
            self._note(session, Action.PERSON, person.id, "ok")
            if case:
                self._link(session, person.id, number, case, now)
            return people.load(session, person.id)

    def keep_values(self, id: str, values: Mapping[str, Value]) -> None:
        """Take values into the person's ledger. Raises NoSuchPerson."""
        now = self._now()
        with self._writing() as session:
            changed = people.keep_values(session, id, values)
            for key, (before, after) in changed.items():
                self._record(session, id, Act.VALUE, {"value": key, "before": before, "after": after}, now)
            self._done(session, id, Action.PERSON_CHANGE, now)

    def keep_document(self, id: str, document: Document) -> Document:
        """Keep a document that was read; the same paper is kept once. Raises NoSuchPerson."""
        now = self._now()
        with self._writing() as session:
            kept = people.keep_document(session, id, document)
            details = {"kind": kept.kind.value, "number": kept.number, "way": document.way}
            self._record(session, id, Act.DOCUMENT, details, now)
            self._done(session, id, Action.PERSON_CHANGE, now)
        return kept

    def change_document(self, document: Document) -> None:
        """Put what was typed from a document in its place. Raises NoSuchPerson."""
        now = self._now()
        with self._writing() as session:
            id = people.owner_of_document(session, document.id)
            people.change_document(session, document)
            details = {"kind": document.kind.value, "number": document.number, "way": document.way}
            self._record(session, id, Act.DOCUMENT, details, now)
            self._done(session, id, Action.PERSON_CHANGE, now)

    def keep_photo(self, id: str, photo: Photo, content: bytes) -> bool:
        """Keep a photo; False where the person has this very file. Raises NoSuchPerson."""
        now = self._now()
        with self._writing() as session:
            kept = people.keep_photo(session, id, photo, content, now)
            if kept:
                self._record(session, id, Act.PHOTO, {"background": photo.background}, now)
                self._done(session, id, Action.PERSON_CHANGE, now)
        return kept

    def drop_photo(self, id: str, photo: str) -> None:
        """Remove a photo of this person for good. Raises NoSuchPerson."""
        now = self._now()
        with self._writing() as session:
            people.drop_photo(session, photo)
            self._record(session, id, Act.PHOTO_GONE, {}, now)
            self._done(session, id, Action.PERSON_CHANGE, now)

    def link(self, id: str, case: str) -> None:
        """Say whose a case is. Raises NoSuchPerson, NoSuchCase."""
        now = self._now()
        with self._writing() as session:
            root = people.load(session, id).first.number
            self._link(session, id, root, case, now)
            people.touch(session, root, now, self._keep)

    def _link(self, session: Session, id: str, person: int, case: str, now: datetime) -> None:
        number = people.link(session, id, case, now)
        people.note(session, person, Act.CASE, {"case": f"{number:04d}"}, now, self._who)
        self._note(session, Action.PERSON_CASE, case, "ok")

    def merge(self, kept: str, gone: str) -> Group:
        """Say that two are one person. Raises NoSuchPerson, NotMergeable."""
        now = self._now()
        with self._writing() as session:
            numbers = people.merge(session, kept, gone, now, self._who)
            self._record_both(session, numbers, Act.MERGE, Action.MERGE, kept, now)
            people.touch(session, numbers[0], now, self._keep)
            return people.load(session, kept)

    def unmerge(self, id: str, gone: int) -> Group:
        """Take a merge back; the one that stays. Raises NoSuchPerson, NotMergeable."""
        now = self._now()
        with self._writing() as session:
            numbers = people.unmerge(session, id, gone, now, self._who)
            self._record_both(session, numbers, Act.UNMERGE, Action.UNMERGE, id, now)
            for number in numbers:
                people.touch(session, number, now, self._keep)
            return people.group_of(session, numbers[0])

    def tell_apart(self, one: str, other: str) -> None:
        """Say that two are two people. Raises NoSuchPerson, NotMergeable."""
        now = self._now()
        with self._writing() as session:
            numbers = (people.load(session, one).first.number, people.load(session, other).first.number)
            people.tell_apart(session, one, other, now, self._who)
            self._record_both(session, numbers, Act.APART, Action.APART, one, now)

    def erase(self, id: str) -> tuple[str, ...]:
        """Remove the person for good: ledgers, documents, photos, history and cases; the ids that are gone. Raises
        NoSuchPerson."""
        with self._writing() as session:
            ids = people.ids_of(session, id)
            self._ledger.erase(session, ids, self._now())
            for gone in ids:
                self._note(session, Action.ERASE, gone, "ok")
        return ids

    # ---- what every act leaves

    def _record(self, session: Session, id: str, act: Act, details: Mapping[str, str], now: datetime) -> None:
        people.note(session, people.load(session, id).first.number, act, details, now, self._who)

    def _record_both(
        self, session: Session, numbers: tuple[int, int], act: Act, action: Action, id: str, now: datetime
    ) -> None:
        for mine, other in (numbers, numbers[::-1]):
            details = {"other": people.shown_number(other), "kept": people.shown_number(numbers[0])}
            people.note(session, mine, act, details, now, self._who)
        self._note(session, action, id, "ok")

    def _done(self, session: Session, id: str, action: Action, now: datetime) -> None:
        root = people.load(session, id).first.number
        people.touch(session, root, now, self._keep)
        for member in people.load(session, id).members:
            people.settle(session, member.number)
        self._note(session, action, id, "ok")
