"""Which procedures, papers, lists and parameters exist, and which of their editions is in force on a day."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.form import About, Citation, Edition, Text
from talentdesk.core.tomlfile import Fault, FormError, name_of
from talentdesk.core.words import N_, nearest

if TYPE_CHECKING:
    from talentdesk.core.consent import Consent
    from talentdesk.core.consistency import Rule as ConsistencyRule
    from talentdesk.core.photo import PhotoUse
    from talentdesk.core.routes import Route
    from talentdesk.core.sheet import Sheet
    from talentdesk.core.timeline import Lane
    from talentdesk.core.workdays import Counted, Year


class CatalogueMiss(LookupError):
    """Something asked for that the forms room does not have. `cause` and `remedy` are messages filled by `details`."""

    def __init__(self, cause: str, remedy: str, /, **details: str) -> None:
        super().__init__(cause.format(**details))
        self.cause, self.remedy, self.details = cause, remedy, details


class UnknownProcedure(CatalogueMiss):
    """No procedure or paper of that name."""


class NotInForce(CatalogueMiss):
    """It exists, but no edition was in force on that day, or no such edition exists."""


@dataclass(frozen=True, slots=True)
class ListItem:
    """One entry of a code list."""

    code: str
    label: Text
    extra: Mapping[str, str] = field(default_factory=dict)


class Lists:
    """The code lists of `shared/lists`, read when first used."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = folders
        self._read: dict[str, Mapping[str, ListItem]] = {}
        self._names: frozenset[str] | None = None

    def names(self) -> frozenset[str]:
        """Ids of all lists; looked for once."""
        if self._names is None:
            paths = (path for folder in self._folders for path in (folder / "shared/lists").glob("*.csv"))
            self._names = frozenset(path.stem for path in paths)
        return self._names

    def items(self, list_id: str) -> tuple[ListItem, ...]:
        """Return the entries in their file's order. Raises UnknownProcedure where there is no such list."""
        return tuple(self._list(list_id).values())

    def has(self, list_id: str, code: str) -> bool:
        """Tell whether the list has the code."""
        return code in self._list(list_id)

    def item(self, list_id: str, code: str) -> ListItem | None:
        """Return an entry, or None."""
        return self._list(list_id).get(code)

    def _list(self, list_id: str) -> Mapping[str, ListItem]:
        if list_id not in self._read:
            for folder in self._folders:
                path = folder / "shared/lists" / f"{list_id}.csv"
                if path.is_file():
                    self._read[list_id] = _read_list(path)
                    break
            else:
                raise UnknownProcedure(
                    N_("there is no list {name}"),
                    N_("did you mean {close}?"),
                    name=list_id,
                    close=nearest(list_id, self.names()),
                )
        return self._read[list_id]


_LIST_COLUMNS = ("code", "zh-Hans", "en")


def _read_list(path: Path) -> Mapping[str, ListItem]:
    reader = csv.DictReader(io.StringIO(_list_text(path), newline=""), strict=True)
    items: dict[str, ListItem] = {}
    try:
        for column in _LIST_COLUMNS:
            if column not in (reader.fieldnames or ()):
                raise _list_fault(path, 1, N_("the column {key} is missing"), N_("add it"), key=column)
        for row in reader:
            _check_row(path, reader.line_num, row, items)
            extra = {key: value or "" for key, value in row.items() if key and key not in _LIST_COLUMNS}
            items[row["code"]] = ListItem(row["code"], Text(row["zh-Hans"], row["en"]), extra)
    except csv.Error as slip:
        cause, remedy = N_("this line is not CSV: {reason}"), N_("correct the line, or the one above it")
        raise _list_fault(path, reader.reader.line_num, cause, remedy, reason=str(slip)) from None
    return items


def _list_text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError:
        cause, remedy = N_("the file cannot be read"), N_("check that it exists and may be read")
        raise _list_fault(path, 1, cause, remedy) from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as slip:
        line = raw[: slip.start].count(b"\n") + 1
        raise _list_fault(path, line, N_("the file is not written in UTF-8"), N_("save it as UTF-8")) from None


def _check_row(path: Path, line: int, row: Mapping[str, str | None], items: Mapping[str, ListItem]) -> None:
    empty = next((column for column in _LIST_COLUMNS if not row[column]), None)
    if empty:
        raise _list_fault(path, line, N_("the column {key} is empty"), N_("fill it in"), key=empty)
    if row["code"] in items:
        cause, remedy = N_("the choice {code} is there twice"), N_("delete one, or rename it")
        raise _list_fault(path, line, cause, remedy, code=row["code"] or "")


