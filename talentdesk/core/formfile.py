"""From a file of the forms room to the edition it describes, or to faults that its author can act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core import rules
from talentdesk.core.form import (
    BUILT_IN_PAPERS,
    PLACES,
    About,
    Citation,
    Deadline,
    DocumentNeed,
    Duration,
    Edition,
    Fact,
    Fee,
    Kind,
    Need,
    Place,
    Question,
    Rule,
    Section,
    Weight,
)
from talentdesk.core.points import PointsTable
from talentdesk.core.pointsfile import read_points
from talentdesk.core.questionfile import QuestionReader
from talentdesk.core.rules import Expression, Names, RuleError, Type
from talentdesk.core.sharedfile import find_citation, read_citation
from talentdesk.core.tomlfile import Table, TomlFile, name_of
from talentdesk.core.words import N_, nearest

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue

TYPES: Mapping[Kind, Type] = {
    Kind.DATE: Type.DATE,
    Kind.NUMBER: Type.NUMBER,
    Kind.MONEY: Type.NUMBER,
    Kind.YES_NO: Type.BOOLEAN,
    Kind.CHOICES: Type.SET,
    Kind.TABLE: Type.TABLE,
}
"""Type of each kind in expressions; the others are texts, and places have none."""


def read_edition(path: Path, about: About, catalogue: Catalogue) -> Edition:
    """Read an edition and resolve its blocks, citations and expressions. Raises FormError."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    edition = _EditionReader(file, about, path.stem, catalogue).read()
    file.stop_at_faults()
    return edition


@dataclass
class _Scope:
    """What may be named so far while a file is read from top to bottom."""

    types: dict[str, Type] = field(default_factory=dict)
    columns: dict[str, Mapping[str, Type]] = field(default_factory=dict)
    choices: dict[str, frozenset[str]] = field(default_factory=dict)
    waiting: list[tuple[Fact, frozenset[str]]] = field(default_factory=list)

    def add(self, question: Question) -> None:
        if question.kind in PLACES:
            return
        self.types[question.id] = TYPES.get(question.kind, Type.TEXT)
        if question.choices:
            self.choices[question.id] = frozenset(choice.code for choice in question.choices)
        if question.columns:
            self.columns[question.id] = {column.id: TYPES.get(column.kind, Type.TEXT) for column in question.columns}

    def settle(self) -> None:
        """Let facts be named as soon as everything they rest on has been asked."""
        ready = [fact for fact, needs in self.waiting if needs <= self.types.keys()]
        while ready:
            for fact in ready:
                self.types[fact.id] = fact.expression.type
            self.waiting = [entry for entry in self.waiting if entry[0] not in ready]
            ready = [fact for fact, needs in self.waiting if needs <= self.types.keys()]


