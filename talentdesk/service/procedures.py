"""The procedures as people look for them: by whom they are for, and by any word of their title in any language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from talentdesk.core.catalogue import Catalogue
from talentdesk.core.form import About
from talentdesk.core.words import N_
from talentdesk.i18n import LANGUAGES, titled

OTHERS = N_("Other matters")
_GROUPS = {
    "foreigner": N_("Foreigners"),
    "hk_macao": N_("Residents of Hong Kong and Macao"),
    "youth": N_("Young people and their employers"),
}
"""The `group` of about.toml. One that is not here stands under the others."""


@dataclass(frozen=True, slots=True)
class Group:
    """Procedures for the same people. `title` is a message to say."""

    title: str
    procedures: tuple[About, ...]


def grouped(catalogue: Catalogue) -> tuple[Group, ...]:
    """Everything that can be read, each group in the order of the list. A broken file hides no other."""
    abouts = [catalogue.about(procedure) for procedure in catalogue.procedures()]
    found: dict[str, list[About]] = {title: [] for title in (*_GROUPS.values(), OTHERS)}
    for about in abouts:
        found[_GROUPS.get(about.group, OTHERS)].append(about)
    return tuple(Group(title, tuple(members)) for title, members in found.items() if members)


def matching(groups: Iterable[Group], text: str) -> tuple[Group, ...]:
    """The procedures that have every word of `text` in a title of theirs or in their id; groups without any go."""
    wanted = _fold(text).split()
    kept = (Group(group.title, tuple(each for each in group.procedures if _has(each, wanted))) for group in groups)
    return tuple(group for group in kept if group.procedures)


def _has(about: About, wanted: list[str]) -> bool:
    names = "\n".join((about.procedure, *(_fold(titled(about.title, language)) for language in LANGUAGES)))
    return all(word in names for word in wanted)


def _fold(text: str) -> str:
    """Without accents and capitals, so that `residencia` finds `residência`."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))
