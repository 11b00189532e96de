"""The clerk's compiler: reads the whole forms room, runs every case, and tells each fault with its remedy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core.cases import Case, open_cases, read_cases, run_case
from talentdesk.core.catalogue import CatalogueMiss
from talentdesk.core.consentfile import inspect_consents
from talentdesk.core.consistencyfile import inspect_consistency
from talentdesk.core.editions import changed_since_publishing
from talentdesk.core.form import PLACES, Edition
from talentdesk.core.interview import Interview
from talentdesk.core.pointscheck import inspect_points
from talentdesk.core.rules import Expression
from talentdesk.core.timelinefile import inspect_timeline
from talentdesk.core.tomlfile import Fault, FormError, TomlFile, name_of
from talentdesk.core.triage import inspect_triage
from talentdesk.core.words import N_, nearest
from talentdesk.core.workdays import read_year

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue
    from talentdesk.core.sheet import Sheet


def inspect(catalogue: Catalogue) -> tuple[Fault, ...]:
    """Return every fault of the room, file by file; an empty result means that it can be given out."""
    faults = [*_shared(catalogue), *_sheets(catalogue)]
    for path in _procedure_folders(catalogue):
        faults.extend(_procedure(catalogue, path))
    faults.extend(inspect_points(catalogue))
    if not faults:
        faults.extend(inspect_triage(catalogue))
        faults.extend(inspect_consistency(catalogue))
        faults.extend(inspect_timeline(catalogue))
        faults.extend(_routes(catalogue))
        faults.extend(inspect_consents(catalogue))
        faults.extend(_unfed(catalogue))
        faults.extend(changed_since_publishing(catalogue))
    return tuple(faults)


def _routes(catalogue: Catalogue) -> tuple[Fault, ...]:
    try:
        catalogue.routes()
    except FormError as slips:
        return tuple(slips.faults)
    return ()


def unreadable(catalogue: Catalogue) -> tuple[Fault, ...]:
    """Faults that keep something of the room from being opened. Cases are not run: that is what `inspect` does."""
    faults = [*_shared(catalogue), *_sheets(catalogue)]
    for folder in _procedure_folders(catalogue):
        try:
            catalogue.about(folder.name)
            for edition in catalogue.editions(folder.name):
                catalogue.edition(folder.name, edition)
        except FormError as slips:
            faults.extend(slips.faults)
        except CatalogueMiss as miss:
            faults.append(Fault(name_of(folder), 1, miss.cause, miss.remedy, miss.details))
    return tuple(faults)


def _procedure_folders(catalogue: Catalogue) -> list[Path]:
    return sorted(path for folder in catalogue.folders for path in folder.glob("procedures/*") if path.is_dir())


def _shared(catalogue: Catalogue) -> Iterator[Fault]:
    for read in (catalogue.citations, catalogue.parameters):
        try:
            read()
        except FormError as slips:
            yield from slips.faults
            return
    yield from _photos(catalogue)
    try:
        catalogue.consents()
    except FormError as slips:
        yield from slips.faults
    for path in catalogue.calendar_files():
        try:
            read_year(path, catalogue.citations())
        except FormError as slips:
            yield from slips.faults
    for name in sorted(catalogue.lists().names()):
        try:
            catalogue.lists().items(name)
        except FormError as slips:
            yield from slips.faults


def _photos(catalogue: Catalogue) -> Iterator[Fault]:
    from talentdesk.core.photofile import PHOTOS

    known = tuple(path.name for path in _procedure_folders(catalogue))
    try:
        uses = catalogue.photos()
    except FormError as slips:
        yield from slips.faults
        return
    for use in uses.values():
        for name in use.procedures:
            if name not in known:
                details = {"name": name, "close": nearest(name, known) or ", ".join(known)}
                yield Fault(
                    f"forms/{PHOTOS}", 1, N_("there is no procedure {name}"), N_("did you mean {close}?"), details
                )


def _sheets(catalogue: Catalogue) -> Iterator[Fault]:
    from talentdesk.core.sheetfile import read_sheet

    for folder in catalogue.folders:
        for path in sorted(folder.glob("papers/*/*.toml")):
            try:
                read_sheet(path)
            except FormError as slips:
                yield from slips.faults


def _procedure(catalogue: Catalogue, folder: Path) -> Iterator[Fault]:
    procedure = folder.name
    try:
        catalogue.about(procedure)
        editions = [catalogue.edition(procedure, edition) for edition in catalogue.editions(procedure)]
    except FormError as slips:
        yield from slips.faults
        return
    except CatalogueMiss as miss:
        yield Fault(name_of(folder), 1, miss.cause, miss.remedy, miss.details)
        return
    if not editions:
        yield Fault(name_of(folder), 1, N_("there is no edition"), N_("add a file named by its date in force"))
        return
    yield from _dates(folder, editions)
    yield from _cases(catalogue, procedure, folder / "cases.toml", editions)


def _dates(folder: Path, editions: list[Edition]) -> Iterator[Fault]:
    """Files that are no edition by their name, and editions that end before they begin or after the next begins."""
    known = {"about", "cases", *(edition.edition for edition in editions)}
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in known:
            cause, remedy = (
                N_("the name of the file is no date"),
                N_("name an edition by its first day in force: {day}"),
            )
            yield Fault(name_of(path), 1, cause, remedy, {"day": "2026-12-31.toml"})
    nexts = [edition.edition for edition in editions[1:]] + [""]
    for edition, after in zip(editions, nexts, strict=True):
        path, until = folder / f"{edition.edition}.toml", edition.until.isoformat() if edition.until else ""
        line = TomlFile(path, name_of(path)).line(("until",))
        if until and until < edition.edition:
            cause, remedy = N_("the edition ends on {until}, before it begins"), N_("correct the date")
            yield Fault(name_of(path), line, cause, remedy, {"until": until})
        elif until and after and until >= after:
            cause = N_("the edition ends on {until}, but the next begins on {next}")
            remedy = N_("end it the day before, or leave “until” out")
            yield Fault(name_of(path), line, cause, remedy, {"until": until, "next": after})


def _cases(catalogue: Catalogue, procedure: str, path: Path, editions: list[Edition]) -> Iterator[Fault]:
    if not path.is_file():
        cause, remedy = N_("there are no cases"), N_("add people for whom you know the outcome; see forms/README.md")
        yield Fault(name_of(path), 1, cause, remedy)
        return
    try:
        cases = read_cases(path)
    except FormError as slips:
        yield from slips.faults
        return
    trials: dict[str, list[Interview]] = {edition.edition: [] for edition in editions}
    for case, interview in open_cases(cases, procedure, catalogue):
        if isinstance(interview, CatalogueMiss):
            line = case.expect.file.line(case.expect.path[:-1])
            yield Fault(name_of(path), line, interview.cause, interview.remedy, interview.details)
            continue
        trials[interview.edition.edition].append(interview)
        yield from run_case(case, interview)
    for edition in editions:
        file = TomlFile(path.with_name(f"{edition.edition}.toml"), name_of(path.with_name(f"{edition.edition}.toml")))
        yield from _untried(file, edition, trials[edition.edition])


def _untried(file: TomlFile, edition: Edition, trials: list[Interview]) -> Iterator[Fault]:
    """Rules without both outcomes, and questions that no case ever asks: nobody knows whether they work."""
    seen: dict[str, set[str]] = {rule.id: set() for rule in edition.rules}
    for trial in trials:
        for outcome in trial.outcomes():
            seen[outcome.rule.id].add(outcome.status)
    for index, rule in enumerate(edition.rules):
        for status in ("pass", "fail"):
            if status not in seen[rule.id]:
                yield Fault(
                    file.name,
                    file.line(("rule", index, "id")),
                    N_("no case makes the rule {id} give {status}"),
                    N_("add such a case to cases.toml"),
                    {"id": rule.id, "status": status},
                )
    for number, section in enumerate(edition.sections):
        for place, question in enumerate(section.questions):
            if not any(trial.asked(question.id) for trial in trials):
                yield Fault(
                    file.name,
                    file.line(("section", number, "question", place, "id")),
                    N_("no case ever asks {id}: it may be unreachable"),
                    N_("correct its ask_when, or add a case that asks it"),
                    {"id": question.id},
                )


def _unfed(catalogue: Catalogue) -> Iterator[Fault]:
    """Boxes that no procedure feeds, and answers that nothing prints or uses."""
    fed: dict[str, set[str]] = {}
    for procedure in catalogue.procedures():
        for name in catalogue.editions(procedure):
            edition = catalogue.edition(procedure, name)
            sheets = _printed_on(catalogue, edition)
            for sheet in sheets:
                fed.setdefault(sheet.paper, set()).update(question.id for question in edition.questions)
            if sheets:
                yield from _idle(catalogue, edition, sheets)
            for paper in catalogue.templates_for(procedure):
                fed.setdefault(paper, set()).update(question.id for question in edition.questions)
    yield from _misdirected(catalogue)
    for paper, questions in sorted(fed.items()):
        for sheet in _all_editions(catalogue, paper):
            for name in sorted((sheet.questions() | sheet.conditions()) - questions):
                close = nearest(name, questions)
                other = N_("did you mean {close}?")
                yield Fault(
                    f"forms/papers/{paper}/{sheet.edition}.toml",
                    _line_of(sheet, name),
                    N_("nothing feeds the box of {id}"),
                    other if close else N_("ask it in a procedure that prints this paper, or take the box out"),
                    {"id": name, "close": close},
                )


def _misdirected(catalogue: Catalogue) -> Iterator[Fault]:
    """Offices' own PDFs for a procedure that is not there."""
    known = catalogue.procedures()
    for sheet in catalogue.templates():
        for name in sheet.procedures:
            if name not in known:
                close = nearest(name, known)
                yield Fault(
                    f"forms/papers/{sheet.paper}/{sheet.edition}.toml",
                    1,
                    N_("there is no procedure {name}"),
                    N_("did you mean {close}?") if close else N_("known: {close}"),
                    {"name": name, "close": close or ", ".join(known)},
                )


