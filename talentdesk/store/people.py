"""People in and out of the database. Everything comes back as it was read or typed; a merge changes no ledger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from talentdesk.core.likeness import Traits, keys_of, likeness, traits_of
from talentdesk.core.origin import Origin
from talentdesk.core.person import Document, DocumentKind, Group, Person, Photo, Value, same_document
from talentdesk.store import drafts, listing
from talentdesk.store.cases import CaseSummary
from talentdesk.store.newest import ANY, newest
from talentdesk.store.peopletables import (
    ApartRow,
    DocumentRow,
    HistoryRow,
    KeyRow,
    MergeRow,
    PersonCaseRow,
    PersonRow,
    PhotoRow,
)
from talentdesk.store.personsummary import Act, Candidate, Happening, PersonSummary
from talentdesk.store.search import people_index_of
from talentdesk.store.tables import DraftRow
from talentdesk.store.trouble import NoSuchCase, NoSuchPerson, NotMergeable
from talentdesk.store.words import person_words_of

_MOST_COMPARED = 200
"""Candidates looked at: a name that more people share than this is no reason by itself."""
_SUMMARY = {
    "surname": "person.surname",
    "given_names": "person.given_names",
    "name_zh": "person.name_zh",
    "nationality": "person.nationality",
    "birth_date": "person.birth_date",
}
_NAME_VALUES = ("person.surname", "person.given_names", "person.name_zh", "person.former_names")


def shown_number(number: int) -> str:
    """The person's number as it is shown and looked for: `P-2093`."""
    return f"P-{number:04d}"


# ---- looking


def load(session: Session, id: str) -> Group:
    """The person that the ledger of that id belongs to, with every ledger of theirs. Raises NoSuchPerson."""
    return _group(session, _row(session, id).root)


def group_of(session: Session, number: int) -> Group:
    """The person that the ledger of that number belongs to. Raises NoSuchPerson."""
    root = session.scalar(sa.select(PersonRow.root).where(PersonRow.number == number))
    if root is None:
        raise NoSuchPerson
    return _group(session, root)


def find(session: Session, text: str, limit: int) -> tuple[PersonSummary, ...]:
    """People of whom a name or a document number holds every word of `text`, the last changed first; blank finds all.

    Somebody with several ledgers is found by whatever stands in any of them, and listed once.
    """
    order = (PersonRow.saved_at.desc(), PersonRow.number.desc())
    latest = _latest(session, text, limit)
    columns = (PersonRow.id, PersonRow.number, PersonRow.saved_at, *(getattr(PersonRow, name) for name in _SUMMARY))
    lines = sa.select(*columns).where(PersonRow.number.in_(latest)).order_by(*order)
    rows = session.connection().execute(lines).mappings().all()
    documents, cases, ledgers = _told_of(session, latest)
    return tuple(
        PersonSummary(
            **row,
            documents=tuple(documents.get(row["number"], ())),
            cases=cases.get(row["number"], 0),
            ledgers=ledgers.get(row["number"], 1),
        )
        for row in rows
    )


def _latest(session: Session, text: str, limit: int) -> Sequence[int]:
    if not text.strip():
        return newest(session, PersonRow, None, PersonRow.root == PersonRow.number, limit)
    # Only first ledgers have words.
    return newest(session, PersonRow, people_index_of(session).found(session, text), ANY, limit)