def _list_fault(path: Path, line: int, cause: str, remedy: str, **details: str) -> FormError:
    return FormError(Fault(name_of(path), line, cause, remedy, details))


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """An amount, period or threshold as it stands on one day."""

    value: Decimal
    unit: str
    title: Text
    citation: Citation
    since: date | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A dated parameter: its values, latest first."""

    key: str
    title: Text
    unit: str
    values: tuple[tuple[date | None, Decimal | None, Citation], ...]

    def on(self, day: date) -> ParameterValue | None:
        """Return the value in force on the day; None before the first or where it was repealed."""
        for since, value, citation in self.values:
            if since is None or since <= day:
                return None if value is None else ParameterValue(value, self.unit, self.title, citation, since)
        return None


class Parameters:
    """All dated parameters."""

    def __init__(self, parameters: Mapping[str, Parameter]) -> None:
        self._parameters = parameters

    def keys(self) -> frozenset[str]:
        """Ids of all parameters."""
        return frozenset(self._parameters)

    def all(self) -> tuple[Parameter, ...]:
        """Every parameter."""
        return tuple(self._parameters.values())

    def values_of(self, key: str) -> tuple[tuple[date | None, Decimal | None, Citation], ...]:
        """Every value of a parameter, latest first; nothing for one that is not there."""
        parameter = self._parameters.get(key)
        return () if parameter is None else parameter.values

    def value(self, key: str, day: date) -> ParameterValue | None:
        """Return what is in force on the day, or None."""
        parameter = self._parameters.get(key)
        return None if parameter is None else parameter.on(day)


class Catalogue:
    """The forms rooms in the order they are searched: an authority's own folder before the shipped one."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self._lists = Lists(self.folders)
        self._parameters: Parameters | None = None
        self._citations: Mapping[str, Citation] | None = None
        self._years: dict[int, Year] | None = None
        self._photos: tuple[Mapping[str, PhotoUse], Mapping[str, Citation]] | None = None
        self._consents: Mapping[str, Consent] | None = None
        self._editions: dict[tuple[str, str], Edition] = {}
        self._abouts: dict[str, About] = {}
        self._sheets: dict[tuple[str, str], Sheet] = {}
        self._templates: tuple[Sheet, ...] | None = None

    def procedures(self) -> tuple[str, ...]:
        """Ids of all procedures that can be read, in the order of the list that people see.

        A broken one hides no other: `broken` tells of it.
        """
        found = [(about.order, name) for name in self._procedure_names() if (about := self._readable(name)) is not None]
        return tuple(name for _order, name in sorted(found))

    def broken(self) -> tuple[Fault, ...]:
        """What keeps procedures out of the list: one fault each."""
        faults = []
        for name in self._procedure_names():
            try:
                self.about(name)
            except FormError as slip:
                faults.append(slip.fault)
        return tuple(faults)

    def _readable(self, procedure: str) -> About | None:
        try:
            return self.about(procedure)
        except FormError:
            return None

    def _procedure_names(self) -> tuple[str, ...]:
        folders = (path.parent for folder in self.folders for path in folder.glob("procedures/*/about.toml"))
        return tuple(sorted({folder.name for folder in folders}))

    def about(self, procedure: str) -> About:
        """Return what is the same in every edition. Raises UnknownProcedure, FormError."""
        from talentdesk.core import sharedfile

        if procedure not in self._abouts:
            self._abouts[procedure] = sharedfile.read_about(self._folder(procedure) / "about.toml")
        return self._abouts[procedure]

    def editions(self, procedure: str) -> tuple[str, ...]:
        """Dates of the procedure's editions, oldest first. Raises UnknownProcedure."""
        return _editions(self._folder(procedure))

    def edition(self, procedure: str, edition: str) -> Edition:
        """Return one edition. Raises UnknownProcedure, NotInForce, FormError."""
        key = (procedure, edition)
        if key not in self._editions:
            from talentdesk.core import formfile

            path = self._folder(procedure) / f"{edition}.toml"
            if not path.is_file():
                raise NotInForce(
                    N_("{procedure} has no edition {edition}"),
                    N_("its editions are: {editions}"),
                    procedure=procedure,
                    edition=edition,
                    editions=", ".join(self.editions(procedure)),
                )
            self._editions[key] = formfile.read_edition(path, self.about(procedure), self)
        return self._editions[key]

    def in_force(self, procedure: str, day: date) -> Edition:
        """Return the edition in force on the day. Raises UnknownProcedure, NotInForce, FormError."""
        editions = self.editions(procedure)
        begun = [edition for edition in editions if date.fromisoformat(edition) <= day]
        edition = self.edition(procedure, begun[-1]) if begun else None
        if edition is None or (edition.until is not None and edition.until < day):
            raise NotInForce(
                N_("no edition of {procedure} was in force on {day}"),
                N_("its editions begin on: {editions}"),
                procedure=procedure,
                day=day.isoformat(),
                editions=", ".join(editions),
            )
        return edition

    def lists(self) -> Lists:
        """The code lists."""
        return self._lists

    def parameters(self) -> Parameters:
        """The dated parameters. Raises FormError."""
        if self._parameters is None:
            from talentdesk.core import sharedfile

            paths = [path for folder in self.folders for path in sorted(folder.glob("shared/parameters/*.toml"))]
            self._parameters = Parameters(sharedfile.read_parameters(paths, self.citations()))
        return self._parameters

    def citations(self) -> Mapping[str, Citation]:
        """The shared citations. Raises FormError."""
        if self._citations is None:
            from talentdesk.core import sharedfile

            found: dict[str, Citation] = {}
            for folder in reversed(self.folders):
                path = folder / "shared/citations.toml"
                if path.is_file():
                    found.update(sharedfile.read_citations(path))
            self._citations = found
        return self._citations

    def consistency(self) -> tuple[ConsistencyRule, ...]:
        """What must agree in all forms of one person; an authority's file takes the shipped one's place. Raises
        FormError."""
        from talentdesk.core.consistencyfile import CONSISTENCY, read_consistency

        path = next((folder / CONSISTENCY for folder in self.folders if (folder / CONSISTENCY).is_file()), None)
        return () if path is None else read_consistency(path, self.citations())

    def timeline(self) -> tuple[Lane, ...]:
        """Which answers tell how a person spent the time; an authority's file takes the shipped one's place. Raises
        FormError."""
        from talentdesk.core.timelinefile import TIMELINE, read_timeline

        path = next((folder / TIMELINE for folder in self.folders if (folder / TIMELINE).is_file()), None)
        return () if path is None else read_timeline(path)

    def routes(self) -> tuple[Route, ...]:
        """How papers are authenticated by their origin; an authority's file takes the shipped one's place. Raises
        FormError."""
        from talentdesk.core.routes import ROUTES, read_routes

        path = next((folder / ROUTES for folder in self.folders if (folder / ROUTES).is_file()), None)
        return () if path is None else read_routes(path)

    def photos(self) -> Mapping[str, PhotoUse]:
        """What is asked of a photo, by use. Raises FormError."""
        return self._photo_files()[0]

    def consents(self) -> Mapping[str, Consent]:
        """What people agree to, by id; an authority's file adds to the shipped one or takes the place of an id.
        Raises FormError."""
        from talentdesk.core.consentfile import CONSENT, read_consents

        if self._consents is None:
            found: dict[str, Consent] = {}
            for folder in reversed(self.folders):
                if (folder / CONSENT).is_file():
                    found.update(read_consents(folder / CONSENT))
            self._consents = found
        return self._consents

    def photo(self, use: str) -> PhotoUse:
        """What is asked of a photo for one use. Raises UnknownProcedure, FormError."""
        found = self.photos().get(use)
        if found is None:
            raise _unknown(N_("there is no use {name} of a photo"), use, tuple(self.photos()))
        return found

    def photo_citations(self) -> Mapping[str, Citation]:
        """The citations that only the photos have. Raises FormError."""
        return self._photo_files()[1]

    def _photo_files(self) -> tuple[Mapping[str, PhotoUse], Mapping[str, Citation]]:
        from talentdesk.core.photofile import PHOTOS, read_photos

        if self._photos is None:
            uses: dict[str, PhotoUse] = {}
            cited: dict[str, Citation] = {}
            for folder in reversed(self.folders):
                if (folder / PHOTOS).is_file():
                    found, own = read_photos(folder / PHOTOS, self.citations())
                    uses.update(found)
                    cited.update(own)
            self._photos = uses, cited
        return self._photos

    def working_days(self, start: date, end: date) -> Decimal | None:
        """Count working days after `start` up to `end`; None where no calendar covers them."""
        from talentdesk.core import workdays

        return workdays.count_between(self.calendars(), start, end)

    def add_working_days(self, day: date, count: int) -> Counted:
        """Return the day `count` working days on or back, and which years have no calendar. Raises OverflowError."""
        from talentdesk.core import workdays

        return workdays.add_to(self.calendars(), day, count)

    def calendars(self) -> Mapping[int, Year]:
        """The calendars that can be read, by year; one that cannot is as one that is not there: `check` tells of it."""
        if self._years is None:
            from talentdesk.core import workdays

            self._years = {}
            for path in self.calendar_files():
                try:
                    self._years[int(path.stem)] = workdays.read_year(path, self.citations())
                except FormError:
                    continue
        return self._years

    def calendar_files(self) -> tuple[Path, ...]:
        """The files of all calendars, an authority's own after the shipped ones."""
        folders = reversed(self.folders)
        return tuple(path for folder in folders for path in sorted(folder.glob("shared/calendars/*.toml")))

    def block(self, name: str) -> Path | None:
        """Return the file of a question block, such as `person@1`, or None."""
        paths = (folder / "shared/blocks" / f"{name}.toml" for folder in self.folders)
        return next((path for path in paths if path.is_file()), None)

    def blocks(self) -> frozenset[str]:
        """Names of all blocks with their versions."""
        return frozenset(path.stem for folder in self.folders for path in folder.glob("shared/blocks/*.toml"))

    def cases_file(self, procedure: str) -> Path:
        """Return the file of a procedure's golden cases, which may be missing. Raises UnknownProcedure."""
        return self._folder(procedure) / "cases.toml"

    def points_file(self, name: str) -> Path | None:
        """Return the file of a table of points, or None."""
        paths = (folder / "shared/points" / f"{name}.toml" for folder in self.folders)
        return next((path for path in paths if path.is_file()), None)

    def points_names(self) -> frozenset[str]:
        """Names of all tables of points."""
        return frozenset(path.stem for folder in self.folders for path in folder.glob("shared/points/*.toml"))

    def papers(self) -> tuple[str, ...]:
        """Ids of all sheets."""
        return tuple(
            sorted({path.name for folder in self.folders for path in folder.glob("papers/*") if path.is_dir()})
        )

    def sheet(self, paper: str, day: date) -> Sheet:
        """Return the sheet's edition in force on the day. Raises UnknownProcedure, NotInForce, FormError."""
        folder = self._paper_folder(paper)
        begun = [edition for edition in _editions(folder) if date.fromisoformat(edition) <= day]
        if not begun:
            raise NotInForce(
                N_("no edition of {procedure} was in force on {day}"),
                N_("its editions begin on: {editions}"),
                procedure=paper,
                day=day.isoformat(),
                editions=", ".join(_editions(folder)),
            )
        key = (paper, begun[-1])
        if key not in self._sheets:
            from talentdesk.core.sheetfile import read_sheet

            self._sheets[key] = read_sheet(folder / f"{begun[-1]}.toml")
        return self._sheets[key]

    def templates(self) -> tuple[Sheet, ...]:
        """Every edition of the offices' own PDFs, oldest first; one that cannot be read is left out."""
        if self._templates is None:
            from talentdesk.core.sheetfile import read_sheet

            found = []
            for path in sorted(path for folder in self.folders for path in folder.glob("papers/*/????-??-??.toml")):
                try:
                    if _IS_TEMPLATE.search(path.read_bytes()):
                        found.append(read_sheet(path))
                except (FormError, OSError):
                    continue
            self._templates = tuple(found)
        return self._templates

    def templates_for(self, procedure: str) -> tuple[str, ...]:
        """Ids of the papers that are an office's own PDF for this procedure."""
        return tuple(dict.fromkeys(sheet.paper for sheet in self.templates() if procedure in sheet.procedures))

    def _paper_folder(self, paper: str) -> Path:
        for folder in self.folders:
            if "/" not in paper and (folder / "papers" / paper).is_dir():
                return folder / "papers" / paper
        raise _unknown(N_("there is no paper {name}"), paper, self.papers())

    def _folder(self, procedure: str) -> Path:
        for folder in self.folders:
            if "/" not in procedure and (folder / "procedures" / procedure / "about.toml").is_file():
                return folder / "procedures" / procedure
        raise _unknown(N_("there is no procedure {name}"), procedure, self._procedure_names())


_IS_TEMPLATE = re.compile(rb"""^\s*kind\s*=\s*["']template["']""", re.MULTILINE)
"""Told without reading the file as TOML: the list of procedures asks at each start."""


def _unknown(cause: str, name: str, known: Sequence[str]) -> UnknownProcedure:
    close = nearest(name, known)
    if close:
        return UnknownProcedure(cause, N_("did you mean {close}?"), name=name, close=close)
    return UnknownProcedure(cause, N_("known: {close}"), name=name, close=", ".join(known))


def _editions(folder: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in folder.glob("????-??-??.toml") if _is_day(path.stem)))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
