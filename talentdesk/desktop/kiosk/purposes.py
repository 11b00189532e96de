"""What a person is asked to agree to at the machine, point by point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from talentdesk.core.consent import ConsentKind, resting
from talentdesk.i18n import N_, say
from talentdesk.service.consent import DRAFTED

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.consent import Consent
    from talentdesk.core.form import Edition

FILL_IN, PASS_ON, READ = "fill-in", "pass-on", "read"
"""The consent without which there is no form; and two acts of the machine: passing answers on to the counter, and
reading a document."""

_PASS_ON = N_("Pass my answers to the counter in this hall")
_PASS_ON_WORDS = N_(
    "The paper and the slip carry your answers in a square code, so that nobody types them again. Without it the papers"
    " are printed without a code."
)
_READ = N_("Read my passport or permit at this machine")
_READ_WORDS = N_("What was read is shown to you before anything is filled in. No picture is kept.")
_ICONS = {FILL_IN: "document", "assess": "list", "sensitive": "shield"}


@dataclass(frozen=True, slots=True)
class Purpose:
    """One point. `needed`: without it nothing can be filled in."""

    id: str
    icon: str
    title: Callable[[str], str]
    words: Callable[[str], str]
    needed: bool = False
    sensitive: bool = False
    """What the law wants agreed to on its own."""
    drafted: bool = False
    """No lawyer has read the text, which is said."""


def purposes(catalogue: Catalogue) -> tuple[Purpose, ...]:
    """All points in their order. Raises FormError."""
    found = [_of(consent) for consent in catalogue.consents().values() if consent.kind is not ConsentKind.ABROAD]
    pass_on = Purpose(PASS_ON, "arrow", lambda tag: say(_PASS_ON, tag), lambda tag: say(_PASS_ON_WORDS, tag))
    read = Purpose(READ, "passport", lambda tag: say(_READ, tag), lambda tag: say(_READ_WORDS, tag))
    return (*found, pass_on, read)


def left_out(catalogue: Catalogue, edition: Edition, agreed: frozenset[str]) -> frozenset[str]:
    """Questions that are not asked because the person did not agree to what they are for."""
    refused = (each for each in _asked(catalogue) if each.id not in agreed)
    return frozenset(id for consent in refused for id in resting(consent, edition))


def _asked(catalogue: Catalogue) -> Iterator[Consent]:
    return (each for each in catalogue.consents().values() if each.kind is not ConsentKind.ABROAD)


def _of(consent: Consent) -> Purpose:
    return Purpose(
        consent.id,
        _ICONS.get(consent.id, "document"),
        lambda tag: consent.title[tag],
        lambda tag: consent.current.words[tag],
        needed=consent.id == FILL_IN,
        sensitive=consent.kind is ConsentKind.SENSITIVE,
        drafted=not consent.reviewed_by,
    )


__all__ = ["DRAFTED", "FILL_IN", "PASS_ON", "READ", "Purpose", "left_out", "purposes"]