def _told_of(
    session: Session, roots: Sequence[int]
) -> tuple[dict[int, list[Document]], dict[int, int], dict[int, int]]:
    connection, mine = session.connection(), PersonRow.root.in_(roots)
    # The contents as they are kept, read as one list: each by itself is most of the work of a search.
    found = sa.select(PersonRow.root, DocumentRow.id, sa.cast(DocumentRow.content, sa.Text))
    found = found.join(DocumentRow, DocumentRow.person == PersonRow.number).where(mine).order_by(DocumentRow.number)
    rows = connection.execute(found).all()
    papers: dict[int, list[Document]] = {}
    for (root, id, _), content in zip(rows, json.loads(f"[{','.join(row[2] for row in rows)}]"), strict=True):
        papers.setdefault(root, []).append(_document(id, content))
    count = sa.func.count()
    cases = sa.select(PersonRow.root, count).join(PersonCaseRow, PersonCaseRow.person == PersonRow.number)
    ledgers = sa.select(PersonRow.root, count).where(mine).group_by(PersonRow.root)
    return (
        papers,
        _counts(connection, cases.where(mine).group_by(PersonRow.root)),
        _counts(connection, ledgers),
    )


def _counts(connection: sa.Connection, statement: sa.Select[int, int]) -> dict[int, int]:
    return {root: many for root, many in connection.execute(statement)}  # noqa: C416 - rows are no pairs to mypy


def count(session: Session) -> int:
    """How many ledgers there are."""
    return session.scalar(sa.select(sa.func.count()).select_from(PersonRow)) or 0


def cases_of(session: Session, group: Group) -> tuple[CaseSummary, ...]:
    """The person's cases, the last saved first."""
    theirs = sa.select(PersonCaseRow.case).where(PersonCaseRow.person.in_([each.number for each in group.members]))
    return listing.summaries(session, DraftRow.number.in_(theirs), 1000)


def strangers(session: Session, text: str, limit: int) -> tuple[CaseSummary, ...]:
    """Cases that were never said to be anybody's, of which a name or number holds every word of `text`."""
    nobodys = sa.not_(sa.exists().where(PersonCaseRow.case == DraftRow.number))
    matching = listing.matching(session, text)
    return () if matching is None else listing.summaries(session, sa.and_(matching, nobodys), limit)


def person_of(session: Session, case: str) -> str:
    """The id of the ledger that a case belongs to; empty where it is nobody's."""
    wanted = sa.select(PersonRow.id).join(PersonCaseRow, PersonCaseRow.person == PersonRow.number)
    return session.scalar(wanted.join(DraftRow, DraftRow.number == PersonCaseRow.case).where(DraftRow.id == case)) or ""


def candidates(session: Session, traits: Traits, group: Group | None = None) -> tuple[Candidate, ...]:
    """Others who may be the same person, the likeliest first; without those that were said to be somebody else."""
    mine = [member.number for member in group.members] if group else []
    roots = _who_shares(session, keys_of(traits), mine)
    apart = _said_apart(session, mine)
    compared = []
    for root in roots:
        other = _group(session, root)
        likely = likeness(traits, traits_of(*other.members))
        if likely.is_suggested and not apart & {member.number for member in other.members}:
            compared.append(Candidate(other, likely))
    return tuple(sorted(compared, key=lambda each: (-each.likeness.score, each.group.first.number)))


def _who_shares(session: Session, keys: Iterable[str], mine: Sequence[int]) -> Sequence[int]:
    """The first ledgers of people with a number or a birth date in common, or a name in both scripts: a name in one
    script is shared by too many, and is no reason by itself."""
    by_kind: dict[str, list[str]] = {"n": [], "b": [], "h": [], "l": []}
    for key in sorted(keys):
        by_kind[key[0]].append(key)

    def holders(*kinds: str) -> sa.Select[int]:
        return sa.select(KeyRow.person).where(KeyRow.key.in_([key for kind in kinds for key in by_kind[kind]]))

    likely = sa.or_(
        PersonRow.number.in_(holders("n", "b")),
        sa.and_(PersonRow.number.in_(holders("h")), PersonRow.number.in_(holders("l"))),
    )
    wanted = sa.select(PersonRow.root).where(likely, PersonRow.number.not_in(mine)).distinct()
    return session.scalars(wanted.order_by(PersonRow.root).limit(_MOST_COMPARED)).all()


