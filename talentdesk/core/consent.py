"""What a person agrees to before answers are taken: texts by purpose, each with its version; values only.

PIPL Art. 13-15, 28-30, 38-39; PDPO DPP1 and DPP3: a purpose that is named, a separate consent for what is sensitive,
and one for handing data out of the Mainland that names who receives it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from hashlib import sha256

from talentdesk.core.form import Edition, Question


class ConsentKind(StrEnum):
    """What a consent is about."""

    PURPOSE = "purpose"
    """Answers taken for the purposes named: without it there is no case."""
    SENSITIVE = "sensitive"
    """Answers that the law calls sensitive: a consent of its own."""
    ABROAD = "abroad"
    """Handing the case to somebody outside the Mainland: a consent of its own for each recipient."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A version of the text, in four languages. A version that somebody agreed to is never changed, only followed."""

    version: str
    words: Mapping[str, str]

    def digest(self, language: str) -> str:
        """What proves which words were read."""
        return sha256(self.words[language].encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Consent:
    """One thing to agree to."""

    id: str
    kind: ConsentKind
    title: Mapping[str, str]
    wordings: tuple[Wording, ...]
    """The newest first."""
    purposes: tuple[str, ...] = ()
    """Chinese words of the purposes of questions that it covers."""
    questions: tuple[str, ...] = ()
    """Ids or patterns (`*.number`) of the sensitive questions that it covers."""
    reviewed_by: str = ""
    """Lawyer who read the text; empty: drafted by the program's authors and read by none."""

    @property
    def current(self) -> Wording:
        """The version that is shown now."""
        return self.wordings[0]

    def covers(self, question: Question) -> bool:
        """Whether the answer to this question rests on this consent."""
        if self.kind is ConsentKind.PURPOSE:
            return question.purpose is not None and question.purpose.zh in self.purposes
        return any(fnmatchcase(question.id, pattern) for pattern in self.questions)


def needed(consents: Iterable[Consent], edition: Edition) -> tuple[Consent, ...]:
    """What is to be agreed to before this form is filled in."""
    asked = edition.questions
    return tuple(each for each in consents if any(each.covers(question) for question in asked))


def resting(consent: Consent, edition: Edition) -> frozenset[str]:
    """Ids of the questions whose answers rest on this consent."""
    return frozenset(question.id for question in edition.questions if consent.covers(question))
