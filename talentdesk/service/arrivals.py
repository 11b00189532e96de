"""What a file brings: an answers file, a paper of ours or a bundle, checked and shown before it becomes a case."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from talentdesk.core.agefile import is_age
from talentdesk.core.answers import Answers, nest
from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.cells import split_cell
from talentdesk.core.draft import Draft, Source, State
from talentdesk.core.form import Edition
from talentdesk.core.history import Held, History, How, added
from talentdesk.core.identifiers import canonical
from talentdesk.core.words import N_
from talentdesk.i18n import plural
from talentdesk.intake.found import MOST_BYTES
from talentdesk.service import bundles
from talentdesk.service.answers import Given, Stray, parse_whole, sort_answers
from talentdesk.service.fillable import Misfit
from talentdesk.service.mishap import InputError
from talentdesk.service.roles import needs
from talentdesk.service.rooms import catalogue

if TYPE_CHECKING:
    from talentdesk.service.penmarks import PenReport
    from talentdesk.store.opened import Store

_NAME = re.compile(r"[a-z0-9-]{1,64}")
_NEAR = timedelta(days=3660)
_HEAD = 4096
"""Bytes that say what kind of file it is."""
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"RIFF")
IDENTITIES = ("passport.number", "travel_permit.number", "residency.hkid", "residency.bir")
"""Numbers by which a person is the same: one document has one holder."""


class Origin(StrEnum):
    """What kind of file the answers came in."""

    ANSWERS = "answers"
    PAPER = "paper"
    BUNDLE = "bundle"
    CODE = "code"
    """A public machine left it under the code of a slip."""


class Standing(StrEnum):
    """How well the desk that signed is known here."""

    OWN = "own"
    KNOWN = "known"
    """Cases signed with the same key were taken before."""
    UNKNOWN = "unknown"


STANDINGS: Mapping[Standing, str] = {
    Standing.OWN: N_("Signed by this desk itself: {fingerprint}"),
    Standing.KNOWN: N_("Signed by a desk whose cases were taken before: {fingerprint}"),
    Standing.UNKNOWN: N_(
        "Signed by a desk that is not known here. Have its fingerprint read out to you: {fingerprint}"
    ),
}
"""What to tell of the desk that signed."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The desk that signed a bundle, and what it says of it."""

    fingerprint: str
    purpose: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Arrival:
    """What would be taken. Nothing of it is in the store yet."""

    origin: Origin
    procedure: str
    edition: str
    as_of: date
    answers: Answers
    sources: Mapping[str, str] = field(default_factory=dict)
    strays: tuple[Stray, ...] = ()
    """Entries that fit no question and are left out."""
    misfits: tuple[Misfit, ...] = ()
    """What was written on a paper and is no answer."""
    sender: Sender | None = None
    pen: PenReport | None = None
    """What was changed by hand on the paper after it was printed; None where that is not known."""
    attachments: int = 0
    """Files that came along and are left out: a case keeps none."""

    @property
    def count(self) -> int:
        """Questions answered or declined, each cell of a table by itself."""
        return len(self.answers.typed) + len(self.answers.declined)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A stored case of the same person, and the questions on which it differs."""

    id: str
    number: int
    procedure: str
    changed: tuple[str, ...]
    """Answered in both, and differently."""
    only_file: tuple[str, ...] = ()
    only_case: tuple[str, ...] = ()
    """Answered in one alone; told only where both are of the same procedure."""


# --- reading a file -----------------------------------------------------------------------------------


def arrive(
    file: Path,
    today: date,
    procedure: str = "",
    private: bytes | None = None,
    ask_passphrase: Callable[[], str] = str,
) -> Arrival:
    """What the file holds. `procedure` is needed where the file does not name its own; `private` is a key file.

    Raises InputError or AnswersError for a file that is not taken, OSError for one out of reach.
    """
    with file.open("rb") as stream:
        raw = stream.read(_HEAD)
        if not _is_paper(raw):
            raw += stream.read(MOST_BYTES + 1 - len(raw))
    if is_age(raw):
        return _from_bundle(bundles.open_bundle(raw, file.name, private, ask_passphrase), procedure, today, file.name)
    if _is_paper(raw):
        return _from_paper(file, procedure, today, private)
    if b"\0" in raw[:_HEAD] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        cause = N_("{file} is no answers file, no bundle and no paper of talentdesk")
        raise InputError(cause, N_("choose a file in TOML, JSON, PDF or age, or a scan"), file=file.name)
    return _from_table(parse_whole(raw, file.name), procedure, today, file.name)


def _is_paper(raw: bytes) -> bool:
    return b"%PDF-" in raw[:1024] or raw.startswith(_PICTURES)


def _from_table(table: Mapping[str, object], procedure: str, today: date, name: str) -> Arrival:
    edition, given = _sorted(table, procedure, today, name)
    sources = dict.fromkeys(given.answers.typed, Source.FILE.value)
    return Arrival(Origin.ANSWERS, edition.procedure, edition.edition, today, given.answers, sources, given.strays)


def _from_bundle(bundle: bundles.Bundle, procedure: str, today: date, name: str) -> Arrival:
    edition, given = _sorted(bundle.table, procedure, today, name)
    told = bundle.table.get("sources")
    sources = told if isinstance(told, dict) else {}
    known = {id: str(sources[id]) for id in given.answers.typed if sources.get(id) in {*Source}}
    about = bundle.about
    sender = Sender(bundles.name_of(about.by), about.purpose, about.made_at)
    return Arrival(
        Origin.BUNDLE,
        edition.procedure,
        edition.edition,
        _day(bundle.table.get("as_of"), today),
        given.answers,
        known,
        given.strays,
        sender=sender,
        attachments=bundle.attachments,
    )


def _from_paper(file: Path, procedure: str, today: date, private: bytes | None) -> Arrival:
    from talentdesk.service.penmarks import pen_marks
    from talentdesk.service.reading import misfits_of, read

    parcel = read(file, private)
    table = {"procedure": parcel.procedure, "edition": parcel.edition, "answers": nest(parcel.typed, parcel.declined)}
    edition, given = _sorted(table, procedure, today, file.name)
    sources = dict.fromkeys(given.answers.typed, Source.FILE.value)
    return Arrival(
        Origin.PAPER,
        edition.procedure,
        edition.edition,
        today,
        given.answers,
        sources,
        given.strays,
        misfits_of(parcel),
        pen=pen_marks(file, parcel),
    )


def arrive_by_squares(texts: Sequence[str], today: date, private: bytes | None = None) -> Arrival:
    """What the squares of a slip or a form hold, scanned one by one. Raises InputError."""
    from talentdesk.service.reading import read_squares

    parcel = read_squares(texts, private)
    table = {"procedure": parcel.procedure, "edition": parcel.edition, "answers": nest(parcel.typed, parcel.declined)}
    edition, given = _sorted(table, "", today, parcel.procedure)
    sources = dict.fromkeys(given.answers.typed, Source.FILE.value)
    return Arrival(Origin.PAPER, edition.procedure, edition.edition, today, given.answers, sources, given.strays)


def _sorted(table: Mapping[str, object], wanted: str, today: date, name: str) -> tuple[Edition, Given]:
    edition = _edition(table, wanted, today, name)
    inner = table.get("answers")
    given = sort_answers(inner if isinstance(inner, dict) else table, edition, name)
    if not given.answers.typed and not given.answers.declined:
        cause, remedy = N_("{file} answers no question of {procedure}"), N_("name the right procedure with --procedure")
        raise InputError(cause, remedy, file=name, procedure=edition.procedure)
    return edition, given


def _edition(table: Mapping[str, object], wanted: str, today: date, name: str) -> Edition:
    """The edition that the file names, else the one of that procedure in force. Raises InputError."""
    said, dated = (_said(table, key, name) for key in ("procedure", "edition"))
    said = said or ("" if wanted else _in_name(name))
    if wanted and said and wanted != said:
        cause, remedy = N_("{file} is about {said}, not {wanted}"), N_("leave out --procedure")
        raise InputError(cause, remedy, file=name, said=said[:60], wanted=wanted)
    if not said:
        if not wanted:
            cause = N_("{file} does not say which procedure it is about")
            remedy = N_('write procedure = "…" into its first line, or name it with --procedure')
            raise InputError(cause, remedy, file=name)
        return catalogue().in_force(wanted, today)
    if not _NAME.fullmatch(said):
        # What a stranger wrote is no part of a path.
        raise InputError(N_("there is no procedure {name}"), N_("see: talentdesk list"), name=said[:40])
    try:
        if dated and dated in catalogue().editions(said):
            return catalogue().edition(said, dated)
        if not dated:
            return catalogue().in_force(said, today)
        editions = ", ".join(catalogue().editions(said))
        cause, remedy = N_("{procedure} has no edition {edition}"), N_("its editions are: {editions}")
        raise InputError(cause, remedy, procedure=said, edition=dated[:20], editions=editions)
    except CatalogueMiss as miss:
        raise InputError(miss.cause, miss.remedy, **miss.details) from None


def _in_name(name: str) -> str:
    """The procedure by which a rescue file is called, `k-visa-12.json`; empty where it is none of ours."""
    called = re.fullmatch(r"([a-z0-9-]{1,64}?)-(?:new|\d+)(?:-\d+)?\.json", name)
    return called[1] if called and called[1] in catalogue().procedures() else ""


def _said(table: Mapping[str, object], key: str, name: str) -> str:
    """What the file says beside its answers; a date of TOML as it is written."""
    value = table.get(key, "")
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, str):
        return value
    raise InputError(N_("{key} in {file} is no text"), N_("write it in quotes"), key=key, file=name)


def _day(text: object, today: date) -> date:
    """The day of the case; today where there is none, or one of another age."""
    try:
        day = date.fromisoformat(text) if isinstance(text, str) else today
    except ValueError:
        return today
    return day if abs(day - today) <= _NEAR else today


# --- beside what is stored ----------------------------------------------------------------------------


@needs("import")
def standing_of(sender: Sender, store: Store | None) -> Standing:
    """Whether this desk, or one whose cases were taken before, signed it."""
    from talentdesk.store.audit import Action

    if store is None:
        return Standing.UNKNOWN
    if sender.fingerprint == bundles.name_of(store.desk_key.public):
        return Standing.OWN
    return Standing.KNOWN if store.has_noted(Action.IMPORT, sender.fingerprint) else Standing.UNKNOWN


@needs("import")
def earlier_case(arrival: Arrival, store: Store) -> Earlier | None:
    """The stored case of the same person: one of the same procedure before others, the last saved before older ones."""
    numbers = {id: canonical(arrival.answers.typed.get(id, "")) for id in IDENTITIES}
    found: dict[str, Draft] = {}
    for id, number in numbers.items():
        for case in store.find(number, limit=20) if number else ():
            draft, _version = store.look(case.id)
            if canonical(draft.typed.get(id, "")) == number:
                found.setdefault(draft.id, draft)
    same = [draft for draft in found.values() if draft.procedure == arrival.procedure]
    best = next(iter(same or found.values()), None)
    return _compared(arrival, best) if best else None


def _compared(arrival: Arrival, draft: Draft) -> Earlier:
    new, old = arrival.answers.typed, draft.typed
    changed = _questions(id for id in new if id in old and new[id] != old[id])
    if draft.procedure != arrival.procedure:
        return Earlier(draft.id, draft.number, draft.procedure, changed)
    only_file = _questions(id for id in new if id not in old)
    only_case = _questions(id for id in old if id not in new)
    return Earlier(draft.id, draft.number, draft.procedure, changed, only_file, only_case)


def _questions(ids: Iterable[str]) -> tuple[str, ...]:
    """A cell of a table stands for its question."""
    return tuple(dict.fromkeys((split_cell(id) or (id,))[0] for id in ids))


def attachments_told(arrival: Arrival, language: str) -> str:
    """That files came along, and where they are not."""
    return plural(
        "{count} attached file is left out: a case keeps none.",
        "{count} attached files are left out: a case keeps none.",
        arrival.attachments,
        language,
    )


def pen_told(arrival: Arrival, language: str) -> tuple[str, ...]:
    """What was changed by hand on the paper, a sentence each."""
    from talentdesk.service.penmarks import sentences

    if arrival.pen is None:
        return ()
    return sentences(arrival.pen, catalogue().edition(arrival.procedure, arrival.edition), language)


# --- taking it ----------------------------------------------------------------------------------------


def draft_of(
    arrival: Arrival, now: datetime, earlier: Draft | None = None, *, who: str = "", locked: bool = True
) -> Draft:
    """A new case. It never takes the place of one that is there, and this counter has seen none of its papers yet.

    What came on a paper or in a bundle is `locked` as it was handed in until somebody begins to look at it. What the
    `earlier` case of the same procedure says otherwise is noted as the answers before.
    """
    handed_in = locked and arrival.origin is not Origin.ANSWERS
    return Draft(
        state=State.RECEIVED if handed_in else State.DRAFT,
        history=_compared_history(arrival, earlier, now, who),
        id=uuid4().hex,
        procedure=arrival.procedure,
        edition=arrival.edition,
        as_of=arrival.as_of,
        typed=arrival.answers.typed,
        declined=arrival.answers.declined,
        sources=arrival.sources,
        created_at=now,
    )


def _compared_history(arrival: Arrival, earlier: Draft | None, now: datetime, who: str) -> History:
    """One change: from what the earlier case holds to what came."""
    if earlier is None or earlier.procedure != arrival.procedure:
        return ()
    old, new = earlier.typed, arrival.answers.typed
    ids = [id for id in dict.fromkeys((*new, *old)) if old.get(id, "") != new.get(id, "")]
    was = [Held(id, old.get(id, "")) for id in ids]
    told = [Held(id, new.get(id, ""), arrival.sources.get(id, "")) for id in ids]
    return added((), now, who, How.RECEIVED, ids[0], was, told) if ids else ()


@needs("import")
def take(arrival: Arrival, store: Store, now: datetime, *, who: str = "", locked: bool = True) -> Draft:
    """Put it into the store as a new case, and note that it was imported and from where. Raises StoreTrouble."""
    from talentdesk.service.progress import progress_of
    from talentdesk.store.audit import Action

    known = earlier_case(arrival, store)
    earlier = store.look(known.id)[0] if known is not None else None
    draft = draft_of(arrival, now, earlier, who=who, locked=locked)
    progress = progress_of(bundles.interview_of(draft))
    store.note(Action.IMPORT, draft.id, arrival.sender.fingerprint if arrival.sender else arrival.origin.value)
    store.save(draft, progress)
    return store.load(draft.id)
