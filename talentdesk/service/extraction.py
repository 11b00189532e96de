"""Finds every message a translator has to translate: in the program, on its screens and in the form files."""

from __future__ import annotations

import ast
import csv
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from talentdesk.core.tomlfile import Fault
from talentdesk.core.words import N_
from talentdesk.i18n.inside import placeholders
from talentdesk.i18n.pofile import Message

_SAID = frozenset({"say", "plural", "N_"})
_PAIR = frozenset({"zh-Hans", "en"})
_BESIDE = frozenset({"zh-Hant-HK", "pt"})
_MOST_HINTS = 3


@dataclass(frozen=True, slots=True)
class Found:
    """One message where it stands."""

    id: str
    file: Path
    line: int
    context: str = ""
    many: str = ""
    hint: str = ""


def app_messages(code: Path, screens: Path) -> tuple[list[Found], list[Fault]]:
    """The program's words: literals given to `say`, `plural` and `N_`, and the texts of `*.ui` screens."""
    found: list[Found] = []
    faults: list[Fault] = []
    for file in sorted(code.rglob("*.py")):
        if "rooms" not in file.relative_to(code).parts:
            _read_code(file, found, faults)
    for file in sorted(screens.rglob("*.ui")):
        found.extend(_screen_texts(file))
    return found, faults


def procedure_messages(forms: Path, code: Path) -> list[Found]:
    """The procedures' words: every pair of `zh-Hans` and `en` in the form files and code lists.

    Pairs written as `Text("年", "Y")` in the program are of the same kind: words of the form in its two languages.
    A file that is not TOML is left to `talentdesk check` to report.
    """
    found: list[Found] = []
    for file in sorted(code.rglob("*.py")):
        if "rooms" not in file.relative_to(code).parts:
            found.extend(_pairs_in_code(file))
    for file in sorted(forms.rglob("*.toml")):
        found.extend(_pairs_of(file))
    for file in sorted(forms.rglob("*.csv")):
        found.extend(_rows_of(file))
    return found


def gather(found: Iterable[Found], root: Path) -> tuple[Message, ...]:
    """One message for each source text, with all its places below `root`, in order of first appearance."""
    together: dict[tuple[str, str], list[Found]] = {}
    for each in found:
        together.setdefault((each.context, each.id), []).append(each)
    return tuple(_message(group, root) for group in together.values())


def _message(group: list[Found], root: Path) -> Message:
    hints = dict.fromkeys(each.hint for each in group if each.hint)
    places = dict.fromkeys(_relative(each.file, root) for each in group)
    return Message(
        id=group[0].id,
        context=group[0].context,
        many=next((each.many for each in group if each.many), ""),
        hints=tuple(hints)[:_MOST_HINTS],
        places=tuple(places),
    )


def _relative(file: Path, root: Path) -> str:
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name


# --- the program ----------------------------------------------------------------------------------


def _read_code(file: Path, found: list[Found], faults: list[Fault]) -> None:
    source = file.read_text(encoding="utf-8")
    lines = source.splitlines()
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args)
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if _called(call) in _SAID:
            found.extend(_literals(file, call, lines))
            faults.extend(_slips(file, call))


def _pairs_in_code(file: Path) -> Iterator[Found]:
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(call, ast.Call) and _called(call) == "Text" and len(call.args) == 2:
            chinese, english = map(_literal, call.args)
            if chinese and english:
                yield Found(english, file, call.lineno, chinese)


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _literals(file: Path, call: ast.Call, lines: list[str]) -> Iterator[Found]:
    hint = _translators_note(lines, call.lineno)
    if _called(call) == "plural":
        one, many = (*map(_literal, call.args[:2]), None, None)[:2]
        if one and many:
            yield Found(one, file, call.lineno, many=many, hint=hint)
        return
    for message in _alternatives(call.args[0]):
        yield Found(message, file, call.lineno, hint=hint)


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _alternatives(node: ast.expr) -> Iterator[str]:
    """The literal, or both of `"…" if condition else "…"`."""
    if isinstance(node, ast.IfExp):
        yield from _alternatives(node.body)
        yield from _alternatives(node.orelse)
    elif message := _literal(node):
        yield message


def _translators_note(lines: list[str], line: int) -> str:
    above = lines[line - 2].strip() if line > 1 else ""
    return above.partition("Translators:")[2].strip() if above.startswith("# Translators:") else ""


def _slips(file: Path, call: ast.Call) -> Iterator[Fault]:
    """What can be seen in the code: a sentence built from pieces, or a placeholder nobody fills."""
    built = isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    if built or (_called(call) == "N_" and not any(_alternatives(call.args[0]))):
        cause = N_("{call}() is given a text that is put together")
        remedy = N_("write one whole literal sentence and give the changing parts by name")
        yield Fault(file.name, call.lineno, cause, remedy, {"call": _called(call)})
    if _called(call) == "N_" or any(keyword.arg is None for keyword in call.keywords):
        return
    given = {keyword.arg for keyword in call.keywords} | ({"count"} if _called(call) == "plural" else set())
    wanted = frozenset[str]().union(*(placeholders(text) for node in call.args[:2] for text in _alternatives(node)))
    for name in sorted(wanted - given):
        cause, remedy = N_("nothing fills the place {name} of this message"), N_("give {name}=… in the call")
        yield Fault(file.name, call.lineno, cause, remedy, {"name": name})


# --- the screens ----------------------------------------------------------------------------------


def _screen_texts(file: Path) -> Iterator[Found]:
    for node in ElementTree.parse(file).iter("string"):
        if node.text and node.text.strip() and node.get("notr") != "true":
            yield Found(node.text, file, 1, hint=node.get("comment") or node.get("extracomment") or "")


# --- the form files -------------------------------------------------------------------------------


def _pairs_of(file: Path) -> Iterator[Found]:
    try:
        source = file.read_bytes().decode("utf-8-sig")
        table = tomllib.loads(source)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return
    lines = _Lines(source)
    for path, pair in _walk(table, ()):
        yield Found(pair["en"], file, lines.after_last(pair["zh-Hans"]), pair["zh-Hans"], hint=" ".join(path))


class _Lines:
    """Finds texts in the order of the file, so that a repeated text gets each of its own lines."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._seen: dict[str, int] = {}

    def after_last(self, text: str) -> int:
        needle = next(iter(text.splitlines()), text)
        at = self._source.find(needle, self._seen.get(needle, 0))
        if at < 0:
            return 1
        self._seen[needle] = at + len(needle)
        return self._source.count("\n", 0, at) + 1


def _walk(node: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    if isinstance(node, list):
        for each in node:
            yield from _walk(each, path)
    elif isinstance(node, dict) and _is_pair(node):
        # An about file's title stands there in all four languages: nothing is left to translate.
        if not node.keys() >= _BESIDE:
            yield path, node
    elif isinstance(node, dict):
        named = (*path, node["id"]) if isinstance(node.get("id"), str) else path
        for key, value in node.items():
            yield from _walk(value, (*named, key))


def _is_pair(node: Mapping[str, object]) -> bool:
    return node.keys() >= _PAIR and all(isinstance(value, str) for value in node.values()) and bool(node["en"])


def _rows_of(file: Path) -> Iterator[Found]:
    try:
        rows = csv.DictReader(file.read_bytes().decode("utf-8-sig").splitlines())
        for row in rows:
            if row.get("zh-Hans") and row.get("en"):
                yield Found(row["en"], file, rows.line_num, row["zh-Hans"], hint=f"{file.stem} {row.get('code', '')}")
    except (UnicodeDecodeError, csv.Error):
        return