def _said_apart(session: Session, mine: Sequence[int]) -> set[int]:
    either = sa.or_(ApartRow.low.in_(mine), ApartRow.high.in_(mine))
    pairs = session.execute(sa.select(ApartRow.low, ApartRow.high).where(either)).all() if mine else []
    return {number for pair in pairs for number in pair} - set(mine)


def history(session: Session, group: Group) -> tuple[Happening, ...]:
    """What was done to the person's ledgers, the latest first."""
    rows = session.scalars(
        sa.select(HistoryRow)
        .where(HistoryRow.person.in_([member.number for member in group.members]))
        .order_by(HistoryRow.number.desc())
    )
    return tuple(Happening(row.at, row.who, Act(row.act), row.person, row.details) for row in rows)


def photo_bytes(session: Session, id: str) -> bytes:
    """The photo's own bytes. Raises NoSuchPerson where it is gone."""
    content: bytes | None = session.scalar(sa.select(PhotoRow.content).where(PhotoRow.id == id))
    if content is None:
        raise NoSuchPerson
    return content


# ---- writing


def add(session: Session, person: Person, now: datetime, keep: timedelta | None) -> int:
    """Keep a new ledger, and give it a number."""
    row = PersonRow(id=person.id, root=0, created_at=now, saved_at=now, expires_at=drafts.expiry(now, keep))
    row.content = {"values": _plain_values(person.values)}
    for column in _SUMMARY:
        setattr(row, column, "")
    session.add(row)
    session.flush()
    row.root = row.number
    for document in person.documents:
        session.add(DocumentRow(id=document.id, person=row.number, content=_plain_document(document)))
    session.flush()
    settle(session, row.number)
    return row.number


def keep_values(session: Session, id: str, values: Mapping[str, Value]) -> dict[str, tuple[str, str]]:
    """Put values into the person's first ledger; what each was before and is now, of those that are another text."""
    group = load(session, id)
    row = session.scalar(sa.select(PersonRow).where(PersonRow.number == group.first.number).with_for_update())
    assert row is not None, "the group was read in this transaction"
    whole, kept = group.whole(), dict(_values(row.content))
    changed = {key: (whole.text(key), value.text) for key, value in values.items() if whole.text(key) != value.text}
    kept.update({key: value for key, value in values.items() if key in changed or key not in kept})
    row.content = {"values": _plain_values(kept)}
    session.flush()
    return changed


def keep_document(session: Session, id: str, document: Document) -> Document:
    """Keep a document that was read. Where the person has this piece of paper already, what is new on it is added."""
    group = load(session, id)
    known = next((each for each in group.whole().documents if same_document(each, document)), None)
    if known is None:
        session.add(DocumentRow(id=document.id, person=group.first.number, content=_plain_document(document)))
        session.flush()
        return document
    renewed = renew(known, document)
    change_document(session, renewed)
    return renewed


def renew(known: Document, read: Document) -> Document:
    """A document that was read again: what a person typed from it stays, what is empty is filled in, and what a
    machine had read is read anew."""
    mine, theirs = _plain_document(known), _plain_document(read)
    texts = ("surname", "given_names", "name_zh", "issuer", "issued", "expires")
    stays = not known.way
    merged = {key: (mine[key] or theirs[key]) if stays else (theirs[key] or mine[key]) for key in texts}
    way, moment = (
        (known.way, known.read_at)
        if stays and merged == {key: mine[key] for key in texts}
        else (read.way, read.read_at)
    )
    return Document(known.id, known.kind, known.number, **merged, way=known.way if stays else way, read_at=moment)


def change_document(session: Session, document: Document) -> None:
    """Put a document in the place of the one with its id. Raises NoSuchPerson where there is none."""
    change = sa.update(DocumentRow).where(DocumentRow.id == document.id).values(content=_plain_document(document))
    if not session.connection().execute(change).rowcount:
        raise NoSuchPerson
    session.expire_all()


def remove_document(session: Session, id: str) -> None:
    """Forget a document, as one that was read by mistake."""
    session.execute(sa.delete(DocumentRow).where(DocumentRow.id == id))


