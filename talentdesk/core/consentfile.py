"""Reads `shared/consent.toml`, and tells of fields that nobody could agree to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.consent import Consent, ConsentKind, Wording
from talentdesk.core.form import Edition, Question
from talentdesk.core.sharedfile import LANGUAGES
from talentdesk.core.tomlfile import Fault, Table, TomlFile, name_of
from talentdesk.core.words import N_

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue

CONSENT = "shared/consent.toml"
_ID = re.compile("[a-z][a-z-]{1,23}")
_VERSION = re.compile(r"\d{4}-\d\d-\d\d")
_KEEP = re.compile(r"P\d{1,4}[DMY]")


def read_consents(path: Path) -> Mapping[str, Consent]:
    """Read the consents by id. Raises FormError with all the file's faults."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    top, found = file.top, dict[str, Consent]()
    for table in top.tables("consent"):
        consent = _consent(table)
        if consent.id in found:
            table.fault("id", N_("the id {id} is there twice"), N_("rename or delete one"), id=consent.id)
        found[consent.id] = consent
    top.close()
    file.stop_at_faults()
    return found


def _consent(table: Table) -> Consent:
    wordings = sorted(map(_wording, table.tables("text")), key=lambda each: each.version, reverse=True)
    if not wordings:
        table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="text")
    versions = [each.version for each in wordings]
    for version in sorted({each for each in versions if versions.count(each) > 1}):
        cause, remedy = N_("two texts have the version {version}"), N_("give the newer one its own date")
        table.fault("text", cause, remedy, version=version)
    consent = Consent(
        id=table.text("id", required=True),
        kind=table.one_of("kind", ConsentKind, ConsentKind.PURPOSE),
        title=_in_all_languages(table, "title"),
        wordings=tuple(wordings),
        purposes=table.texts("purposes"),
        questions=table.texts("questions"),
        reviewed_by=table.text("reviewed_by"),
    )
    if not _ID.fullmatch(consent.id):
        cause, remedy = N_("this is no id for a consent"), N_("use small letters and dashes, at most 24")
        table.fault("id", cause, remedy)
    table.close()
    return consent


def _wording(table: Table) -> Wording:
    wording = Wording(table.text("version", required=True), _in_all_languages(table, "words"))
    if not _VERSION.fullmatch(wording.version):
        table.fault("version", N_("a text's version is its date"), N_("write it as in 2026-11-26"))
    table.close()
    return wording


def _in_all_languages(table: Table, key: str) -> Mapping[str, str]:
    inner = table.table(key)
    if inner is None:
        table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key=key)
        return dict.fromkeys(LANGUAGES, "")
    words = {tag: inner.text(tag, required=True) for tag in LANGUAGES}
    inner.close()
    return words


# ---- what cannot be agreed to


def inspect_consents(catalogue: Catalogue) -> Iterator[Fault]:
    """Every question of every edition without a purpose, without a consent that covers it, or without an end; and
    every consent that speaks of questions there are none of."""
    consents = catalogue.consents()
    editions = [
        catalogue.edition(procedure, edition)
        for procedure in catalogue.procedures()
        for edition in catalogue.editions(procedure)
    ]
    for edition in editions:
        for question in edition.questions:
            for cause, remedy, details in _wants(question, tuple(consents.values())):
                yield _at(catalogue, edition, question, cause, remedy, details)
    yield from _idle(catalogue, consents, [question for edition in editions for question in edition.questions])


def _wants(question: Question, consents: tuple[Consent, ...]) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    known = {"id": question.id}
    if question.purpose is None or not question.purpose.zh.strip() or not question.purpose.en.strip():
        yield (
            N_("the question {id} has no purpose"),
            N_("say in `purpose` what it is asked for, or do not ask it"),
            known,
        )
    elif not any(each.kind is ConsentKind.PURPOSE and each.covers(question) for each in consents):
        yield (
            N_("no consent covers the purpose “{purpose}” of the question {id}"),
            N_("add the purpose's Chinese words to a consent in shared/consent.toml, or use words that are there"),
            {**known, "purpose": question.purpose.zh},
        )
    if not _KEEP.fullmatch(question.keep):
        yield (
            N_("the question {id} does not say how long its answer is kept"),
            N_("write `keep` as in P30D"),
            known,
        )


def _at(
    catalogue: Catalogue, edition: Edition, question: Question, cause: str, remedy: str, details: Mapping[str, str]
) -> Fault:
    path = next(
        path
        for folder in catalogue.folders
        if (path := folder / "procedures" / edition.procedure / f"{edition.edition}.toml").is_file()
    )
    file, line = TomlFile(path, name_of(path)), 1
    for outer, section in enumerate(file.data.get("section", ())):
        for inner, table in enumerate(section.get("question", ())):
            if table.get("id") == question.id:
                line = file.line(("section", outer, "question", inner))
    return Fault(file.name, line, cause, remedy, dict(details))


def _idle(catalogue: Catalogue, consents: Mapping[str, Consent], questions: list[Question]) -> Iterator[Fault]:
    """A pattern that meets no question is a slip of the pen that would leave a sensitive answer uncovered."""
    from fnmatch import fnmatchcase

    ids = {question.id for question in questions}
    for consent in consents.values():
        for pattern in consent.questions:
            if not any(fnmatchcase(id, pattern) for id in ids):
                cause, remedy = N_("no question is called {pattern}"), N_("correct or delete it")
                yield Fault(f"forms/{CONSENT}", 1, cause, remedy, {"pattern": pattern})
