"""A review sheet that comes back: what was corrected, brought into the translations and the form files."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from talentdesk import paths
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.fault import Fault
from talentdesk.core.form import Edition, Text
from talentdesk.core.tomllines import Path_
from talentdesk.core.words import N_, nearest
from talentdesk.i18n import pofile
from talentdesk.i18n.inside import placeholders
from talentdesk.i18n.speech import PROCEDURES
from talentdesk.intake.examining import read_table
from talentdesk.intake.table import Cell, Line, TableUnreadable
from talentdesk.service.editionwords import LANGUAGES, Words, is_published, words_of
from talentdesk.service.files import put
from talentdesk.service.mishap import AnswersError, InputError
from talentdesk.service.reviewsheet import SHEET

_FIRST = 2
"""The column of the first language, counted from 0."""
_BEFORE = _FIRST + len(LANGUAGES)


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell that says something else than when the sheet was written."""

    words: Words
    language: str
    cell: str
    """Its name in the sheet, such as D12."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What became of a sheet. `kept` are corrections somebody has to write in the file by hand."""

    translated: tuple[Correction, ...] = ()
    patched: tuple[Correction, ...] = ()
    kept: tuple[Correction, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass
class _Findings:
    corrections: list[Correction] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def bring_back(sheet: Path, catalogue: Catalogue, translations: Path | None = None) -> Reviewed:
    """Bring the corrections of a sheet into the files of the room; cells that cannot be taken are faults by name.

    Raises InputError and AnswersError for what is no review sheet, CatalogueMiss, FormError, OSError.
    """
    try:
        lines = read_table(sheet, SHEET)
    except TableUnreadable as refused:
        raise AnswersError(refused.fault(sheet.name)) from None
    edition = _edition(lines, catalogue)
    known = {words.id: words for words in words_of(edition, catalogue)}
    found = _Findings()
    for line in lines[1:]:
        _read_line(line, sheet.name, known, edition, catalogue, found)
    corrections = _agreed(found, sheet.name)
    in_place = [each for each in corrections if each.language in each.words.written]
    translated = [each for each in corrections if each.language not in each.words.written]
    _translate(translated, translations or paths.room("translations"))
    patched, kept = _patch(in_place)
    _carry_over(patched, known, translations or paths.room("translations"))
    return Reviewed(tuple(translated), patched, kept, tuple(sorted(found.faults, key=lambda fault: fault.line)))


def _edition(lines: Sequence[Line], catalogue: Catalogue) -> Edition:
    head = lines[0].cells if lines else ()
    procedure, _slash, edition = (head[0].text if head else "").partition("/")
    languages = tuple(cell.text for cell in head[_FIRST : _BEFORE + len(LANGUAGES)])
    if not edition or languages != LANGUAGES * 2:
        cause = N_("this is no review sheet: its first row is not as this program writes it")
        raise InputError(cause, N_("write one with: talentdesk review-sheet PROCEDURE --out F.xlsx"))
    return catalogue.edition(procedure, edition)


# --- what was corrected ---------------------------------------------------------------------------


def _read_line(
    line: Line, file: str, known: Mapping[str, Words], edition: Edition, catalogue: Catalogue, found: _Findings
) -> None:
    def fault(column: int, cause: str, remedy: str, **details: str) -> None:
        found.faults.append(Fault(file, line.number, cause, remedy, {"cell": _name(column, line), **details}))

    name = _cell(line, 0).text
    words = known.get(name)
    if words is None:
        close = nearest(name, known) or "…"
        fault(0, N_("{cell}: the edition has nothing called {id}"), N_("did you mean {close}?"), id=name, close=close)
        return
    for at, language in enumerate(LANGUAGES):
        cell, before = _cell(line, _FIRST + at), _cell(line, _BEFORE + at).text
        if cell.trouble in ("formula", "error", "merged"):
            fault(_FIRST + at, N_("{cell} holds a formula, an error or is merged"), N_("type the words themselves"))
        elif cell.text != before and (cell.text or language in words.written):
            change = Correction(words, language, _name(_FIRST + at, line), before, cell.text)
            slip = _slip(change, edition, catalogue)
            if slip is None:
                found.corrections.append(change)
            else:
                fault(_FIRST + at, *slip)


def _slip(change: Correction, edition: Edition, catalogue: Catalogue) -> tuple[str, str] | None:
    """Why a correction is not taken, and what to do; None where it can be."""
    words = change.words
    if change.language in words.written:
        if words.written[change.language].strip() != change.before:
            return N_("{cell}: the words have changed since the sheet was written"), N_("write the sheet anew")
        if not change.after:
            return N_("{cell} is empty"), N_("Chinese and English must be there")
        if is_published(edition, words, catalogue):
            cause = N_("{cell}: the edition is published, and drafts rest on its words")
            return cause, N_("write a new edition with the corrected words")
    if placeholders(change.after) != placeholders(words.written["en"]):
        cause = N_("{cell} does not have the same names in braces as the English")
        return cause, N_("keep each name in braces as it is, untranslated")
    return None


def _agreed(found: _Findings, file: str) -> list[Correction]:
    """The corrections without those that say two things of the same words."""
    taken: dict[tuple[str, Text, str], Correction] = {}
    agreed = []
    for each in found.corrections:
        if each.language in each.words.written:
            agreed.append(each)
            continue
        first = taken.setdefault((each.language, each.words.text, ""), each)
        if first is each:
            agreed.append(each)
        elif first.after != each.after:
            cause = N_("{cell} says something else than {other} for the same words")
            details = {"cell": each.cell, "other": first.cell}
            line = int("".join(filter(str.isdigit, each.cell)))
            found.faults.append(Fault(file, line, cause, N_("write the same in both"), details))
    return agreed


def _cell(line: Line, column: int) -> Cell:
    return line.cells[column] if column < len(line.cells) else Cell()


def _name(column: int, line: Line) -> str:
    return f"{chr(ord('A') + column)}{line.number}"


# --- into the translators' files ------------------------------------------------------------------


def _translate(corrections: Sequence[Correction], room: Path) -> None:
    for language in sorted({each.language for each in corrections}):
        wanted = {each.words.text: each.after for each in corrections if each.language == language}
        _write_po(room / language / f"{PROCEDURES}.po", wanted)


def _carry_over(patched: Sequence[Correction], known: Mapping[str, Words], room: Path) -> None:
    """A pair whose Chinese or English was corrected keeps its translations, under its new words."""
    renamed: dict[str, dict[str, str]] = {}
    for each in patched:
        if len(each.words.written) == 2:
            renamed.setdefault(each.words.id, dict(each.words.written))[each.language] = each.after
    for language in ("zh-Hant-HK", "pt") if renamed else ():
        file = pofile.read(room / language / f"{PROCEDURES}.po")
        forms = {(message.context, message.id): message.forms[0] for message in file.messages if message.usable}
        wanted = {}
        for name, now in renamed.items():
            before = known[name].written
            said = forms.get((before["zh-Hans"], before["en"]), "")
            if said:
                wanted[Text(now["zh-Hans"], now["en"])] = said
        _write_po(room / language / f"{PROCEDURES}.po", wanted)


def _write_po(path: Path, wanted: Mapping[Text, str]) -> None:
    """Put translations in; an entry that is not there yet comes last, until the next `translations update`."""
    file = pofile.read(path)
    if file.faults:
        fault = file.faults[0]
        raise InputError(
            N_("{file} has lines that cannot be read"), N_("run: talentdesk translations"), file=fault.file
        )
    left = {(text.zh, text.en): said for text, said in wanted.items()}
    messages = []
    for message in file.messages:
        said = left.pop((message.context, message.id), None)
        if said is not None:
            message = replace(message, forms=(said,), flags=message.flags - {"fuzzy"}, previous=())
        messages.append(message)
    messages += [pofile.Message(id=en, context=zh, forms=(said,)) for (zh, en), said in left.items()]
    if wanted:
        put(path, pofile.write(replace(file, messages=tuple(messages))).encode())


# --- into the form files --------------------------------------------------------------------------


def _patch(corrections: Sequence[Correction]) -> tuple[tuple[Correction, ...], tuple[Correction, ...]]:
    """Correct texts where they stand. Only where the file then says the same but for this one text; others are kept."""
    patched, kept = [], []
    for each in corrections:
        new = _with(each)
        if new is None:
            kept.append(each)
        else:
            put(each.words.file, new)
            patched.append(each)
    return tuple(patched), tuple(kept)


def _with(change: Correction) -> bytes | None:
    """The file with the correction; None where it cannot be made exactly."""
    raw = change.words.file.read_bytes()
    try:
        text = raw.decode("utf-8")
        lines = text.splitlines(keepends=True)
        line = lines[change.words.line - 1]
    except (UnicodeDecodeError, IndexError):
        return None
    literal = f"{change.language} = {_quoted(change.words.written[change.language])}"
    if line.count(literal) != 1:
        return None
    lines[change.words.line - 1] = line.replace(literal, f"{change.language} = {_quoted(change.after)}")
    new = "".join(lines)
    expected = tomllib.loads(text)
    _at(expected, change.words.path)[change.language] = change.after
    try:
        return new.encode() if tomllib.loads(new) == expected else None
    except tomllib.TOMLDecodeError:
        return None


def _quoted(text: str) -> str:
    """As a basic string of TOML, which escapes as JSON does."""
    return json.dumps(text, ensure_ascii=False)


def _at(data: Any, path: Path_) -> Any:
    for key in path:
        data = data[key]
    return data


def told(reviewed: Reviewed) -> Iterator[str]:
    """What still has to be written by hand: file and line, the language, and the words."""
    for each in reviewed.kept:
        yield f"{each.words.place}: {each.language} = {_quoted(each.after)}"
