"""Reads what the editions of the forms room share: what each procedure is about, citations, dated parameters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.form import About, Citation, Grade, Text
from talentdesk.core.tomlfile import Table, TomlFile, name_of
from talentdesk.core.words import N_, nearest

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Parameter

LANGUAGES = ("zh-Hans", "zh-Hant-HK", "en", "pt")


def read_about(path: Path) -> About:
    """Read `about.toml`. Raises FormError."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    top = file.top
    titles = top.table("title")
    title = {} if titles is None else {tag: titles.text(tag, required=True) for tag in LANGUAGES}
    if titles is None:
        top.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="title")
    else:
        titles.close()
    about = About(
        procedure=path.parent.name,
        title=title,
        group=top.text("group", required=True),
        audience=top.texts("audience"),
        authority=top.some_words("authority"),
        order=top.number("order"),
    )
    top.close()
    file.stop_at_faults()
    return about


def read_citations(path: Path) -> Mapping[str, Citation]:
    """Read `shared/citations.toml`. Raises FormError."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    found = {key: read_citation(table) for key, table in file.top.named()}
    file.stop_at_faults()
    return found


def read_parameters(paths: Iterable[Path], citations: Mapping[str, Citation]) -> Mapping[str, Parameter]:
    """Read all parameter files. Raises FormError with the faults of the first file that has any."""
    found: dict[str, Parameter] = {}
    for path in paths:
        file = TomlFile(path, name_of(path))
        file.stop_at_faults()
        for key, table in file.top.named():
            if key in found:
                table.fault("", N_("the parameter {key} is there twice"), N_("rename or delete one"), key=key)
            found[key] = _parameter(key, table, citations)
        file.stop_at_faults()
    return found


def read_citation(table: Table) -> Citation:
    """Read one citation."""
    citation = Citation(
        instrument=table.some_words("instrument"),
        article=table.text("article"),
        grade=_grade(table),
        address=table.text("address"),
        read_on=table.day("read_on"),
        in_force=table.day("in_force"),
        until=table.day("until"),
        reviewed_by=table.text("reviewed_by"),
        note=table.words("note"),
    )
    table.close()
    return citation


def _grade(table: Table) -> Grade:
    if "grade" not in table:
        table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="grade")
    return table.one_of("grade", Grade, Grade.M)


def _parameter(key: str, table: Table, citations: Mapping[str, Citation]) -> Parameter:
    from talentdesk.core.catalogue import Parameter

    title, unit = table.some_words("title"), table.text("unit", required=True)
    entries = table.tables("values")
    values = [_parameter_value(value, citations) for value in entries]
    table.close()
    if not entries:
        table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="values")
    begins = [since for since, _value, _citation in values]
    for index, since in enumerate(begins):
        if since in begins[:index]:
            day = since.isoformat() if since else "—"
            cause, remedy = N_("two values begin on the same day: {day}"), N_("correct the date, or delete one")
            entries[index].fault("from", cause, remedy, day=day)
    values.sort(key=lambda entry: entry[0] or date.min, reverse=True)
    return Parameter(key, title, unit, tuple(values))


def _parameter_value(table: Table, citations: Mapping[str, Citation]) -> tuple[date | None, Decimal | None, Citation]:
    since = table.day("from")
    repealed = table.flag("until_repealed")
    written = table.take("value", (int, str), None, required=not repealed)
    value: Decimal | None = None
    if written is not None:
        try:
            value = Decimal(written)
        except InvalidOperation:
            table.fault(
                "value", N_("{key} is not a number"), N_("write a whole number, or a decimal in quotes"), key="value"
            )
    if repealed and "value" in table:
        table.fault("value", N_("what is repealed has no value"), N_("delete the value, or until_repealed"))
    cite = table.text("cite", required=True)
    table.close()
    return since, value, find_citation(table, cite, citations)


_NO_CITATION = Citation(Text("", ""), "", Grade.M)


def find_citation(table: Table, key: str, citations: Mapping[str, Citation]) -> Citation:
    """Return the citation called `key`; one that is not there is a fault of the table\'s `cite`."""
    if key in citations:
        return citations[key]
    close = nearest(key, citations)
    table.fault("cite", N_("there is no citation {key}"), N_("did you mean {close}?"), key=key, close=close or "…")
    return _NO_CITATION
