"""Reads the questions of an edition, and the shared blocks that some of them come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from talentdesk.core import rules
from talentdesk.core.form import PLACES, Choice, Kind, Need, Question, Text
from talentdesk.core.tomlfile import Table, TomlFile, name_of
from talentdesk.core.words import N_, nearest

if TYPE_CHECKING:
    from talentdesk.core.catalogue import Catalogue


class QuestionReader:
    """Reads question after question of one file; `ids` holds those read so far."""

    def __init__(self, file: TomlFile, catalogue: Catalogue, cite: Callable[[Table, str], str]) -> None:
        self.file, self.catalogue, self._cite = file, catalogue, cite
        self.ids: set[str] = set()
        self.blocks: dict[str, Mapping[str, Question]] = {}

    def read(self, table: Table) -> Question:
        """Read a question of the edition's own, or one taken from a block."""
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
            unknown_month=table.flag("unknown_month", base.unknown_month),
            capitals=table.flag("capitals", base.capitals),
            numbered=table.flag("numbered", base.numbered),
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
        if column.unknown_month and (column.kind, column.precision) != (Kind.DATE, "M"):
            cause, remedy = N_("only a month can be unknown"), N_('write precision = "M", or delete unknown_month')
            table.fault("unknown_month", cause, remedy)
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
        elif question.list or question.kind is Kind.COUNTRY:
            # Read now: a broken list shall be told when the case is opened, not while somebody types.
            self._read_list(question.list or "countries")
        if question.kind in (Kind.CHOICE, Kind.CHOICES) and not question.choices and not question.list:
            table.fault("", N_("a question of this kind needs choices or a list"), N_("add `choices` or `list`"))
        if question.unknown_month and table.path[-2:-1] != ("column",):
            cause, remedy = N_("unknown_month is for the columns of a table"), N_("delete unknown_month")
            table.fault("unknown_month", cause, remedy)
        if question.kind is Kind.TABLE and not question.columns:
            table.fault("", N_("a table needs columns"), N_("add [[section.question.column]]"))
        if question.kind is Kind.IDENTIFIER and not question.scheme:
            table.fault("", N_("an identifier needs a scheme"), N_("add `scheme`; see forms/README.md"))

    def _read_list(self, name: str) -> None:
        if name in self.catalogue.lists().names():
            self.catalogue.lists().items(name)
