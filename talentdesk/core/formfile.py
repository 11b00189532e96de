"""From a file of the forms room to the edition it describes, or to faults that its author can act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from talentdesk.core import rules
from talentdesk.core.form import (
    PLACES,
    About,
    Choice,
    Citation,
    Deadline,
    DocumentNeed,
    Duration,
    Edition,
    Fact,
    Fee,
    Grade,
    Kind,
    Need,
    Place,
    Question,
    Rule,
    Section,
    Text,
    Weight,
)
from talentdesk.core.rules import Expression, Names, RuleError, Type
from talentdesk.core.tomlfile import Fault, FormError, Table, TomlFile, name_of
from talentdesk.core.words import N_, nearest

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue, Parameter

__all__ = ["Fault", "FormError", "read_about", "read_citations", "read_edition", "read_parameters"]

LANGUAGES = ("zh-Hans", "zh-Hant-HK", "en", "pt")

TYPES: Mapping[Kind, Type] = {
    Kind.DATE: Type.DATE,
    Kind.NUMBER: Type.NUMBER,
    Kind.MONEY: Type.NUMBER,
    Kind.YES_NO: Type.BOOLEAN,
    Kind.CHOICES: Type.SET,
    Kind.TABLE: Type.TABLE,
}
"""Type of each kind in expressions; the others are texts, and places have none."""


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
    found = {key: _citation(table) for key, table in file.top.named()}
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


def read_edition(path: Path, about: About, catalogue: Catalogue) -> Edition:
    """Read an edition and resolve its blocks, citations and expressions. Raises FormError."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    edition = _EditionReader(file, about, path.stem, catalogue).read()
    file.stop_at_faults()
    return edition


def _citation(table: Table) -> Citation:
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
    values = [_parameter_value(value, citations) for value in table.tables("values")]
    table.close()
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
    cite = table.text("cite", required=True)
    table.close()
    return since, value, _cited(table, cite, citations)


_NO_CITATION = Citation(Text("", ""), "", Grade.M)


