"""Reads `shared/consistency.toml`: what must agree in all forms of one person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.consistency import Compared, Covered, NotAfter, NotTogether, Rule, Same
from talentdesk.core.form import Citation, Text, Weight
from talentdesk.core.sharedfile import find_citation, read_citation
from talentdesk.core.tomlfile import Fault, FormError, Table, TomlFile, name_of
from talentdesk.core.words import N_, nearest

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue

CONSISTENCY = "shared/consistency.toml"
_Head = tuple[str, Text, Text, Citation]


def read_consistency(path: Path, citations: Mapping[str, Citation]) -> tuple[Rule, ...]:
    """Read the rules in their order. Raises FormError with all the file's faults."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    top = file.top
    known = {**citations, **{key: read_citation(table) for key, table in top.children("citations")}}
    rules: list[Rule] = []
    for key, read in _READERS.items():
        for table in top.tables(key):
            rule = replace(read(table, _head(table, known)), weight=table.one_of("weight", Weight, Weight.NOTICE))
            table.close()
            if any(rule.id == other.id for other in rules):
                table.fault("id", N_("the id {id} is there twice"), N_("rename or delete one"), id=rule.id)
            rules.append(rule)
    top.close()
    file.stop_at_faults()
    return tuple(rules)


def inspect_consistency(catalogue: Catalogue) -> Iterator[Fault]:
    """Every fault of the file, questions and procedures that are not there too."""
    try:
        rules = catalogue.consistency()
    except FormError as slips:
        yield from slips.faults
        return
    procedures = catalogue.procedures()
    questions = _questions(catalogue, procedures)
    for rule in rules:
        for name in _named(rule):
            if name not in questions:
                yield _missing(N_("there is no question {name}"), name, questions)
        for name in rule.procedures if isinstance(rule, NotTogether) else ():
            if name not in procedures:
                yield _missing(N_("there is no procedure {name}"), name, procedures)


def _questions(catalogue: Catalogue, procedures: Iterable[str]) -> frozenset[str]:
    editions = (catalogue.edition(name, edition) for name in procedures for edition in catalogue.editions(name))
    return frozenset(question.id for edition in editions for question in edition.questions)


def _named(rule: Rule) -> tuple[str, ...]:
    match rule:
        case Same():
            return rule.questions
        case NotAfter():
            return (*rule.first, *rule.then)
        case Covered():
            return (rule.table, *rule.also, rule.birth)
    return ()


def _missing(cause: str, name: str, known: Iterable[str]) -> Fault:
    details = {"name": name, "close": nearest(name, known) or "…"}
    return Fault(f"forms/{CONSISTENCY}", 1, cause, N_("did you mean {close}?"), details)


def _head(table: Table, citations: Mapping[str, Citation]) -> _Head:
    cite = find_citation(table, table.text("cite", required=True), citations)
    return table.text("id", required=True), table.some_words("title"), table.some_words("message"), cite


def _some(table: Table, key: str, least: int = 1) -> tuple[str, ...]:
    found = table.texts(key)
    if len(found) < least:
        cause, remedy = N_("{key} names too few"), N_("name at least {least}")
        table.fault(key if key in table else "", cause, remedy, key=key, least=str(least))
    return found


def _same(table: Table, head: _Head) -> Rule:
    return Same(*head, _some(table, "questions"), table.one_of("compared", Compared, Compared.TEXT))


def _not_after(table: Table, head: _Head) -> Rule:
    return NotAfter(*head, _some(table, "first"), _some(table, "then"))


def _covered(table: Table, head: _Head) -> Rule:
    names = (table.text(key, required=True) for key in ("table", "begin", "end", "birth"))
    name, begin, end, birth = names
    return Covered(*head, name, table.texts("also"), begin, end, birth, table.number("age"))


def _not_together(table: Table, head: _Head) -> Rule:
    return NotTogether(*head, _some(table, "procedures", 2))


_READERS: Mapping[str, Callable[[Table, _Head], Rule]] = {
    "same": _same,
    "not_after": _not_after,
    "covered": _covered,
    "not_together": _not_together,
}