def owner_of_document(session: Session, id: str) -> str:
    """The id of the ledger a document belongs to. Raises NoSuchPerson."""
    wanted = sa.select(PersonRow.id).join(DocumentRow, DocumentRow.person == PersonRow.number)
    found = session.scalar(wanted.where(DocumentRow.id == id))
    if found is None:
        raise NoSuchPerson
    return found


def drop_photo(session: Session, id: str) -> None:
    """Remove a photo and its bytes for good. Raises NoSuchPerson where it is gone already."""
    gone = sa.delete(PhotoRow).where(PhotoRow.id == id)
    if not session.connection().execute(gone).rowcount:
        raise NoSuchPerson


def keep_photo(session: Session, id: str, photo: Photo, content: bytes, now: datetime) -> bool:
    """Keep a photo in the person's first ledger; False where the person has this very file."""
    group = load(session, id)
    if any(each.digest == photo.digest for each in group.whole().photos):
        return False
    kept = {each.name: getattr(photo, each.name) for each in fields(Photo) if each.name != "added_at"}
    session.add(PhotoRow(**kept, person=group.first.number, added_at=now, content=content))
    session.flush()
    return True


def link(session: Session, id: str, case: str, now: datetime) -> int:
    """Say whose a case is; its number. Raises NoSuchPerson, NoSuchCase."""
    group = load(session, id)
    number = session.scalar(sa.select(DraftRow.number).where(DraftRow.id == case))
    if number is None:
        raise NoSuchCase
    session.merge(PersonCaseRow(case=number, person=group.first.number, at=now))
    session.flush()
    return number


def merge(session: Session, kept: str, gone: str, now: datetime, who: str) -> tuple[int, int]:
    """Say that two are one person, found under `kept` from now on; both first numbers. Neither ledger is changed.

    Raises NoSuchPerson, NotMergeable where they are one already.
    """
    mine, theirs = (_row(session, id).root for id in (kept, gone))
    if mine == theirs:
        raise NotMergeable
    session.add(MergeRow(kept=mine, gone=theirs, at=now, who=who, undone_by=""))
    session.execute(sa.update(PersonRow).where(PersonRow.root == theirs).values(root=mine))
    session.expire_all()
    settle(session, theirs)
    settle(session, mine)
    return mine, theirs


def merged_into(session: Session, id: str) -> tuple[tuple[int, datetime, str], ...]:
    """What was merged into this person and can be taken apart again: number, moment and who, the latest first."""
    root = _row(session, id).root
    wanted = sa.select(MergeRow.gone, MergeRow.at, MergeRow.who).where(_in_force(root))
    return tuple((gone, at, who) for gone, at, who in session.execute(wanted.order_by(MergeRow.number.desc())))


def unmerge(session: Session, id: str, gone: int, now: datetime, who: str) -> tuple[int, int]:
    """Take a merge back: whoever was merged is found as before, with all that was theirs then; both first numbers.

    What was kept since belongs to the one that it was kept for. Raises NoSuchPerson, NotMergeable.
    """
    root = _row(session, id).root
    row = session.scalar(sa.select(MergeRow).where(_in_force(root), MergeRow.gone == gone).with_for_update())
    if row is None:
        raise NotMergeable
    row.undone_at, row.undone_by = now, who
    session.flush()
    apart = _below(session, gone)
    session.execute(sa.update(PersonRow).where(PersonRow.number.in_(apart)).values(root=gone))
    session.expire_all()
    settle(session, gone)
    settle(session, root)
    return root, gone


def _in_force(root: int) -> sa.ColumnElement[bool]:
    return sa.and_(MergeRow.kept == root, MergeRow.undone_at.is_(None))


def _below(session: Session, number: int) -> list[int]:
    """A ledger and all that were merged into it, or into those."""
    found, ahead = [], [number]
    while ahead:
        found += ahead
        wanted = sa.select(MergeRow.gone).where(MergeRow.kept.in_(ahead), MergeRow.undone_at.is_(None))
        ahead = [gone for gone in session.scalars(wanted) if gone not in found]
    return found