def _line_of(sheet: Sheet, question: str) -> int:
    """Where a box of the question is written, as far as the sheet says."""
    named = (box for box in sheet.boxes() if question in box.questions or (box.when and box.when.question == question))
    return next((spot.line for box in named for spot in box.spots), 1)


def _printed_on(catalogue: Catalogue, edition: Edition) -> list[Sheet]:
    papers = [paper for paper in edition.papers if paper in catalogue.papers()]
    return [sheet for paper in papers for sheet in _all_editions(catalogue, paper)]


def _all_editions(catalogue: Catalogue, paper: str) -> list[Sheet]:
    from talentdesk.core.sheetfile import read_sheet

    paths = [path for folder in catalogue.folders for path in sorted((folder / "papers" / paper).glob("*.toml"))]
    return [read_sheet(path) for path in paths]


def _idle(catalogue: Catalogue, edition: Edition, sheets: list[Sheet]) -> Iterator[Fault]:
    used = {name for sheet in sheets for name in sheet.questions() | sheet.conditions()} | _named(edition)
    folder = next(path for path in _procedure_folders(catalogue) if path.name == edition.procedure)
    path = folder / f"{edition.edition}.toml"
    file = TomlFile(path, name_of(path))
    for number, section in enumerate(edition.sections):
        for place, question in enumerate(section.questions):
            if question.id not in used and question.kind not in PLACES:
                yield Fault(
                    file.name,
                    file.line(("section", number, "question", place, "id")),
                    N_("nothing prints or uses the answer to {id}"),
                    N_("print it, use it in a rule, or do not ask for it"),
                    {"id": question.id},
                )


