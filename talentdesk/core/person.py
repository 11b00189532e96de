"""One applicant over many cases: documents with the name as printed on each, photos, values that every case asks for.

Nothing here is converted. What two people's ledgers have in common is told in `likeness`; that two ledgers are one
person's is a decision that somebody takes and can take back: a `Group` names its members and leaves each as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from talentdesk.core.draft import Source
from talentdesk.core.origin import Origin, origin_of, source_of

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.core.form import Edition


class DocumentKind(StrEnum):
    """What a document is."""

    PASSPORT = "passport"
    TRAVEL_PERMIT = "travel_permit"
    """Mainland Travel Permit for Hong Kong and Macao residents."""
    HKID = "hkid"
    BIR = "bir"
    RESIDENCE_PERMIT = "residence_permit"
    """The card of 18 characters for residents of Hong Kong, Macao and Taiwan."""
    VISA = "visa"
    DEGREE = "degree"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read. Every text stands as it is printed; empty: not on it, or not read."""

    id: str
    kind: DocumentKind
    number: str = ""
    surname: str = ""
    given_names: str = ""
    name_zh: str = ""
    """The name in Chinese characters, in this document's own spelling."""
    issuer: str = ""
    issued: str = ""
    expires: str = ""
    way: str = ""
    """A value of Source; empty: typed."""
    read_at: datetime | None = None

    @property
    def latin(self) -> str:
        """The name in Latin letters, `SURNAME, Given`."""
        return ", ".join(part for part in (self.surname, self.given_names) if part)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of the person; its bytes stay in the store."""

    id: str
    digest: str
    """SHA-256 in hex: the same file is kept once."""
    media: str
    size: int
    """In bytes."""
    width: int = 0
    height: int = 0
    taken: date | None = None
    """The day somebody says it was taken; None where nobody has said so."""
    background: str = ""
    """`white`, `blue` or another word of the photo rules; empty: not looked at."""
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """An answer that belongs to the person, with where it came from and since when."""

    text: str
    origin: Origin = field(default_factory=Origin)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One ledger. `values` are answers by their ids in the answer vocabulary."""

    id: str
    number: int = 0
    documents: tuple[Document, ...] = ()
    photos: tuple[Photo, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    created_at: datetime | None = None
    saved_at: datetime | None = None

    def text(self, id: str) -> str:
        """The value of that id; empty where there is none."""
        value = self.values.get(id)
        return value.text if value else ""


@dataclass(frozen=True, slots=True)
class Group:
    """Ledgers that somebody has said are one person's. The first is the one that they are found under.

    None of them is changed by it: unmerging names fewer members, and each is again what it was.
    """

    first: Person
    others: tuple[Person, ...] = ()

    @property
    def members(self) -> tuple[Person, ...]:
        """All ledgers, the first one first."""
        return (self.first, *self.others)

    def whole(self) -> Person:
        """The person as one ledger: every document and photo, and of each value the first member's that has one."""
        values: dict[str, Value] = {}
        for member in self.members:
            values = {**member.values, **values}
        photos = {photo.digest: photo for member in reversed(self.members) for photo in member.photos}
        documents = tuple(document for member in self.members for document in member.documents)
        return replace(self.first, documents=documents, photos=tuple(photos.values()), values=values)

    def other_texts(self, id: str) -> tuple[tuple[int, str], ...]:
        """What other members have for a value, where that is another text: the member's number, and the text."""
        mine = self.whole().text(id)
        found = ((member.number, member.text(id)) for member in self.members)
        return tuple((number, text) for number, text in found if text and text != mine)


# ---- a case from a person, and back

_NUMBERS: Final = {
    DocumentKind.PASSPORT: "passport.number",
    DocumentKind.TRAVEL_PERMIT: "travel_permit.number",
    DocumentKind.HKID: "residency.hkid",
    DocumentKind.BIR: "residency.bir",
    DocumentKind.RESIDENCE_PERMIT: "residency.permit_number",
    DocumentKind.VISA: "visa.number",
}
_DATES: Final = {
    DocumentKind.PASSPORT: ("passport.issue_date", "passport.expiry_date"),
    DocumentKind.TRAVEL_PERMIT: ("", "travel_permit.expiry_date"),
    DocumentKind.VISA: ("", "visa.expiry_date"),
}
_READ: Final = frozenset({Source.MRZ.value, Source.PICTURE.value, Source.PRINTED_PAGE.value})


def filling(person: Person, edition: Edition) -> dict[str, tuple[str, str]]:
    """What the person's ledger answers of a new case: text and source by question, of those marked for it only."""
    return {
        question.id: (value.text, source_of(value.origin))
        for question in edition.questions
        if question.profile and (value := person.values.get(question.id)) is not None and value.text.strip()
    }


def values_of(draft: Draft, profile: Iterable[str], at: datetime) -> dict[str, Value]:
    """What a case tells of its person: the answers that are marked for it, each with where the case has it from."""
    typed, found = draft.typed, {}
    for id in profile:
        text = typed.get(id, "")
        if text.strip() and id not in draft.declined:
            found[id] = Value(text, _origin(draft, id, at), at)
    return found


def _origin(draft: Draft, id: str, at: datetime) -> Origin:
    source = draft.sources.get(id, "")
    known = origin_of(source)
    if known is not None:
        return known
    document = document_of(id) if source in _READ else ""
    if not document and source in _READ:
        document = next((kind.value for kind, number in _NUMBERS.items() if draft.sources.get(number) == source), "")
    return Origin(source, document, at.date())


def document_of(id: str) -> str:
    """The kind of document that a question asks about; empty where it asks about none."""
    first = id.partition(".")[0]
    if first in (DocumentKind.PASSPORT, DocumentKind.TRAVEL_PERMIT, DocumentKind.VISA, DocumentKind.DEGREE):
        return first
    return next((kind.value for kind, number in _NUMBERS.items() if number == id), "")


def documents_of(values: Mapping[str, Value], new_id: Iterator[str]) -> tuple[Document, ...]:
    """The documents that values name by a number. The name in Latin letters goes with the document it was read from;
    where it was typed, with the passport, which forms ask it to be copied from. No name is put on any other one."""
    return tuple(
        _document(kind, values, next(new_id))
        for kind, number in _NUMBERS.items()
        if number in values and values[number].text.strip()
    )


def _document(kind: DocumentKind, values: Mapping[str, Value], id: str) -> Document:
    number = values[_NUMBERS[kind]]
    named = _is_named(kind, values)
    issued, expires = _DATES.get(kind, ("", ""))

    def text(key: str) -> str:
        return values[key].text if key in values else ""

    return Document(
        id,
        kind,
        number.text,
        text("person.surname") if named else "",
        text("person.given_names") if named else "",
        issued=text(issued),
        expires=text(expires),
        issuer=text("passport.issue_place") if kind is DocumentKind.PASSPORT else "",
        way=number.origin.way,
        read_at=number.at,
    )


def _is_named(kind: DocumentKind, values: Mapping[str, Value]) -> bool:
    name = values.get("person.surname") or values.get("person.given_names")
    if name is None:
        return False
    return name.origin.document == kind or (not name.origin.document and kind is DocumentKind.PASSPORT)


def same_document(one: Document, other: Document) -> bool:
    """Whether both are one piece of paper: kind and number, compared without case, width and punctuation."""
    from talentdesk.core.likeness import folded

    return one.kind is other.kind and bool(folded(one.number)) and folded(one.number) == folded(other.number)


def masked(number: str) -> str:
    """A number to be shown in passing: its ends, and dots for the rest. Punctuation stays."""
    letters = [at for at, character in enumerate(number) if character.isalnum()]
    ends = 2 if len(letters) > 6 else 1 if len(letters) > 3 else 0
    shown = {*letters[:ends], *(letters[-ends:] if ends else ())}
    return "".join("•" if at in letters and at not in shown else character for at, character in enumerate(number))