def tell_apart(session: Session, one: str, other: str, now: datetime, who: str) -> None:
    """Say that two are two people: they are not suggested again. Raises NoSuchPerson, NotMergeable for one person."""
    low, high = sorted(_row(session, id).root for id in (one, other))
    if low == high:
        raise NotMergeable
    session.add(ApartRow(low=low, high=high, at=now, who=who))
    session.flush()


def note(session: Session, person: int, act: Act, details: Mapping[str, str], now: datetime, who: str) -> None:
    """Add a line to a ledger's history."""
    session.add(HistoryRow(person=person, at=now, who=who, act=act.value, details=dict(details)))
    session.flush()


def touch(session: Session, root: int, now: datetime, keep: timedelta | None) -> None:
    """Something was kept for the person: their time begins anew."""
    session.execute(
        sa.update(PersonRow).where(PersonRow.number == root).values(saved_at=now, expires_at=drafts.expiry(now, keep))
    )
    session.expire_all()


def settle(session: Session, number: int) -> None:
    """Bring what is derived from a ledger up to date: its summary, its keys, and the words it is found by."""
    row = session.get_one(PersonRow, number)
    group = _group(session, row.root)
    alone = next(member for member in group.members if member.number == number)
    _settle_keys(session, number, keys_of(traits_of(alone)))
    is_first = row.root == number
    shown = group.whole() if is_first else alone
    for column, value in _SUMMARY.items():
        setattr(row, column, _one_line(shown.text(value)))
    people_index_of(session).keep(session, number, _words(group) if is_first else ())
    session.flush()


def _one_line(text: str) -> str:
    return "".join(character if character >= " " else " " for character in text)


def _settle_keys(session: Session, number: int, wanted: frozenset[str]) -> None:
    kept = set(session.scalars(sa.select(KeyRow.key).where(KeyRow.person == number)))
    if gone := kept - wanted:
        session.execute(sa.delete(KeyRow).where(KeyRow.person == number, KeyRow.key.in_(gone)))
    session.add_all(KeyRow(person=number, key=key) for key in sorted(wanted - kept))


def _words(group: Group) -> tuple[str, ...]:
    names, numbers = [], []
    for member in group.members:
        names += [member.text(id) for id in _NAME_VALUES]
        for document in member.documents:
            names += [document.surname, document.given_names, document.name_zh]
            numbers.append(document.number)
        numbers += [value.text for id, value in member.values.items() if id.rpartition(".")[2] in _NUMBERS]
    shown = " ".join(shown_number(member.number) for member in group.members)
    return person_words_of(names, numbers, shown)


_NUMBERS = frozenset({"number", "permit_number", "hkid", "bir"})


# ---- the end


def ids_of(session: Session, id: str) -> tuple[str, ...]:
    """Everything that goes when the person is erased: their ledgers' ids, then their cases'. Raises NoSuchPerson."""
    group = load(session, id)
    return (*(member.id for member in group.members), *(case.id for case in cases_of(session, group)))


def overdue(session: Session, now: datetime, limit: int) -> tuple[str, ...]:
    """Ids of all ledgers of people without a case whose time is over, the longest first."""
    member = sa.orm.aliased(PersonRow)
    has_case = sa.exists().where(PersonCaseRow.person == member.number, member.root == PersonRow.number)
    over = sa.and_(PersonRow.root == PersonRow.number, PersonRow.expires_at < now, sa.not_(has_case))
    soonest = sa.select(PersonRow.number).where(over).order_by(PersonRow.expires_at, PersonRow.number).limit(limit)
    roots = session.scalars(soonest).all()
    return tuple(session.scalars(sa.select(PersonRow.id).where(PersonRow.root.in_(roots))))


