"""The nouns of a procedure's edition: sections, questions, rules, documents, deadlines. Frozen, without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from talentdesk.core.points import PointsTable
    from talentdesk.core.rules import Expression


APPLICATION_SHEET, CHECKLIST = "application-sheet", "checklist"
RETYPE_SHEET, CORRECTION_SLIP, DEADLINE_CARD = "retype-sheet", "correction-slip", "deadline-card"
MISSING_ITEMS = "missing-items"
SLIPS = (CHECKLIST, MISSING_ITEMS, DEADLINE_CARD, RETYPE_SHEET, CORRECTION_SLIP)
"""Papers every case has besides its form; the card only where the edition sets a deadline."""
BUILT_IN_PAPERS = (APPLICATION_SHEET, *SLIPS)
"""Papers that are laid out from the edition itself: every procedure can have them, no sheet describes them."""


@dataclass(frozen=True, slots=True)
class Text:
    """Legal or official words in the two languages a form file carries in place.

    The pair is the source of its translations: `zh-Hant-HK` and `pt` are looked
    up by both together (message context `zh`, message id `en`).
    """

    zh: str
    en: str


class Kind(StrEnum):
    """What sort of answer a question takes."""

    TEXT = "text"
    LATIN_NAME = "latin_name"
    HAN_NAME = "han_name"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    NUMBER = "number"
    MONEY = "money"
    COUNTRY = "country"
    DIVISION = "division"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    IDENTIFIER = "identifier"
    PHOTO = "photo"
    DOCUMENT = "document"
    SIGNATURE = "signature"
    TABLE = "table"


# Kinds that are places on paper or papers to bring: shown and printed, never typed.
PLACES = frozenset({Kind.PHOTO, Kind.DOCUMENT, Kind.SIGNATURE})


class Need(StrEnum):
    """How much a question insists on an answer."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


class Grade(StrEnum):
    """How well a fact is known: official text, reputable secondary, weak, unverified."""

    A = "A"
    B = "B"
    C = "C"
    M = "M"


GOOD_FOR_DAYS = 365
"""How long after it was read a text is relied on without being read again."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule or a value comes from."""

    instrument: Text
    article: str
    grade: Grade
    address: str = ""
    read_on: date | None = None
    in_force: date | None = None
    until: date | None = None
    reviewed_by: str = ""
    note: Text | None = None

    def is_stale(self, day: date) -> bool | None:
        """Whether the text was last read more than 365 days before `day`; None where no reading is on record."""
        return None if self.read_on is None else (day - self.read_on).days > GOOD_FOR_DAYS


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a closed list. `code` is stored, `label` shown, `short` printed where room is scarce."""

    code: str
    label: Text
    short: Text | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `id` is stable and never reused."""

    id: str
    kind: Kind
    label: Text
    help: Text | None = None
    example: str = ""
    need: Need = Need.REQUIRED
    need_when: Expression | None = None
    ask_when: Expression | None = None
    choices: tuple[Choice, ...] = ()
    list: str = ""
    max: int = 0
    """Most characters that are accepted (0: the kind's own limit)."""
    scheme: str = ""
    """Identifier scheme, for kind `identifier`."""
    precision: str = "D"
    """Finest part of a date that is asked: `D`, `M` or `Y`."""
    unknown_month: bool = False
    """A date of precision `M` of which the person may know only the year."""
    capitals: bool = False
    numbered: bool = False
    """A text that is a number off a card or a receipt: keys for digits and letters are offered first."""
    currency: str = ""
    columns: tuple[Question, ...] = ()
    rows_min: int = 0
    rows_max: int = 0
    none: Text | None = None
    """What the form prints when the person declines (`None`, `N/A`); None: declining is not offered."""
    profile: bool = False
    """Fills from the person and feeds the person."""
    purpose: Text | None = None
    keep: str = ""
    cite: str = ""
    """Key of the citation shown beside the question."""
    block: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that stand on one page, in the order of the official form."""

    id: str
    title: Text
    number: str
    questions: tuple[Question, ...]
    ask_when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A named value worked out from answers."""

    id: str
    expression: Expression


class Weight(StrEnum):
    """What a failed rule does: nothing ever blocks saving or printing."""

    ERROR = "error"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition of the procedure. `must` true: pass, false: fail, unknown: unknown."""

    id: str
    must: Expression
    message: Text
    """Shown on fail: what is wrong and what to do. `{question.id}` and `{fact.id}` are filled in."""
    cite: str
    weight: Weight = Weight.NOTICE
    when: Expression | None = None
    about: str = ""
    """The question the message stands under."""
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class DocumentNeed:
    """A paper to bring."""

    id: str
    title: Text
    need: Need = Need.REQUIRED
    need_when: Expression | None = None
    why: Text | None = None
    originals: int = 1
    copies: int = 0
    fresh_months: int = 0
    """Issued within this many months of filing (0: no limit)."""
    issued: str = ""
    """The question that holds the paper's date of issue."""
    translation: bool = False
    authentication: Text | None = None
    returned: bool = True
    cite: str = ""
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day, counted conservatively from a dated fact."""

    id: str
    title: Text
    start: Expression
    days: int = 0
    months: int = 0
    working_days: int = 0
    before: bool = False
    """Counts back from `start` instead of on from it."""
    when: Expression | None = None
    cite: str = ""
    opens: bool = False
    """A first day instead of a last one: coming before it is in vain, and it is never missed."""


@dataclass(frozen=True, slots=True)
class Fee:
    """An amount to pay; how much is a dated parameter with its own citation and grade."""

    id: str
    title: Text
    parameter: str
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Duration:
    """How long the office takes; how many days is a dated parameter with its own citation and grade."""

    id: str
    title: Text
    parameter: str
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a case is filed."""

    id: str
    title: Text
    address: Text | None
    note: Text | None
    cite: str


@dataclass(frozen=True, slots=True)
class About:
    """What stands in `about.toml`: what is the same in every edition."""

    procedure: str
    title: Mapping[str, str]
    """In the four languages of the program, by tag."""
    group: str
    audience: tuple[str, ...]
    authority: Text
    order: int


@dataclass(frozen=True, slots=True)
class Edition:
    """One dated edition of a procedure, resolved with its shared blocks."""

    about: About
    edition: str
    """Date in force as written in the file's name, `YYYY-MM-DD`."""
    sections: tuple[Section, ...]
    facts: tuple[Fact, ...] = ()
    rules: tuple[Rule, ...] = ()
    documents: tuple[DocumentNeed, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    fees: tuple[Fee, ...] = ()
    durations: tuple[Duration, ...] = ()
    places: tuple[Place, ...] = ()
    papers: tuple[str, ...] = ()
    citations: Mapping[str, Citation] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)
    until: date | None = None
    points: PointsTable | None = None

    @property
    def procedure(self) -> str:
        """Id of the procedure."""
        return self.about.procedure

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order, table columns not counted."""
        return tuple(question for section in self.sections for question in section.questions)
