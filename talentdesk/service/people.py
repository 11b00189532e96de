"""A person over many cases: making a ledger from a scan or a case, what a new case takes from it, what it is told back.

Every verb is done with the open store, which notes it in the chain of acts under a pseudonym and in the person's own
history in words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import uuid4

from talentdesk.core import passport
from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.checks import Severity
from talentdesk.core.consistency import AnswerSet
from talentdesk.core.draft import Source
from talentdesk.core.interview import Interview
from talentdesk.core.likeness import Reason, traits_of
from talentdesk.core.origin import Origin, source_of
from talentdesk.core.person import Document, DocumentKind, Group, Person, Value, documents_of, filling, values_of
from talentdesk.core.tomlfile import FormError
from talentdesk.core.values import date_parts
from talentdesk.core.words import N_
from talentdesk.i18n import format_short_date, say
from talentdesk.service.roles import needs

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.draft import Draft
    from talentdesk.core.form import Edition
    from talentdesk.core.mrz import Reading
    from talentdesk.store.opened import Store
    from talentdesk.store.personsummary import Candidate, Opened

_T = TypeVar("_T")
_SURE: Final = {Reason.SAME_BIRTH_DATE, Reason.SAME_LATIN_NAME, Reason.LIKE_LATIN_NAME}
"""What a machine-readable zone tells of its holder beside the number."""

KINDS: Final[Mapping[DocumentKind, str]] = {
    DocumentKind.PASSPORT: N_("Passport"),
    DocumentKind.TRAVEL_PERMIT: N_("Mainland travel permit"),
    DocumentKind.HKID: N_("Hong Kong identity card"),
    DocumentKind.BIR: N_("Macao resident identity card"),
    DocumentKind.RESIDENCE_PERMIT: N_("Residence permit for Hong Kong, Macao and Taiwan residents"),
    DocumentKind.VISA: N_("Visa"),
    DocumentKind.DEGREE: N_("Degree certificate"),
    DocumentKind.OTHER: N_("Other document"),
}
"""What a kind of document is called; messages to say."""

_SHORT: Final = {
    "passport": N_("passport"),
    "travel_permit": N_("travel permit"),
    "hkid": N_("Hong Kong identity card"),
    "bir": N_("Macao identity card"),
    "residence_permit": N_("residence permit card"),
    "visa": N_("visa"),
    "degree": N_("degree certificate"),
    "other": N_("document"),
}

REASONS: Final[Mapping[Reason, str]] = {
    Reason.SAME_NUMBER: N_("the same document number"),
    Reason.SAME_BIRTH_DATE: N_("the same date of birth"),
    Reason.SAME_HAN_NAME: N_("the same name in Chinese characters"),
    Reason.SAME_LATIN_NAME: N_("the same name in Latin letters"),
    Reason.LIKE_HAN_NAME: N_("names in Chinese characters that differ in one"),
    Reason.LIKE_LATIN_NAME: N_("names in Latin letters of which one holds the other"),
    Reason.OTHER_BIRTH_DATE: N_("but another date of birth"),
    Reason.OTHER_NUMBER: N_("but another number that one keeps for life"),
}
"""Why two may be one person, or not; messages to say."""


@needs("case")
def with_people(store: Store, act: Callable[[Store], _T]) -> _T:
    """Does something with the people of a store, for whom cases are shown to. Raises NotAllowed, SignInNeeded."""
    return act(store)


# ---- words


def kind_named(kind: DocumentKind, language: str) -> str:
    """What a kind of document is called."""
    return say(KINDS[kind], language)


def origin_told(origin: Origin, language: str) -> str:
    """`from passport read 22 Nov`: how the person's ledger came by a value."""
    day = format_short_date(origin.day, language) if origin.day else ""
    if origin.document in _SHORT and origin.way in (Source.MRZ, Source.PICTURE, Source.PRINTED_PAGE):
        document = say(_SHORT[origin.document], language)
        if day:
            return say("from {document} read {day}", language, document=document, day=day)
        return say("from {document}", language, document=document)
    if origin.way == Source.FILE:
        return say("from a file of {day}", language, day=day) if day else say("from a file", language)
    return say("from the person, {day}", language, day=day) if day else say("from the person", language)


def reasons_told(reasons: tuple[Reason, ...], language: str) -> str:
    """Why somebody is suggested, on one line."""
    return " · ".join(say(REASONS[reason], language) for reason in reasons)