def there(session: Session, ids: Iterable[str]) -> list[str]:
    """Those of the ids that are ledgers here."""
    return list(session.scalars(sa.select(PersonRow.id).where(PersonRow.id.in_(list(ids)))))


def erase_many(session: Session, ids: Iterable[str]) -> None:
    """Remove ledgers with all that hangs on them. What stays of a merged person is found by itself again."""
    gone = session.execute(sa.select(PersonRow.number, PersonRow.root).where(PersonRow.id.in_(list(ids)))).all()
    numbers = [number for number, _ in gone]
    if not numbers:
        return
    index = people_index_of(session)
    for number in numbers:
        index.drop(session, number)
    left = session.scalars(sa.select(PersonRow.number).where(PersonRow.root.in_({root for _, root in gone}))).all()
    session.execute(sa.delete(PersonRow).where(PersonRow.number.in_(numbers)))
    session.expire_all()
    orphans = [number for number in left if number not in numbers]
    lost = {root for _, root in gone if root in numbers}
    for number in orphans:
        row = session.get_one(PersonRow, number)
        if row.root in lost:
            row.root = number
    session.flush()
    for number in orphans:
        settle(session, number)


# ---- rows


def _row(session: Session, id: str) -> PersonRow:
    row = session.scalar(sa.select(PersonRow).where(PersonRow.id == id))
    if row is None:
        raise NoSuchPerson
    return row


def _group(session: Session, root: int) -> Group:
    rows = session.scalars(sa.select(PersonRow).where(PersonRow.root == root).order_by(PersonRow.number)).all()
    numbers = [row.number for row in rows]
    papers: dict[int, list[Document]] = {number: [] for number in numbers}
    for paper in session.scalars(
        sa.select(DocumentRow).where(DocumentRow.person.in_(numbers)).order_by(DocumentRow.number)
    ):
        papers[paper.person].append(_document(paper.id, paper.content))
    photos: dict[int, list[Photo]] = {number: [] for number in numbers}
    for photo in session.scalars(sa.select(PhotoRow).where(PhotoRow.person.in_(numbers)).order_by(PhotoRow.number)):
        photos[photo.person].append(_photo(photo))
    members = [_person(row, papers[row.number], photos[row.number]) for row in rows]
    first = next(member for member in members if member.number == root)
    return Group(first, tuple(member for member in members if member is not first))


def _person(row: PersonRow, documents: list[Document], photos: list[Photo]) -> Person:
    return Person(
        row.id, row.number, tuple(documents), tuple(photos), _values(row.content), row.created_at, row.saved_at
    )


def _photo(row: PhotoRow) -> Photo:
    return Photo(**{each.name: getattr(row, each.name) for each in fields(Photo)})


def _plain_values(values: Mapping[str, Value]) -> dict[str, dict[str, str]]:
    return {
        id: {
            "text": value.text,
            "way": value.origin.way,
            "document": value.origin.document,
            "day": value.origin.day.isoformat() if value.origin.day else "",
            "at": value.at.isoformat() if value.at else "",
        }
        for id, value in values.items()
    }


def _values(content: Mapping[str, Any]) -> dict[str, Value]:
    return {
        id: Value(
            told["text"],
            Origin(told["way"], told["document"], date.fromisoformat(told["day"]) if told["day"] else None),
            datetime.fromisoformat(told["at"]) if told["at"] else None,
        )
        for id, told in content["values"].items()
    }


def _plain_document(document: Document) -> dict[str, str]:
    plain = {each.name: str(getattr(document, each.name)) for each in fields(Document) if each.name != "id"}
    return plain | {"read_at": document.read_at.isoformat() if document.read_at else ""}


def _document(id: str, content: Mapping[str, str]) -> Document:
    moment = content["read_at"]
    rest = {name: text for name, text in content.items() if name not in ("kind", "read_at")}
    read_at = datetime.fromisoformat(moment) if moment else None
    return Document(id, DocumentKind(content["kind"]), **rest, read_at=read_at)
