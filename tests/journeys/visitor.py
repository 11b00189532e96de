"""A person at a public machine: one finger, nothing else. The machine is the real one, on a screen of its own."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from display import Display, until

from talentdesk import paths
from talentdesk.core.inputmethods import Tables
from talentdesk.desktop.keyboard import layouts

ROOT = Path(__file__).parents[2]
RUN = Path(__file__).with_name("run_watched.py")
FRONT = "front"
PATIENCE_S = 60.0
_REST_S = 0.15
"""A page that is laid out anew in the next moment moves under the finger."""
_DRAG_STEPS = 12


class PublicMachine:
    """The supervisor and its windows, and the one disk they can write to."""

    def __init__(self, folder: Path, display: Display, disk: Path | None = None, **settings: str) -> None:
        self.display = display
        self.disk = disk or folder / "disk"
        self._watched = folder / "watched"
        for place in (self._watched, *(self.disk / name for name in ("home", "tmp", "data"))):
            place.mkdir(parents=True, exist_ok=True)
        said = {"mode": "kiosk", "language": "en", "second_language": "zh-Hans", "data": str(self.disk / "data")}
        self._settings = folder / "settings.json"
        self._settings.write_text(json.dumps({**said, **settings}), "utf-8")
        self._log = folder / "machine.log"
        self._talk: Any = None
        self.program: subprocess.Popen[bytes] | None = None

    def switch_on(self) -> None:
        """Returns once the first page is on the screen."""
        with self._log.open("ab") as log:
            self.program = subprocess.Popen(
                [sys.executable, str(RUN), str(self._settings)],
                cwd=self.disk / "tmp",
                env=self._environment(),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.waits()

    def waits(self, but: int = 0) -> dict[str, Any]:
        """Until the first page is in front, in another process than `but`."""
        until(lambda: self._in_front(but) == "Attract", "the first page", PATIENCE_S)
        return self.see()

    def _in_front(self, but: int) -> str:
        assert self.program is not None
        assert self.program.poll() is None, self._log.read_text("utf-8")
        try:
            seen = self.see()
        except OSError:
            return ""
        return "" if seen["pid"] == but else str(seen["sheet"])

    def _environment(self) -> dict[str, str]:
        cleared = {name: value for name, value in self.display.environment.items() if not name.startswith("XDG_")}
        return {
            **cleared,
            "HOME": str(self.disk / "home"),
            "TMPDIR": str(self.disk / "tmp"),
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "WATCHED": str(self._watched),
        }

    def ask(self, question: str, **more: Any) -> Any:
        """One question to the window in front. Raises OSError while there is none."""
        if self._talk is None:
            ear = socket.socket(socket.AF_UNIX)
            try:
                ear.settimeout(PATIENCE_S)
                ear.connect(str(self._watched / FRONT))
                self._talk = ear.makefile("rw", encoding="utf-8")
            finally:
                ear.close()
        try:
            self._talk.write(json.dumps({"ask": question, **more}) + "\n")
            self._talk.flush()
            told = self._talk.readline()
            if not told:
                raise ConnectionResetError
        except OSError:
            talk, self._talk = self._talk, None
            with contextlib.suppress(OSError):
                talk.close()
            raise
        answer = json.loads(told)
        assert not (isinstance(answer, dict) and "fault" in answer), answer["fault"]
        return answer

    def see(self) -> dict[str, Any]:
        """What is in front."""
        seen: dict[str, Any] = self.ask("see")
        return seen

    def pids(self) -> list[int]:
        """The supervisor and its windows."""
        assert self.program is not None
        pid = self.program.pid
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, below)]

    def notes(self) -> str:
        """The mishaps of its windows: kinds of mistakes and places in the program."""
        return "".join(file.read_text("utf-8") for file in self.disk.rglob("kiosk.log"))

    def spare_is_loaded(self) -> bool:
        """Whether a window waits behind the one in front."""
        front = self.see()["pid"]
        return any((self._watched / f"{pid}.made").exists() for pid in self.pids()[1:] if pid != front)

    def cut_power(self) -> None:
        """The supervisor is killed; its windows go with it."""
        assert self.program is not None
        pids = self.pids()
        self.program.kill()
        self.program.wait(30)
        until(lambda: not any(is_alive(pid) for pid in pids), "everything has ended")

    def switch_off(self) -> None:
        """As the system does it."""
        if self._talk is not None:
            self._talk.close()
            self._talk = None
        if self.program is None or self.program.poll() is not None:
            return
        self.program.send_signal(signal.SIGTERM)
        try:
            self.program.wait(30)
        finally:
            if self.program.poll() is None:
                os.killpg(self.program.pid, signal.SIGKILL)


def is_alive(pid: int) -> bool:
    """Whether it runs; one that is dead and not yet buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@dataclass
