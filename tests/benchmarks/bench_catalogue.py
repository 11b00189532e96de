"""Times the shipped forms room: the list for the home screen, one procedure read warm, and a full evaluation.

Each figure is compared with a floor measured in the same run: what tomllib alone needs for the same files, and for an
evaluation what one millisecond's worth of plain additions needs. Processor time is counted and the best of several
turns taken, so that other work on the machine does not blur the figures. Targets: 30, 20 and 5 milliseconds.

Run: python tests/benchmarks/bench_catalogue.py [PROCEDURE…]
"""

from __future__ import annotations

import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from talentdesk.core.cases import Case, open_case, read_cases
from talentdesk.core.catalogue import Catalogue
from talentdesk.core.tally import stand
from talentdesk.i18n import titled
from talentdesk.paths import room
from talentdesk.service.evaluation import evaluate

FORMS = room("forms")
HOME_MS, LOAD_MS, EVALUATE_MS = 30.0, 20.0, 5.0
TURNS = 9


def best(act: Callable[[], object]) -> float:
    """Milliseconds of processor time of the fastest turn."""
    times = []
    for _turn in range(TURNS):
        began = time.process_time()
        act()
        times.append((time.process_time() - began) * 1000)
    return min(times)


def additions() -> int:
    """Some plain work: about a millisecond on the machine the targets were set on."""
    total = 0
    for number in range(60_000):
        total += number
    return total


def home() -> list[str]:
    """What the list of procedures needs, from a catalogue that has read nothing."""
    catalogue = Catalogue([FORMS])
    return [titled(catalogue.about(name).title, "en") for name in catalogue.procedures()]


def parse(paths: list[Path]) -> None:
    """The same files, read and parsed by tomllib and nothing more."""
    for path in paths:
        tomllib.loads(path.read_text(encoding="utf-8"))


def files_of(catalogue: Catalogue, procedure: str) -> list[Path]:
    """The edition in force last, its blocks and its table of points."""
    edition = catalogue.edition(procedure, catalogue.editions(procedure)[-1])
    blocks = {question.block for question in edition.questions if question.block}
    points = [] if edition.points is None else [catalogue.points_file(edition.points.id)]
    found = [
        catalogue.cases_file(procedure).with_name(f"{edition.edition}.toml"),
        *map(catalogue.block, blocks),
        *points,
    ]
    return [path for path in found if path is not None]


def read_warm(shared: Catalogue, procedure: str) -> None:
    """Read a procedure in a room whose parameters and citations are known already."""
    catalogue = Catalogue([FORMS])
    catalogue._parameters, catalogue._citations = shared.parameters(), shared.citations()
    catalogue.edition(procedure, catalogue.editions(procedure)[-1])


def fullest(catalogue: Catalogue, procedure: str) -> Case:
    """The golden case with the most answers."""
    return max(read_cases(catalogue.cases_file(procedure)), key=lambda case: len(case.answers.typed))


def follow(catalogue: Catalogue, procedure: str, case: Case) -> None:
    """Open the case and work out everything: rules, documents, deadlines, fees and points."""
    interview = open_case(case, procedure, catalogue)
    interview.outcomes()
    interview.documents()
    interview.deadlines()
    interview.fees()
    interview.durations()
    stand(interview)


def measured(catalogue: Catalogue, procedure: str) -> tuple[float, float, float, float]:
    """Milliseconds to read a procedure, to parse its files only, to follow its fullest case, and to tell all of it."""
    case, files = fullest(catalogue, procedure), files_of(catalogue, procedure)
    return (
        best(lambda: read_warm(catalogue, procedure)),
        best(lambda: parse(files)),
        best(lambda: follow(catalogue, procedure, case)),
        best(lambda: evaluate(open_case(case, procedure, catalogue), "en")),
    )


def main(chosen: list[str]) -> int:
    """Print the table; 1 when a target is missed on this machine's own scale."""
    catalogue = Catalogue([FORMS])
    unit = best(additions)
    abouts = sorted(FORMS.glob("procedures/*/about.toml"))
    took, floor = best(home), best(lambda: parse(abouts))
    missed = took > HOME_MS * unit
    print(f"a millisecond's worth of additions takes {unit:.2f} ms here; targets are multiples of it")
    print(f"home: {took:.1f} ms, {took / floor:.1f} × tomllib alone; {took / unit:.1f} of {HOME_MS:.0f}")
    print(
        f"\n{'procedure':<36}{'read ms':>9}{'× tomllib':>11}{'of 20':>8}{'follow ms':>11}{'of 5':>7}{'evaluate ms':>13}"
    )
    for procedure in chosen or catalogue.procedures():
        read, floor, followed, told = measured(catalogue, procedure)
        missed |= read > LOAD_MS * unit or followed > EVALUATE_MS * unit
        print(
            f"{procedure:<36}{read:>9.1f}{read / floor:>11.1f}{read / unit:>8.1f}"
            f"{followed:>11.2f}{followed / unit:>7.2f}{told:>13.2f}"
        )
    print(
        "\nfollow: open the case, rules, documents, deadlines, fees, points; evaluate: with words and what would change"
    )
    return int(missed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