def printed_names(person: Person, language: str) -> tuple[AnswerSet, ...]:
    """The Chinese name on each document as an answer, so that it is compared with the others and with the cases. Names
    in Latin letters are not: capitals are a document's own way of printing, and the ledger marks what differs."""
    return tuple(
        AnswerSet(kind_named(document.kind, language), "", {"person.name_zh": document.name_zh})
        for document in person.documents
        if document.name_zh
    )


def printed_numbers(person: Person, language: str) -> tuple[AnswerSet, ...]:
    """Number and last day of the person's passport and travel permit, of several the one that is valid longest, to be
    compared with the cases that are in hand."""
    found = []
    for kind in (DocumentKind.PASSPORT, DocumentKind.TRAVEL_PERMIT):
        of_kind = [each for each in person.documents if each.kind is kind and each.number and each.expires]
        if of_kind:
            newest = max(of_kind, key=lambda each: tuple(part.zfill(4) for part in date_parts(each.expires)))
            found.append(AnswerSet(kind_named(kind, language), "", {f"{kind.value}.number": newest.number}))
    return tuple(found)


# ---- from a scan


def scanned_document(reading: Reading, now: datetime, way: Source = Source.MRZ) -> Document:
    """The document that was read, with the name exactly as its machine-readable zone has it."""
    fields = reading.fields
    number = "" if reading.checks.get("number") is False else fields.get("number", "")
    return Document(
        uuid4().hex,
        kind_of(reading),
        number,
        fields.get("surname", ""),
        fields.get("given_names", ""),
        issuer=fields.get("issuing_state", ""),
        expires=fields.get("expiry_date", ""),
        way=way.value,
        read_at=now,
    )


def kind_of(reading: Reading) -> DocumentKind:
    """What was read."""
    offered = {offer.question_id.partition(".")[0] for offer in passport.offer(reading)}
    for kind in (DocumentKind.PASSPORT, DocumentKind.VISA, DocumentKind.TRAVEL_PERMIT):
        if kind in offered:
            return kind
    return DocumentKind.OTHER


def scanned_values(reading: Reading, now: datetime, way: Source = Source.MRZ) -> dict[str, Value]:
    """What the zone tells of its holder."""
    origin = Origin(way.value, kind_of(reading).value, now.date())
    return {offer.question_id: Value(offer.text, origin, now) for offer in passport.offer(reading)}


def source_of_scan(reading: Reading, now: datetime, way: Source = Source.MRZ) -> str:
    """What a case keeps as the source of an answer that its person's ledger has from this reading."""
    return source_of(Origin(way.value, kind_of(reading).value, now.date()))


def scanned_person(reading: Reading, now: datetime, way: Source = Source.MRZ) -> Person:
    """A ledger that knows what the zone says and nothing more. It is not kept yet."""
    return Person(
        uuid4().hex, documents=(scanned_document(reading, now, way),), values=scanned_values(reading, now, way)
    )


@needs("case")
def make_scanned(store: Store, reading: Reading, now: datetime, way: Source = Source.MRZ) -> Group:
    """Make a ledger of a document that was read. Raises StoreTrouble."""
    return store.people.make(scanned_person(reading, now, way))


def merge_scan(person: Person, offers: tuple[passport.Offer, ...]) -> passport.Merge:
    """What of a reading the person's ledger takes: what it has no answer for, and the number and last day of a document
    that is valid longer than the one it knows."""
    typed = {key: value.text for key, value in person.values.items()}
    sources = {key: value.origin.way for key, value in person.values.items()}
    return passport.follow_document(typed, passport.merge(typed, sources, offers))


@needs("case")
def keep_scan(store: Store, id: str, reading: Reading, now: datetime, way: Source = Source.MRZ) -> tuple[Document, int]:
    """Keep a document that was read in the person's ledger, and what of it the ledger has no answer for; the document,
    and how many answers were left as they are although the zone says something else. Raises StoreTrouble."""
    document = store.people.keep_document(id, scanned_document(reading, now, way))
    whole, read = store.people.load(id).whole(), scanned_values(reading, now, way)
    merged = merge_scan(whole, passport.offer(reading, way))
    store.people.keep_values(id, {offer.question_id: read[offer.question_id] for offer in merged.taken})
    return document, len(merged.kept)


@needs("case")
def who_scanned(store: Store, reading: Reading, now: datetime) -> tuple[Candidate, ...]:
    """Who the document may belong to, the likeliest first. Raises StoreTrouble."""
    return store.people.candidates(traits_of(scanned_person(reading, now)))


