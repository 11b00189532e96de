"""From a file of `shared/points` to the table of points it describes, or to faults that its author can act on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from talentdesk.core.form import Citation
from talentdesk.core.points import Alternative, Band, Category, Factor, Hit, PointsTable, Span, Variant
from talentdesk.core.rules import Expression, Type
from talentdesk.core.sharedfile import find_citation, read_citation
from talentdesk.core.tomlfile import Table, TomlFile, name_of
from talentdesk.core.words import N_, nearest

ENDS = ("at_least", "above", "at_most", "below")

ReadExpression = Callable[[Table, str, Type | None], Expression | None]
CodesOf = Callable[[Expression], frozenset[str]]
"""The codes of the question that an expression names alone; empty where the list is open."""


def read_points(
    path: Path, citations: Mapping[str, Citation], read_expression: ReadExpression, codes_of: CodesOf
) -> tuple[PointsTable, Mapping[str, Citation]]:
    """Return the table and the citations it names. Raises FormError."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    reader = _PointsReader(file, citations, read_expression, codes_of)
    table = reader.read(path.stem)
    file.stop_at_faults()
    return table, {key: reader.citations[key] for key in sorted(reader.cited)}


class _PointsReader:
    def __init__(
        self, file: TomlFile, citations: Mapping[str, Citation], read_expression: ReadExpression, codes_of: CodesOf
    ) -> None:
        self.file, self.citations = file, dict(citations)
        self.read_expression, self.codes_of = read_expression, codes_of
        self.cited: set[str] = set()
        self.variants: tuple[Variant, ...] = ()

    def read(self, name: str) -> PointsTable:
        top = self.file.top
        self.citations.update({key: read_citation(table) for key, table in top.children("citations")})
        self.variants = tuple(self._variant(table) for table in top.tables("variant"))
        table = PointsTable(
            id=name,
            title=top.some_words("title"),
            cite=self._cite(top),
            factors=tuple(self._factor(entry) for entry in top.tables("factor")),
            categories=tuple(self._category(entry) for entry in top.tables("category")),
            variants=self.variants,
        )
        for key, entries in (("variant", table.variants), ("category", table.categories), ("factor", table.factors)):
            if not entries:
                top.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key=key)
        top.close()
        self._unique("factor", [factor.id for factor in table.factors])
        self._unique("variant", [variant.id for variant in table.variants])
        return table

    def _unique_alternatives(self, table: Table, names: list[str]) -> None:
        for index, name in enumerate(names):
            if name in names[:index]:
                place = (*table.path, "alternative", index, "variant")
                self.file.fault(place, N_("{id} is there twice"), N_("delete one, or rename it"), id=name)

    def _unique(self, key: str, ids: list[str]) -> None:
        for index, name in enumerate(ids):
            if name in ids[:index]:
                self.file.fault((key, index, "id"), N_("{id} is there twice"), N_("delete one, or rename it"), id=name)

    def _cite(self, table: Table, default: str = "") -> str:
        key = table.text("cite", default, required=not default)
        find_citation(table, key, self.citations)
        self.cited |= {key} & self.citations.keys()
        return key

    def _variant(self, table: Table) -> Variant:
        variant = Variant(table.text("id", required=True), table.some_words("title"), self._cite(table))
        table.close()
        return variant

    def _category(self, table: Table) -> Category:
        category = Category(
            code=table.text("code", required=True),
            title=table.some_words("title"),
            at_least=table.number("at_least") if "at_least" in table else None,
            cite=self._cite(table),
        )
        table.close()
        return category

    def _factor(self, table: Table) -> Factor:
        of = self.read_expression(table, "of", None)
        if of is not None and of.type not in (Type.NUMBER, Type.TEXT, Type.SET):
            table.fault(
                "of",
                N_("bands cannot look at {found}"),
                N_("leave it out, and give each band a “when”"),
                found=of.type.value,
            )
            of = None
        cite, maximum = self._cite(table), self._most_points(table)
        bands = self._bands(table, of)
        others = [self._alternative(entry, of, maximum, bands, cite) for entry in table.tables("alternative")]
        factor = Factor(
            id=table.text("id", required=True),
            title=table.some_words("title"),
            maximum=maximum,
            bands=bands,
            cite=cite,
            of=of,
            hit=table.one_of("hit", Hit, Hit.UNIQUE),
            least=self._amount(table, "least") or Decimal(0),
            most=self._amount(table, "most"),
            changeable=table.flag("changeable"),
            note=table.words("note"),
            since=table.day("from"),
            until=table.day("until"),
            alternatives=dict(others),
        )
        self._unique_alternatives(table, [name for name, _other in others])
        table.close()
        return factor

    def _most_points(self, table: Table) -> int:
        if "max" not in table:
            table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="max")
        return table.number("max")

    def _alternative(
        self, table: Table, of: Expression | None, maximum: int, bands: tuple[Band, ...], cite: str
    ) -> tuple[str, Alternative]:
        name, known = table.text("variant", required=True), [variant.id for variant in self.variants]
        if name not in known:
            close = nearest(name, known) or ", ".join(known)
            table.fault(
                "variant", N_("there is no variant {name}"), N_("did you mean {close}?"), name=name, close=close
            )
        found = Alternative(
            maximum=table.number("max", maximum),
            bands=self._bands(table, of) if "band" in table else bands,
            cite=self._cite(table, cite),
        )
        table.take("band", list)
        table.close()
        return name, found

    def _bands(self, table: Table, of: Expression | None) -> tuple[Band, ...]:
        entries = table.tables("band")
        bands = tuple(self._band(entry, of) for entry in entries)
        if not bands:
            table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="band")
        for band, entry in zip(bands[:-1], entries, strict=False):
            if band.is_rest:
                entry.fault("", N_("a band without a condition leaves nothing to those below"), N_("put it last"))
        return bands

    def _band(self, table: Table, of: Expression | None) -> Band:
        band = Band(
            points=self._points(table),
            label=table.some_words("label"),
            at_least=self._amount(table, "at_least"),
            above=self._amount(table, "above"),
            at_most=self._amount(table, "at_most"),
            below=self._amount(table, "below"),
            codes=frozenset(self._codes(table, of)),
            when=self.read_expression(table, "when", Type.BOOLEAN),
            plus=table.number("plus"),
            per=self._amount(table, "per") or Decimal(1),
            changeable=table.flag("changeable", True),
        )
        table.close()
        self._fits(table, band, of)
        return band

    def _fits(self, table: Table, band: Band, of: Expression | None) -> None:
        """Numbers have ends, codes are listed, and without `of` there is a condition."""
        wanted = {None: "when", Type.NUMBER: "at_least", Type.TEXT: "codes", Type.SET: "codes"}[of.type if of else None]
        given = {"when": band.when is not None, "at_least": band.is_numeric, "codes": bool(band.codes)}
        for key, stands in given.items():
            if stands and key != wanted:
                remedy = N_("write “{wanted}”, or change what the factor is “of”")
                table.fault(key, N_("{key} does not fit this factor"), remedy, key=key, wanted=wanted)
        if band.plus and (band.at_least is None or band.per <= 0):
            table.fault("plus", N_("“plus” counts on from a low end"), N_("write at_least, and a “per” above 0"))

    def _points(self, table: Table) -> Span:
        given = table.take("points", (int, list), 0, required=True)
        ends = given if isinstance(given, list) else [given, given]
        if len(ends) == 2 and all(isinstance(end, int) and end >= 0 for end in ends) and ends[0] <= ends[1]:
            return Span(*ends)
        table.fault(
            "points", N_("{key} is not a number of points"), N_("write 5, or [5, 10] from least to most"), key="points"
        )
        return Span(0, 0)

    def _amount(self, table: Table, key: str) -> Decimal | None:
        given = table.take(key, (int, str))
        try:
            return None if given is None else Decimal(given)
        except InvalidOperation:
            table.fault(key, N_("{key} is not a number"), N_("write a whole number, or a decimal in quotes"), key=key)
            return None

    def _codes(self, table: Table, of: Expression | None) -> tuple[str, ...]:
        codes = table.texts("codes")
        known = self.codes_of(of) if of is not None else frozenset()
        for code in codes:
            if known and code not in known:
                close = nearest(code, known) or ", ".join(sorted(known)[:12])
                details = {"name": of.text if of else "", "code": code, "close": close}
                table.fault("codes", N_("{name} has no choice {code}"), N_("did you mean {close}?"), **details)
        return codes