class _EditionReader:
    """Reads one edition: all questions first, so that facts and rules can be checked against them."""

    def __init__(self, file: TomlFile, about: About, edition: str, catalogue: Catalogue) -> None:
        self.file, self.about, self.edition, self.catalogue = file, about, edition, catalogue
        self.citations = dict(catalogue.citations())
        self.cited: set[str] = set()
        self.scope = _Scope()
        self.all_names: frozenset[str] = frozenset()
        self.categories: frozenset[str] = frozenset()
        self.counted: frozenset[str] = frozenset()
        self.conditions: list[tuple[Table, str, str]] = []
        self.questions = QuestionReader(file, catalogue, self._cite)

    def read(self) -> Edition:
        top = self.file.top
        sections, facts = self._questions_and_facts(top)
        edition = Edition(
            about=self.about,
            edition=self.edition,
            sections=sections,
            facts=facts,
            points=self._points(top),
            rules=tuple(self._rule(table) for table in top.tables("rule")),
            documents=tuple(self._document(table) for table in top.tables("document")),
            deadlines=tuple(self._deadline(table) for table in top.tables("deadline")),
            fees=tuple(self._fee(table) for table in top.tables("fee")),
            durations=tuple(self._duration(table) for table in top.tables("duration")),
            places=tuple(self._place(table) for table in top.tables("place")),
            papers=self._papers(top),
            renames=self._renames(top),
            until=top.day("until"),
        )
        top.close()
        self._unique(edition)
        return replace(edition, citations={key: self.citations[key] for key in sorted(self.cited)})

    def _questions_and_facts(self, top: Table) -> tuple[tuple[Section, ...], tuple[Fact, ...]]:
        self.citations.update({key: read_citation(table) for key, table in top.children("citations")})
        drafts = [self._section(table) for table in top.tables("section")]
        fact_tables = top.tables("fact")
        self.all_names = frozenset(self.questions.ids) | {str(table.data.get("id", "")) for table in fact_tables}
        facts = self._facts(fact_tables, drafts)
        sections = tuple(self._with_conditions(draft, facts) for draft in drafts)
        self.scope.settle()
        return sections, facts

    # --- questions ------------------------------------------------------------------------------

    def _section(self, table: Table) -> tuple[Table, Section, list[tuple[Table, Question]]]:
        section = Section(
            id=table.text("id", required=True),
            title=table.some_words("title"),
            number=table.text("number"),
            questions=(),
        )
        table.text("ask_when")
        questions = [(entry, self.questions.read(entry)) for entry in table.tables("question")]
        table.close()
        return table, section, questions

    # --- conditions, facts ----------------------------------------------------------------------

    def _names(self) -> Names:
        return Names(
            types=self.scope.types,
            later=self.all_names,
            parameters=self.catalogue.parameters().keys(),
            lists=self.catalogue.lists().names(),
            columns=self.scope.columns,
            choices=self.scope.choices,
            categories=self.categories,
            counted=self.counted,
        )

    def _expression(self, table: Table, key: str, expected: Type | None) -> Expression | None:
        text = table.text(key)
        if not text:
            return None
        try:
            return rules.parse(text, self._names(), expected)
        except RuleError as slip:
            table.fault(key, slip.cause, slip.remedy, **slip.details)
            return None

    def _facts(
        self, tables: Sequence[Table], drafts: Sequence[tuple[Table, Section, list[tuple[Table, Question]]]]
    ) -> tuple[Fact, ...]:
        everything = _Scope()
        for _table, _section, questions in drafts:
            for _entry, question in questions:
                everything.add(question)
        mine, self.scope = self.scope, everything
        facts = []
        for table in tables:
            name = table.text("id", required=True)
            expression = self._expression(table, "is", None)
            if name in self.questions.ids or not rules.is_nameable(name):
                table.fault(
                    "id", N_("{id} cannot be a fact's id"), N_("choose a dotted name nothing else has"), id=name
                )
            table.close()
            if expression is None:
                if "is" not in table:
                    table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="is")
                continue
            facts.append(Fact(name, expression))
            everything.types[name] = expression.type
        self.scope = mine
        self.scope.waiting = [(fact, fact.expression.needs) for fact in facts]
        return tuple(facts)

    def _with_conditions(
        self, draft: tuple[Table, Section, list[tuple[Table, Question]]], facts: Sequence[Fact]
    ) -> Section:
        table, section, entries = draft
        self.scope.settle()
        section = replace(section, ask_when=self._expression(table, "ask_when", Type.BOOLEAN))
        questions = []
        for entry, question in entries:
            self.scope.settle()
            questions.append(
                replace(
                    question,
                    ask_when=self._expression(entry, "ask_when", Type.BOOLEAN),
                    need_when=self._expression(entry, "need_when", Type.BOOLEAN),
                )
            )
            self.scope.add(question)
        return replace(section, questions=tuple(questions))

    # --- what follows from the answers ----------------------------------------------------------

    def _cite(self, table: Table, key: str) -> str:
        if not key:
            return ""
        if key not in self.citations:
            find_citation(table, key, self.citations)
            return ""
        self.cited.add(key)
        return key

    def _own_cite(self, table: Table) -> str:
        key = table.text("cite", required=True)
        return self._cite(table, key)

    def _rule(self, table: Table) -> Rule:
        must = self._expression(table, "must", Type.BOOLEAN)
        if "must" not in table:
            table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="must")
        about = table.text("about")
        if about and about not in self.questions.ids:
            table.fault(
                "about",
                N_("there is no question {name}"),
                N_("did you mean {close}?"),
                name=about,
                close=nearest(about, self.questions.ids) or "…",
            )
        rule = Rule(
            id=table.text("id", required=True),
            title=table.words("title"),
            when=self._expression(table, "when", Type.BOOLEAN),
            must=must or _TRUE,
            weight=table.one_of("weight", Weight, Weight.NOTICE),
            about=about,
            message=table.some_words("message"),
            cite=self._own_cite(table),
        )
        table.close()
        return rule

    def _document(self, table: Table) -> DocumentNeed:
        issued = table.text("issued")
        if issued and self.scope.types.get(issued) is not Type.DATE:
            table.fault(
                "issued", N_("there is no date question {name}"), N_("name a question of kind date"), name=issued
            )
            issued = ""
        document = DocumentNeed(
            id=table.text("id", required=True),
            title=table.some_words("title"),
            need=table.one_of("need", Need, Need.REQUIRED),
            need_when=self._expression(table, "need_when", Type.BOOLEAN),
            why=table.words("why"),
            originals=table.number("originals", 1),
            copies=table.number("copies"),
            fresh_months=table.number("fresh_months"),
            issued=issued,
            translation=table.flag("translation"),
            authentication=table.words("authentication"),
            returned=table.flag("returned", True),
            cite=self._own_cite(table),
            note=table.words("note"),
        )
        table.close()
        return document

    def _deadline(self, table: Table) -> Deadline:
        start = self._expression(table, "from", Type.DATE)
        if "from" not in table:
            table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="from")
        deadline = Deadline(
            id=table.text("id", required=True),
            title=table.some_words("title"),
            start=start or _TODAY,
            days=table.number("days"),
            months=table.number("months"),
            working_days=table.number("working_days"),
            before=table.flag("before"),
            when=self._expression(table, "when", Type.BOOLEAN),
            cite=self._own_cite(table),
            opens=table.flag("opens"),
        )
        table.close()
        return deadline

    def _fee(self, table: Table) -> Fee:
        when = self._expression(table, "when", Type.BOOLEAN)
        fee = Fee(table.text("id", required=True), table.some_words("title"), self._parameter_key(table), when)
        table.close()
        return fee

    def _duration(self, table: Table) -> Duration:
        when = self._expression(table, "when", Type.BOOLEAN)
        duration = Duration(
            table.text("id", required=True), table.some_words("title"), self._parameter_key(table), when
        )
        table.close()
        return duration

    def _points(self, top: Table) -> PointsTable | None:
        name = top.text("points")
        path = self.catalogue.points_file(name) if name else None
        if name and path is None:
            known = self.catalogue.points_names()
            close = nearest(name, known) or ", ".join(sorted(known))
            top.fault(
                "points", N_("there is no table of points {name}"), N_("did you mean {close}?"), name=name, close=close
            )
        if path is None:
            return None
        table, citations = read_points(path, self.citations, self._expression, self._codes_of)
        self.citations.update(citations)
        self.cited |= citations.keys()
        self.categories = frozenset(category.code for category in table.categories)
        self.counted = frozenset().union(*(each.needs for factor in table.factors for each in factor.expressions()))
        return table

    def _codes_of(self, expression: Expression) -> frozenset[str]:
        return self.scope.choices.get(expression.text.strip(), frozenset())

    def _parameter_key(self, table: Table) -> str:
        key = table.text("parameter", required=True)
        known = self.catalogue.parameters().keys()
        if key and key not in known:
            table.fault(
                "parameter",
                N_("there is no parameter {key}"),
                N_("did you mean {close}?"),
                key=key,
                close=nearest(key, known) or "forms/shared/parameters",
            )
        return key

    def _place(self, table: Table) -> Place:
        place = Place(
            id=table.text("id", required=True),
            title=table.some_words("title"),
            address=table.words("address"),
            note=table.words("note"),
            cite=self._own_cite(table),
        )
        table.close()
        return place

    def _papers(self, top: Table) -> tuple[str, ...]:
        papers = top.texts("papers")
        known = {*self.catalogue.papers(), *BUILT_IN_PAPERS}
        for paper in papers:
            if paper not in known:
                top.fault(
                    "papers",
                    N_("there is no paper {name}"),
                    N_("did you mean {close}?"),
                    name=paper,
                    close=nearest(paper, known) or ", ".join(sorted(known)),
                )
        return papers

    def _renames(self, top: Table) -> Mapping[str, str]:
        table = top.table("renames")
        if table is None:
            return {}
        renames = {old: table.text(old) for old in table.data}
        for old, new in renames.items():
            if new and new not in self.questions.ids:
                close = nearest(new, self.questions.ids) or "…"
                table.fault(old, N_("there is no question {name}"), N_("did you mean {close}?"), name=new, close=close)
        return renames

    def _unique(self, edition: Edition) -> None:
        """Tell of ids that stand twice among things of one sort."""
        for key, things in (
            ("section", edition.sections),
            ("rule", edition.rules),
            ("document", edition.documents),
            ("deadline", edition.deadlines),
            ("fee", edition.fees),
        ):
            ids = [thing.id for thing in things]
            for index, name in enumerate(ids):
                if name in ids[:index]:
                    self.file.fault(
                        (key, index, "id"), N_("{id} is there twice"), N_("delete one, or rename it"), id=name
                    )


_TRUE = rules.parse("true", Names())
_TODAY = rules.parse("today", Names())


class QuestionsFirst(_EditionReader):
    """Reads the questions, facts and citations of a file that goes on otherwise than an edition does."""

    def read_questions(self, top: Table) -> Edition:
        """Return them as an edition without rules, so that an interview can be held on them."""
        sections, facts = self._questions_and_facts(top)
        return Edition(about=self.about, edition=self.edition, sections=sections, facts=facts)

    def condition(self, table: Table, key: str) -> Expression | None:
        """Read a yes-or-no expression over all questions and facts; None where there is none, or a wrong one."""
        return self._expression(table, key, Type.BOOLEAN)

    def citation(self, table: Table) -> Citation:
        """Return what the table's `cite` names; a missing or unknown one is a fault."""
        key = table.text("cite", required=True)
        found = find_citation(table, key, self.citations)
        self.cited |= {key} & self.citations.keys()
        return found

    def used_citations(self) -> Mapping[str, Citation]:
        """Return the citations that were named so far, by key."""
        return {key: self.citations[key] for key in sorted(self.cited)}