def owner_among(likely: Sequence[Candidate]) -> Person | None:
    """Whose a document is beyond doubt: the only one with its number, the day of birth or the name with it, and nothing
    that speaks against it. Two countries may give one number."""
    named = [each for each in likely if Reason.SAME_NUMBER in each.likeness.reasons]
    if len(named) != 1:
        return None
    reasons = set(named[0].likeness.reasons)
    sure = reasons & _SURE and not reasons & {Reason.OTHER_BIRTH_DATE, Reason.OTHER_NUMBER}
    return named[0].group.whole() if sure else None


# ---- from a case, and back


def profile(edition: Edition) -> tuple[str, ...]:
    """The questions of an edition whose answers belong to the person."""
    return tuple(question.id for question in edition.questions if question.profile)


def person_in(draft: Draft, edition: Edition, now: datetime) -> Person:
    """A ledger of what a case tells of its person. It is not kept yet."""
    values = values_of(draft, profile(edition), now)
    return Person(uuid4().hex, documents=documents_of(values, _ids()), values=values)


@needs("case")
def make_from_case(store: Store, draft: Draft, edition: Edition, now: datetime) -> Group:
    """Make a ledger of a case that is nobody's yet, and say that it is theirs. Raises StoreTrouble."""
    return store.people.make(person_in(draft, edition, now), draft.id)


@needs("case")
def adopt(store: Store, id: str, draft: Draft, edition: Edition, now: datetime) -> None:
    """Say that a case is a person's. The ledger takes what it has no answer for, and the documents it does not know;
    where both have an answer, each keeps its own. Raises StoreTrouble."""
    store.people.link(id, draft.id)
    told = person_in(draft, edition, now)
    whole = store.people.load(id).whole()
    store.people.keep_values(id, {key: value for key, value in told.values.items() if not whole.text(key).strip()})
    for document in told.documents:
        store.people.keep_document(id, document)


@needs("case")
def learn(store: Store, opened: Opened, catalogue: Catalogue, now: datetime) -> bool:
    """Take into the person's ledger what their cases answer rightly and it has no answer for, of the last saved case
    first; whether there was anything. So the next case begins with what was typed into this one. Raises StoreTrouble.
    """
    whole, fresh = opened.group.whole(), dict[str, Value]()
    for draft in sorted(opened.drafts, key=lambda each: each.saved_at or now, reverse=True):
        for key, value in _told_rightly(draft, catalogue, now).items():
            if not whole.text(key).strip():
                fresh.setdefault(key, value)
    if fresh:
        store.people.keep_values(opened.group.first.id, fresh)
    return bool(fresh)


def _told_rightly(draft: Draft, catalogue: Catalogue, now: datetime) -> dict[str, Value]:
    """What a case tells of its person, without what is half typed or wrong."""
    try:
        edition = catalogue.edition(draft.procedure, draft.edition)
    except (CatalogueMiss, FormError):
        return {}
    case = Interview(edition, catalogue, as_of=draft.as_of, typed=draft.typed, declined=draft.declined)
    wrong = {problem.question for problem in case.problems() if problem.severity is Severity.ERROR}
    asked = (id for id in profile(edition) if case.asked(id) and id not in wrong)
    return values_of(draft, asked, (draft.saved_at or now).astimezone())


@needs("case")
def who_in(store: Store, draft: Draft, edition: Edition, now: datetime) -> tuple[Candidate, ...]:
    """Whose case it may be, the likeliest first. Raises StoreTrouble."""
    return store.people.candidates(traits_of(person_in(draft, edition, now)))


@needs("case")
def holder_of(store: Store, case: str) -> Person | None:
    """Whose case it is, as one ledger; None where it is nobody's. Raises StoreTrouble."""
    id = store.people.of_case(case)
    return store.people.load(id).whole() if id else None


def begin(person: Person, edition: Edition) -> dict[str, tuple[str, str]]:
    """What a new case takes from the person: text and source by question."""
    return filling(person, edition)


@needs("case")
def take_back(store: Store, case: str, question: str, text: str, now: datetime) -> str:
    """Take a value that was changed in a case to its person, and give the source the case now keeps for it; empty where
    the case is nobody's. Raises StoreTrouble."""
    id = store.people.of_case(case)
    if not id:
        return ""
    origin = Origin("", "", now.date())
    store.people.keep_values(id, {question: Value(text, origin, now)})
    return source_of(origin)


def typed_document(document: Document, **texts: str) -> Document:
    """A document with what a clerk typed from it: from now on no scan overwrites that."""
    return replace(document, **texts, way="")  # type: ignore[arg-type]


def _ids() -> Iterator[str]:
    while True:
        yield uuid4().hex