def _named(edition: Edition) -> set[str]:
    """Every question that some expression, message or paper to bring names."""
    names: set[str] = set()
    for expression in _expressions(edition):
        names |= expression.needs
    names |= {document.issued for document in edition.documents}
    messages = " ".join(rule.message.zh + rule.message.en for rule in edition.rules)
    return names | {question.id for question in edition.questions if "{" + question.id + "}" in messages}


def _expressions(edition: Edition) -> Iterator[Expression]:
    found: list[Expression | None] = []
    found += [section.ask_when for section in edition.sections]
    for question in edition.questions:
        found += [question.ask_when, question.need_when]
    found += [fact.expression for fact in edition.facts]
    for rule in edition.rules:
        found += [rule.must, rule.when]
    found += [document.need_when for document in edition.documents]
    for deadline in edition.deadlines:
        found += [deadline.start, deadline.when]
    found += [fee.when for fee in edition.fees]
    found += [duration.when for duration in edition.durations]
    if edition.points is not None:
        found += [expression for factor in edition.points.factors for expression in factor.expressions()]
    return (expression for expression in found if expression is not None)


def samples(catalogue: Catalogue) -> tuple[tuple[str, Case], ...]:
    """Return the cases marked as samples, with their procedures. Raises FormError."""
    found = []
    for procedure in catalogue.procedures():
        path = next(path for path in _procedure_folders(catalogue) if path.name == procedure) / "cases.toml"
        found += [(procedure, case) for case in read_cases(path) if case.sample]
    return tuple(found)
