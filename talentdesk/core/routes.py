"""How a paper is authenticated by its origin: read from `shared/routes.toml`, chosen by country and day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from talentdesk.core.form import Citation, Text
from talentdesk.core.sharedfile import read_citation
from talentdesk.core.tomlfile import Table, TomlFile, name_of
from talentdesk.core.words import N_

ROUTES = "shared/routes.toml"


@dataclass(frozen=True, slots=True)
class Route:
    """One way to have a paper authenticated."""

    id: str
    title: Text
    how: Text
    countries: frozenset[str]
    """Who issues such papers, as ISO 3166 alpha-3; empty: everybody whom no other route names."""
    since: date | None
    until: date | None
    citation: Citation

    def is_open(self, day: date) -> bool:
        """Whether papers can go this way on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


def read_routes(path: Path) -> tuple[Route, ...]:
    """Read the routes in their order. Raises FormError with all the file's faults."""
    file = TomlFile(path, name_of(path))
    file.stop_at_faults()
    top = file.top
    routes = tuple(_route(table) for table in top.tables("route"))
    top.close()
    file.stop_at_faults()
    return routes


def route_for(routes: Iterable[Route], country: str, day: date) -> Route | None:
    """The way for a paper from `country` on `day`: the one that names it, else the one for everywhere else."""
    usable = [route for route in routes if route.is_open(day)]
    named = (route for route in usable if country in route.countries)
    return next(named, next((route for route in usable if not route.countries), None)) if country else None


def _route(table: Table) -> Route:
    given = table.table("citation")
    if given is None:
        table.fault("", N_("the key {key} is missing"), N_("add it; see forms/README.md"), key="citation")
        given = Table(table.file, (*table.path, "citation"), {})
    route = Route(
        id=table.text("id", required=True),
        title=table.some_words("title"),
        how=table.some_words("how"),
        countries=frozenset(table.texts("countries")),
        since=table.day("since"),
        until=table.day("until"),
        citation=read_citation(given),
    )
    if any(len(code) != 3 or not (code.isascii() and code.isupper()) for code in route.countries):
        table.fault(
            "countries", N_("{name} is no country"), N_("write ISO 3166 codes of three capitals"), name=route.id
        )
    table.close()
    return route