class Person:
    """Somebody, and what they came for."""

    language: str
    procedure: str
    triage: Mapping[str, str]
    answers: Mapping[str, str]
    none: frozenset[str] = frozenset()
    """Questions to which they say that they have none."""
    points: Sequence[str] = ("fill-in", "assess", "sensitive", "pass-on")
    method: str = "pinyin"
    """How they write Chinese."""
    canaries: tuple[str, ...] = ()
    """What is theirs alone."""


@dataclass
class Visitor:
    """One finger."""

    machine: PublicMachine
    person: Person
    pictures: Path | None = None
    speaks_touch: bool = False
    """Whether the screen tells of touches; else it moves a pointer and presses its button, as most of them do."""
    taps: int = 0
    seen: list[str] = field(default_factory=list)
    """Questions, in the order in which they came."""
    _count: int = 0

    # ---- the finger

    def look(self, name: str) -> None:
        """Keeps a picture of what is on the screen, for a person."""
        if self.pictures is not None:
            self.machine.display.still()
            self._count += 1
            self.machine.display.picture(self.pictures / f"{self._count:03d}-{name}.png")

    def find(self, *what: str) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.machine.ask("find", what=what)
        return found

    def touch(self, *what: str) -> None:
        """Scrolls to it with the finger where it has to, then taps the middle of what can be seen of it."""
        self._settled(*what)
        place = self._in_sight(*what)
        assert place["enabled"], f"{what} cannot be pressed"
        self.tap(*_middle(place["seen"]))

    def _settled(self, *what: str) -> None:
        """Until it is on the page and has come to rest: no finger is so quick that a page moves under it."""
        stood: list[tuple[float, dict[str, Any] | None]] = []

        def rests() -> bool:
            place, now = self.find(*what), time.monotonic()
            if stood and stood[0][1] != place:
                stood.clear()
            stood.append((now, place))
            return place is not None and now - stood[0][0] > _REST_S

        until(rests, f"{what} is on the page", PATIENCE_S)

    def _in_sight(self, *what: str) -> dict[str, Any]:
        for _ in range(40):
            place = self.find(*what)
            assert place is not None, f"{what} went away"
            seen, whole, frame = place["seen"], place["whole"], place["frame"]
            enough = min(whole[3], 90)
            if place["free"] and seen[3] >= enough:
                return place
            assert frame is not None, f"{what} is covered, or off the screen: {place}"
            middle, half = frame[1] + frame[3] // 2, frame[3] // 2
            way = max(-half + 60, min(half - 60, middle - (whole[1] + whole[3] // 2)))
            x = frame[0] + frame[2] // 2
            self.drag((x, middle - way // 2), (x, middle + way // 2))
            self._settled(*what)
        raise AssertionError(f"{what} does not come into sight")

    def tap(self, x: int, y: int) -> None:
        """Down and up."""
        self.taps += 1
        before = self.machine.see()
        if self.speaks_touch:
            self.machine.ask("touch", act="press", x=x, y=y)
            with contextlib.suppress(OSError):  # what it releases may be the end of the window
                self.machine.ask("touch", act="release", x=x, y=y)
        else:
            self._point("mousemove", str(x), str(y), "mousedown", "1", "mouseup", "1")
        until(lambda: self._lifted(before), "the finger is felt", PATIENCE_S)

    def _lifted(self, before: Mapping[str, Any]) -> bool:
        """Whether the window has heard of it, or is another one by now."""
        try:
            seen = self.machine.see()
        except OSError:
            return True
        return bool(seen["pid"] != before["pid"] or seen["lifted"] > before["lifted"])

    def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Down, along, rest, up: rested, so that the page does not run on."""
        before = self.machine.see()
        steps = [
            (
                round(start[0] + (end[0] - start[0]) * n / _DRAG_STEPS),
                round(start[1] + (end[1] - start[1]) * n / _DRAG_STEPS),
            )
            for n in range(_DRAG_STEPS + 1)
        ]
        if self.speaks_touch:
            self.machine.ask("touch", act="press", x=start[0], y=start[1])
            for x, y in steps:
                time.sleep(0.012)
                self.machine.ask("touch", act="move", x=x, y=y)
            time.sleep(0.12)
            self.machine.ask("touch", act="move", x=end[0], y=end[1])
            self.machine.ask("touch", act="release", x=end[0], y=end[1])
        else:
            moves = [word for x, y in steps for word in ("mousemove", str(x), str(y), "sleep", "0.012")]
            down = ("mousemove", str(start[0]), str(start[1]), "mousedown", "1")
            self._point(*down, *moves, "sleep", "0.15", "mousemove", str(end[0]), str(end[1]), "mouseup", "1")
        until(lambda: self._lifted(before), "the finger is felt", PATIENCE_S)
        self._rested()

    def _rested(self) -> None:
        """Until the page stands still."""
        last = [-1, 0]

        def still() -> bool:
            now = self.machine.see()["scrolled"]
            last[:] = [now, last[1] + 1 if now == last[0] else 0]
            return last[1] >= 4

        until(still, "the page rests")

    def _point(self, *words: str) -> None:
        self.machine.display._do(*words)

    # ---- the keyboard on the screen

    def type(self, text: str) -> None:
        """Key by key, into the field that has the focus; each is seen before the next is touched."""
        until(lambda: self.machine.see()["layer"] != "", "the keyboard has come")
        for sign in text:
            self._sign(sign)

    def _sign(self, sign: str) -> None:
        before = self.machine.see()
        self._put(sign, before["layer"])
        want = before["text"] + sign
        until(lambda: self.machine.see()["text"] == want, f"{sign} (U+{ord(sign):04X}) stands in the field")

    def _put(self, sign: str, layer: str) -> None:
        if ord(sign) > 0x2E80:
            self._chinese(sign)
        elif sign == " ":
            self.touch("key", "space")
        elif self._has(sign, layer):
            self._press(sign)
        elif (base := _base_of(sign)) and self._reach(base):
            self._press(base)
            self._offered(sign)
        elif self._reach(sign):
            self._press(sign)
        else:
            self._reach("A")
            self._offered(sign)

    def _has(self, sign: str, layer: str) -> bool:
        wide = self.machine.see()["size"]
        told = layouts.layer(layer)
        rows = told.wide if wide[0] > wide[1] else told.rows
        wanted = sign.upper() if told.case and layer != "email" else sign
        return any(key.job == "type" and key.text in (sign, wanted, sign.upper()) for row in rows for key in row) and (
            told.case or not sign.isalpha()
        )

    def _reach(self, sign: str) -> bool:
        """Shows a layer that has the sign; whether there is one."""
        seen = self.machine.see()
        if self._has(sign, seen["layer"]):
            return True
        for name in ("latin", "digits", "identifier", "email"):
            if self._has(sign, name) and self.find("key", "tab", name) is not None:
                self.touch("key", "tab", name)
                until(lambda name=name: self.machine.see()["layer"] == name, f"{name} is shown")  # type: ignore[misc]
                return True
        return False

    def _press(self, sign: str) -> None:
        seen = self.machine.see()
        told = layouts.layer(seen["layer"])
        if told.case and sign.isalpha() and seen["upper"] != sign.isupper():
            self.touch("key", "shift")
            until(lambda: self.machine.see()["upper"] == sign.isupper(), "capitals are switched")
        key = sign.upper() if told.case else sign
        self.touch("key", "type", key)

    def _chinese(self, sign: str) -> None:
        method = self.person.method
        code = codes(method, sign)
        if self.machine.see()["layer"] != method:
            self.touch("key", "tab", method)
            until(lambda: self.machine.see()["layer"] == method, f"{method} is shown")
        for letter in code:
            typed = self.machine.see()["typed"]
            self.touch("key", "type", letter)
            until(lambda typed=typed, letter=letter: self.machine.see()["typed"] == typed + letter, letter)  # type: ignore[misc]
        self._offered(sign)

    def _offered(self, sign: str) -> None:
        """Turns pages until it is offered, and takes it."""
        for _ in range(30):
            if self.find("offer", sign) is not None:
                self.touch("offer", sign)
                return
            self.touch("key", "more")
        raise AssertionError(f"{sign} is not offered")

    # ---- the way

    def go_in(self) -> None:
        """The first page, the language, what is agreed to."""
        self.look("attract")
        self.touch("language", self.person.language)
        self._in_front("ConsentSheet")
        self.look("consent")
        for point in self.person.points:
            self.touch("point", point)
            until(lambda point=point: self._is_on("point", point), f"{point} is agreed to")  # type: ignore[misc]
        self.look("consent-given")
        self.touch("main")

    def _is_on(self, *what: str) -> bool:
        found = self.find(*what)
        return found is not None and found["on"]

    def _in_front(self, sheet: str) -> None:
        until(lambda: self.machine.see()["sheet"] == sheet, f"{sheet} is in front", PATIENCE_S)

    def choose(self) -> None:
        """The questions that find the form, and the form."""
        until(lambda: self.machine.see()["triage"], "the first question")
        while self.machine.see()["triage"]:
            here = self.machine.see()["here"]
            self.look(f"triage-{here}")
            self.answer(self.person.triage.get(here, ""))
            self.go_on()
        self._in_front("Matters")
        self.look("matters")
        assert self.person.procedure in self.machine.see()["fits"]
        self.touch("fit", self.person.procedure)
        until(lambda: self.machine.see()["sheet"] in ("Walk", "ScanSheet"), "the form is begun")

    def fill(self, until_question: str = "") -> None:
        """Every question, up to a certain one."""
        while (seen := self.machine.see())["sheet"] == "Walk" and seen["here"] != until_question:
            here = seen["here"]
            assert here not in self.seen, f"in a circle: {here}"
            self.seen.append(here)
            self.look(f"{here}")
            if here in self.person.none:
                self.touch("later")
                self._moved_on(here)
                continue
            # What the triage was told is there already.
            wanted = self.person.answers.get(here, "")
            if seen["text"] != wanted:
                self.answer(wanted)
                self.look(f"{here}-answered")
            self.go_on()

    def answer(self, text: str) -> None:
        """By whatever the field is."""
        if not text:
            return
        seen = self.machine.see()
        kind = seen["editor"]
        if seen["codes"]:
            for code in text.split():
                self.touch("card", code)
                until(lambda code=code: self._is_on("card", code), f"{code} is chosen")  # type: ignore[misc]
        elif kind == "DateEditor":
            self._date(text)
        elif kind == "FinderEditor":
            self._listed(text)
        else:
            self.type(text)
        until(lambda: self.machine.see()["text"] == text, f"{seen['here']} is answered")

    def _date(self, text: str) -> None:
        for place, part in enumerate(text.split("-")):
            until(lambda: self.machine.see()["layer"] == "date", "the keys of a date")
            if place == 0 and self.find("key", "pick", part) is None:
                self.touch("key", "decade", f"{part[:3]}0")
            self.touch("key", "pick", part)
            until(lambda place=place, part=part: self._part(place) == part, part)  # type: ignore[misc]

    def _part(self, place: int) -> str:
        parts = self.machine.see()["text"].split("-")
        return parts[place] if place < len(parts) else ""

    def _listed(self, code: str) -> None:
        """Opens the list, and drags it until the item can be touched."""
        until(lambda: self.machine.see()["layer"] != "", "the keyboard has come")  # it moves the field
        self.touch("field")
        until(lambda: self.find("item", code) is not None, "the list is open")
        for _ in range(60):
            place = self.find("item", code)
            assert place is not None
            seen, whole = place["seen"], place["whole"]
            if place["free"] and seen[3] >= min(whole[3], 60):
                self.tap(*_middle(seen))
                return
            # Where an item stands that is not seen tells which way to drag.
            shown = self.find("list")
            assert shown is not None
            x, y = _middle(shown["seen"])
            way = max(-shown["seen"][3] // 2 + 20, min(shown["seen"][3] // 2 - 20, y - (whole[1] + whole[3] // 2)))
            self.drag((x, y - way // 2), (x, y + way // 2))
        raise AssertionError(f"{code} does not come into sight")

    def go_on(self) -> None:
        """Next, and once more where something is said first."""
        here = self.machine.see()["here"]
        self.touch("main")
        if not self._has_gone(here, 0.6):
            self.look(f"{here}-told")
            self.touch("main")
            self._moved_on(here)

    def _has_gone(self, here: str, patience: float) -> bool:
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if self._is_away(here):
                return True
            time.sleep(0.02)
        return False

    def _is_away(self, here: str) -> bool:
        return bool(self.machine.see()["here"] != here)

    def _moved_on(self, here: str) -> None:
        until(lambda: self._is_away(here), f"{here} is left")

    def check(self, question: str, text: str) -> None:
        """Looks at the answers, changes one, and is back at the list."""
        self._in_front("Answers")
        self.look("answers")
        self.touch("line", question)
        until(lambda: self.machine.see()["here"] == question, "the question of the line")
        self.look("errand")
        while length := len(self.machine.see()["text"]):
            self.touch("key", "delete")
            until(lambda length=length: len(self.machine.see()["text"]) < length, "a sign is deleted")  # type: ignore[misc]
        self.answer(text)
        self.touch("main")
        self._in_front("Answers")
        self.look("answers-back")

    def print(self) -> dict[str, Any]:
        """The paper on the screen, then out of the printer; what the last page says."""
        self._in_front("Answers")
        self.touch("main")
        self._in_front("PaperSheet")
        until(lambda: self.machine.see()["ready"], "the paper is laid out", PATIENCE_S)
        self.look("paper")
        self.touch("main")
        self._in_front("Finish")
        self.look("finish")
        outcome: dict[str, Any] = self.machine.ask("outcome")
        return outcome

    def leave(self) -> None:
        """Ends the visit; the next window waits for the next person."""
        pid = self.machine.see()["pid"]
        self.touch("main")
        self.machine.waits(but=pid)
        self.look("attract-again")


def _middle(place: Sequence[int]) -> tuple[int, int]:
    return place[0] + place[2] // 2, place[1] + place[3] // 2


def _base_of(sign: str) -> str:
    """The letter whose accents have the sign."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    return next((letter for letter in letters if sign in layouts.accents(letter)), "")


def codes(method: str, sign: str) -> str:
    """The letters that stand for a character, from the keyboard's own tables."""
    folder = paths.room("ui") / "keyboard"
    if method in ("pinyin", "jyutping"):
        rows = (folder / f"{method}.tsv").read_text("utf-8").splitlines()
        table = [line.split("\t") for line in rows if not line.startswith("#")]
        usual = next((row[0] for row in table if sign in row[1]), "")
        return (usual or next(row[0] for row in table if sign in row[2])).rstrip("123456")
    tables = Tables(folder)
    heads = "abcdefghijklmnopqrstuvwxyz"
    found = [code for head in heads for code, characters in tables.codes(head) if sign in characters]
    return min(found, key=len)
