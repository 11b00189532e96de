"""What a person agrees to, shown, given, withdrawn. Withdrawing erases what rested on it, at once and for good.

Every verb takes the open store, so a window has it done on the store's thread:
`keeper.ask(lambda store: consent.give(store, id, "fill-in", "zh-Hans"))`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from talentdesk.core import consent as agreeing
from talentdesk.core.consent import Consent, ConsentKind
from talentdesk.core.form import Edition
from talentdesk.core.words import N_
from talentdesk.service.mishap import InputError
from talentdesk.service.roles import needs
from talentdesk.service.rooms import catalogue

if TYPE_CHECKING:
    from talentdesk.core.draft import Draft
    from talentdesk.store.consents import ConsentLine
    from talentdesk.store.opened import Store

DRAFTED = N_("Text drafted by the authors of this program; no lawyer has read it.")
"""Stands under every text that nobody has reviewed."""
ABROAD = "abroad"
BASIC = "fill-in"
"""What a case cannot be without."""
_ROW = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class ConsentText:
    """A consent as it is read, in one language."""

    id: str
    kind: ConsentKind
    title: str
    words: str
    version: str
    reviewed_by: str
    """Lawyer who read it; empty: show DRAFTED under it."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How a case stands with one consent, for `abroad` with one recipient."""

    id: str
    kind: ConsentKind
    given: bool
    at: datetime | None = None
    """When it was given or withdrawn last; None: never asked."""
    version: str = ""
    language: str = ""
    outdated: bool = False
    """Given, but to an earlier version of the text: ask again."""
    recipient: str = ""


def texts(language: str, edition: Edition | None = None) -> tuple[ConsentText, ...]:
    """The texts in their order: all of them, or those that this form needs before it is filled in. Raises FormError."""
    found: Iterable[Consent] = catalogue().consents().values()
    if edition is not None:
        found = agreeing.needed(found, edition)
    return tuple(_text(consent, language) for consent in found)


@needs("consent")
def give(store: Store, case: str, id: str, language: str, *, recipient: str = "", purpose: str = "") -> None:
    """The person agrees, having read the current text in that language. A consent to hand the case over names the
    recipient and what for. Raises InputError, NoSuchCase."""
    consent = _known(id)
    if consent.kind is ConsentKind.ABROAD and not (recipient.strip() and purpose.strip()):
        cause = N_("a case is given to nobody without a name")
        raise InputError(cause, N_("name who receives it, and what for"))
    store.agree(case, _line(consent, language, given=True, recipient=recipient.strip(), purpose=purpose.strip()))


@needs("consent")
def withdraw(store: Store, case: str, id: str, language: str, *, recipient: str = "") -> str:
    """The person takes the consent back. What rested on it is erased before this returns, also from later restores of
    older copies: the whole case for what it cannot be without, else those answers alone.

    The id of the case that goes on, which is another one where answers were erased; empty where nothing is left.
    Raises InputError, NoSuchCase.
    """
    consent = _known(id)
    line = _line(consent, language, given=False, recipient=recipient.strip())
    if consent.kind is ConsentKind.ABROAD:
        store.agree(case, line)
        return case
    if consent.id == BASIC:
        store.agree(case, line)
        store.erase(case)
        return ""
    draft, _version = store.look(case)
    bare = _without(draft, agreeing.resting(consent, catalogue().edition(draft.procedure, draft.edition)))
    return store.replace(case, bare, line).id


@needs("consent")
def standing(store: Store, case: str) -> tuple[Stand, ...]:
    """How the case stands with every consent its form needs, then with everybody it may be handed to. Raises
    NoSuchCase, FormError."""
    draft, lines = store.look(case)[0], store.agreed(case)
    consents = catalogue().consents()
    needs = agreeing.needed(consents.values(), catalogue().edition(draft.procedure, draft.edition))
    last: Mapping[tuple[str, str], ConsentLine] = {(line.consent, line.recipient): line for line in lines}
    abroad = [line for line in last.values() if line.consent in consents and line.recipient]
    return (
        *(_stand(each, last.get((each.id, ""))) for each in needs),
        *(_stand(consents[line.consent], line) for line in abroad),
    )


def is_missing(stands: Iterable[Stand]) -> bool:
    """Whether something the form needs was not agreed to, or to an older text."""
    return any(not stand.given or stand.outdated for stand in stands if stand.kind is not ConsentKind.ABROAD)


@needs("export")
def may_hand_over(store: Store, case: str, recipient: str) -> bool:
    """Whether the person agreed that this recipient outside the Mainland gets the case."""
    last = {line.recipient: line for line in store.agreed(case) if line.consent == ABROAD}
    return recipient.strip() in last and last[recipient.strip()].given


# ---- parts


def _known(id: str) -> Consent:
    found = catalogue().consents().get(id)
    if found is None:
        raise InputError(N_("there is no consent {id}"), N_("choose one of those that are shown"), id=id[:32])
    return found


def _text(consent: Consent, language: str) -> ConsentText:
    wording = consent.current
    return ConsentText(
        consent.id,
        consent.kind,
        consent.title[language],
        wording.words[language],
        wording.version,
        consent.reviewed_by,
    )


def _line(consent: Consent, language: str, *, given: bool, recipient: str = "", purpose: str = "") -> ConsentLine:
    from talentdesk.store.consents import ConsentLine

    wording = consent.current
    digest = wording.digest(language)
    return ConsentLine(consent.id, wording.version, language, digest, given, recipient, purpose)


def _stand(consent: Consent, line: ConsentLine | None) -> Stand:
    if line is None:
        return Stand(consent.id, consent.kind, given=False)
    outdated = line.given and line.version != consent.current.version
    return Stand(consent.id, consent.kind, line.given, line.at, line.version, line.language, outdated, line.recipient)


def _without(draft: Draft, questions: frozenset[str]) -> Draft:
    """The draft without these answers, under a new id, so that the old one can be erased for good."""

    def stays(id: str) -> bool:
        return _ROW.split(id)[0] not in questions

    return replace(
        draft,
        id=uuid4().hex,
        typed={id: text for id, text in draft.typed.items() if stays(id)},
        declined=frozenset(filter(stays, draft.declined)),
        sources={id: source for id, source in draft.sources.items() if stays(id)},
        # What was answered before stands in the history, too; a comment may repeat it.
        history=(),
        comments=tuple(comment for comment in draft.comments if stays(comment.question)),
        place="" if draft.place and not stays(draft.place) else draft.place,
        number=0,
    )