def _cited(table: Table, key: str, citations: Mapping[str, Citation]) -> Citation:
    if key in citations:
        return citations[key]
    close = nearest(key, citations)
    table.fault("cite", N_("there is no citation {key}"), N_("did you mean {close}?"), key=key, close=close or "…")
    return _NO_CITATION


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
        self.conditions: list[tuple[Table, str, str]] = []
        self.blocks: dict[str, Mapping[str, Question]] = {}
        self.ids: set[str] = set()

    def read(self) -> Edition:
        top = self.file.top
        self.citations.update({key: _citation(table) for key, table in top.children("citations")})
        drafts = [self._section(table) for table in top.tables("section")]
        fact_tables = top.tables("fact")
        self.all_names = frozenset(self.ids) | {str(table.data.get("id", "")) for table in fact_tables}
        facts = self._facts(fact_tables, drafts)
        sections = tuple(self._with_conditions(draft, facts) for draft in drafts)
        self.scope.settle()
        edition = Edition(
            about=self.about,
            edition=self.edition,
            sections=sections,
            facts=facts,
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

    # --- questions ------------------------------------------------------------------------------

    def _section(self, table: Table) -> tuple[Table, Section, list[tuple[Table, Question]]]:
        section = Section(
            id=table.text("id", required=True),
            title=table.some_words("title"),
            number=table.text("number"),
            questions=(),
        )
        table.text("ask_when")
        questions = [(entry, self._question_or_use(entry)) for entry in table.tables("question")]
        table.close()
        return table, section, questions

    def _question_or_use(self, table: Table) -> Question:
        use = table.text("use")
        question = self._used(table, use) if use else self._question(table, Question("", Kind.TEXT, Text("", "")), "")
        if question.id in self.ids:
            table.fault("id", N_("the question {id} is there twice"), N_("delete one, or rename it"), id=question.id)
        if question.id and not rules.is_nameable(question.id):
            table.fault(
                "id",
                N_("{id} cannot be a question's id"),
                N_("use words of a-z, digits and _ joined by dots, none of them a word of Python"),
                id=question.id,
            )
        self.ids.add(question.id)
        return question

    def _used(self, table: Table, use: str) -> Question:
        if use not in self.blocks:
            self.blocks[use] = self._block(table, use)
        name = table.text("id", required=True)
        block = self.blocks[use]
        if name not in block:
            close = nearest(name, block)
            table.fault(
                "id",
                N_("the block {block} has no question {id}"),
                N_("did you mean {close}?"),
                block=use,
                id=name,
                close=close or ", ".join(block),
            )
            return Question(name, Kind.TEXT, Text("", ""), block=use)
        return self._question(table, block[name], use)

    def _block(self, table: Table, use: str) -> Mapping[str, Question]:
        path = self.catalogue.block(use)
        if path is None:
            known = self.catalogue.blocks()
            table.fault(
                "use",
                N_("there is no block {block}"),
                N_("did you mean {close}?"),
                block=use,
                close=nearest(use, known) or ", ".join(sorted(known)),
            )
            return {}
        file = TomlFile(path, name_of(path))
        top = file.top
        purpose, keep = top.words("purpose"), top.text("keep")
        base = Question("", Kind.TEXT, Text("", ""), purpose=purpose, keep=keep, block=use)
        questions: dict[str, Question] = {}
        for entry in top.tables("question"):
            question = self._question(entry, base, use, in_block=True)
            if question.id in questions:
                entry.fault(
                    "id", N_("the question {id} is there twice"), N_("delete one, or rename it"), id=question.id
                )
            questions[question.id] = question
        top.close()
        self.file.faults.extend(file.faults)
        return questions

    def _question(self, table: Table, base: Question, use: str, in_block: bool = False) -> Question:
        fresh = not use or in_block
        cite = table.text("cite", base.cite)
        question = replace(
            base,
            id=table.text("id", required=True),
            kind=self._kind(table, base, fresh),
            label=(table.some_words("label") if fresh else table.words("label") or base.label),
            help=table.words("help") or base.help,
            example=table.text("example", base.example),
            need=table.one_of("need", Need, base.need),
            choices=self._choices(table) or base.choices,
            list=table.text("list", base.list),
            max=table.number("max", base.max),
            scheme=self._scheme(table, base),
            precision=self._precision(table, base),
            capitals=table.flag("capitals", base.capitals),
            currency=table.text("currency", base.currency),
            columns=tuple(self._column(column) for column in table.tables("column")) or base.columns,
            rows_min=table.number("rows_min", base.rows_min),
            rows_max=table.number("rows_max", base.rows_max),
            none=table.words("none") or base.none,
            profile=table.flag("profile", base.profile),
            purpose=table.words("purpose") or base.purpose,
            keep=table.text("keep", base.keep),
            cite=self._cite(table, cite),
        )
        for key in ("need_when", "ask_when"):
            if table.text(key) and in_block:
                table.fault(
                    key,
                    N_("{key} does not belong in a block"),
                    N_("write it where the block is used: only there it is known what stands above"),
                    key=key,
                )
        table.close()
        if not in_block:
            self._complain(table, question)
        return question

    def _kind(self, table: Table, base: Question, fresh: bool) -> Kind:
        if fresh and "kind" not in table:
            table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="kind")
        return table.one_of("kind", Kind, base.kind)

    def _choices(self, table: Table) -> tuple[Choice, ...]:
        choices = []
        for entry in table.tables("choices"):
            choices.append(Choice(entry.text("code", required=True), entry.some_words("label"), entry.words("short")))
            entry.close()
        codes = [choice.code for choice in choices]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            table.fault("choices", N_("the choice {code} is there twice"), N_("delete one, or rename it"), code=code)
        return tuple(choices)

    def _scheme(self, table: Table, base: Question) -> str:
        from talentdesk.core.identifiers import SCHEMES

        scheme = table.text("scheme", base.scheme)
        if scheme and scheme not in SCHEMES:
            table.fault(
                "scheme",
                N_("there is no identifier scheme {scheme}"),
                N_("did you mean {close}?"),
                scheme=scheme,
                close=nearest(scheme, SCHEMES) or ", ".join(SCHEMES),
            )
        return scheme

    def _precision(self, table: Table, base: Question) -> str:
        precision = table.text("precision", base.precision)
        if precision not in ("D", "M", "Y"):
            table.fault("precision", N_("precision is D, M or Y"), N_("write one of them"))
            return "D"
        return precision

    def _column(self, table: Table) -> Question:
        column = self._question(table, Question("", Kind.TEXT, Text("", "")), "")
        if column.kind is Kind.TABLE or column.kind in PLACES:
            table.fault("kind", N_("a column cannot be a table or a place"), N_("choose another kind"))
        return column

    def _complain(self, table: Table, question: Question) -> None:
        """Faults that show only when a question is complete."""
        if question.list and question.list not in self.catalogue.lists().names():
            names = self.catalogue.lists().names()
            table.fault(
                "list",
                N_("there is no list {name}"),
                N_("did you mean {close}?"),
                name=question.list,
                close=nearest(question.list, names) or ", ".join(sorted(names)),
            )
        if question.kind in (Kind.CHOICE, Kind.CHOICES) and not question.choices and not question.list:
            table.fault("", N_("a question of this kind needs choices or a list"), N_("add `choices` or `list`"))
        if question.kind is Kind.TABLE and not question.columns:
            table.fault("", N_("a table needs columns"), N_("add [[section.question.column]]"))
        if question.kind is Kind.IDENTIFIER and not question.scheme:
            table.fault("", N_("an identifier needs a scheme"), N_("add `scheme`; see forms/README.md"))

    # --- conditions, facts ----------------------------------------------------------------------

    def _names(self) -> Names:
        return Names(
            types=self.scope.types,
            later=self.all_names,
            parameters=self.catalogue.parameters().keys(),
            lists=self.catalogue.lists().names(),
            columns=self.scope.columns,
            choices=self.scope.choices,
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
            if name in self.ids or not rules.is_nameable(name):
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
            _cited(table, key, self.citations)
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
        if about and about not in self.ids:
            table.fault(
                "about",
                N_("there is no question {name}"),
                N_("did you mean {close}?"),
                name=about,
                close=nearest(about, self.ids) or "…",
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
        known = {*self.catalogue.papers(), *GENERAL_PAPERS}
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
        return {} if table is None else {old: table.text(old) for old in table.data}

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


GENERAL_PAPERS = ("checklist",)
"""Papers that every procedure can have and that need no sheet of their own."""

_TRUE = rules.parse("true", Names())
_TODAY = rules.parse("today", Names())
