"""What stands on each key in the languages of the window."""

from __future__ import annotations

from dataclasses import dataclass

from talentdesk.core.words import N_
from talentdesk.desktop.keyboard import layouts
from talentdesk.desktop.keyboard.keycap import Caption, Ground
from talentdesk.desktop.keyboard.layouts import Job, Key
from talentdesk.i18n import month_name, say

_JOBS = {
    Job.DELETE: ("backspace", N_("Delete")),
    Job.SHIFT: ("up", N_("Capitals")),
    Job.CLEAR: ("cross", N_("Clear")),
    Job.HIDE: ("down", N_("Hide")),
    Job.LEFT: ("back", N_("Caret left")),
    Job.RIGHT: ("forward", N_("Caret right")),
    Job.MORE: ("forward", N_("More characters")),
    Job.FEWER: ("back", N_("Characters before")),
}
_BARE = (Job.LEFT, Job.RIGHT, Job.MORE, Job.FEWER)

# A method is called what its users call it, whatever the language of the window.
_METHODS = {
    "pinyin": ("拼音", "拼音", N_("Pinyin")),
    "jyutping": ("粤拼", "粵拼", N_("Jyutping")),
    "cangjie": ("仓颉", "倉頡", N_("Cangjie")),
    "quick": ("速成", "速成", N_("Quick")),
    "strokes": ("笔画", "筆劃", N_("Strokes")),
    "code_point": ("U+", "U+", N_("Code")),
    "latin": ("ABC", "ABC", N_("Letters")),
    "identifier": ("A1", "A1", N_("Number")),
    "email": ("@", "@", N_("E-mail")),
    "digits": ("123", "123", N_("Digits")),
    "date": ("", "", N_("Date")),
}
_SPEEDS = {"": N_("1 switch"), "slow": N_("Slow"), "medium": N_("Medium"), "fast": N_("Fast")}
SCANNING = {
    "": N_("Use with one switch: off"),
    "slow": N_("Use with one switch: slow"),
    "medium": N_("Use with one switch: medium"),
    "fast": N_("Use with one switch: fast"),
}


@dataclass(frozen=True, slots=True)
class State:
    """What captions depend on."""

    language: str
    second: str
    script: str
    layer: str
    upper: bool
    composing: bool
    part: str
    decade: int
    picked: str
    speed: str
    """Of scanning with one switch; empty: off."""


def caption(key: Key, state: State) -> Caption:
    """The words and the picture of a key."""
    if key.job is Job.TYPE:
        return _letter(key.text, state)
    if key.job is Job.TAB:
        return _tab(key.text, state)
    if key.job in (Job.DECADE, Job.PICK):
        return _date(key, state)
    if key.job is Job.DONE:
        return _done(state)
    if key.job is Job.SPACE:
        words = N_("Choose / space") if state.composing else N_("Space")
        return Caption(say(words, state.language), language=state.language, large=False)
    if key.job is Job.SCAN:
        return Caption(
            second=say(_SPEEDS[state.speed], state.language),
            icon="switch",
            said=say(SCANNING[state.speed], state.language),
            second_language=state.language,
            ground=Ground.CHOSEN if state.speed else Ground.JOB,
        )
    icon, words = _JOBS[key.job]
    said = say(words, state.language)
    chosen = key.job is Job.SHIFT and state.upper
    return Caption(
        second="" if key.job in _BARE else said,
        icon=icon,
        said=said,
        second_language=state.language,
        ground=Ground.CHOSEN if chosen else Ground.JOB,
    )


def typed_text(key: Key, state: State) -> str:
    """What a letter key types now."""
    layer = layouts.layer(state.layer)
    if layer.case and len(key.text) == 1:
        return key.text.upper() if state.upper else key.text.lower()
    return key.text


def _letter(text: str, state: State) -> Caption:
    if state.layer in ("cangjie", "quick"):
        root = layouts.root(text)
        return Caption(root, text.upper(), said=f"{root} {text.upper()}", language=state.script)
    shown = typed_text(Key(Job.TYPE, text), state)
    return Caption(shown, language="en", large=len(shown) < 3)


def _tab(name: str, state: State) -> Caption:
    hans, hant, words = _METHODS[name]
    main = hans if state.script == "zh-Hans" else hant
    said = say(words, state.language)
    second = "" if said == main or (state.language.startswith("zh") and main and not main.isascii()) else said
    return Caption(
        main or said,
        second if main else "",
        said=said,
        language=state.script if main else state.language,
        second_language=state.language,
        ground=Ground.MAIN if name == state.layer else Ground.LETTER,
        large=False,
    )


def _date(key: Key, state: State) -> Caption:
    if key.job is Job.DECADE:
        chosen = int(key.text) == state.decade
        return Caption(f"{key.text}–", ground=Ground.CHOSEN if chosen else Ground.JOB, large=False)
    chosen = key.text == state.picked
    ground = Ground.CHOSEN if chosen else Ground.LETTER
    if state.part != "M":
        return Caption(key.text, ground=ground)
    name = month_name(int(key.text), state.language, short=True)
    if state.language.startswith("zh"):
        return Caption(name, language=state.language, ground=ground)
    return Caption(str(int(key.text)), name, second_language=state.language, ground=ground)


def _done(state: State) -> Caption:
    words = N_("Done")
    first, other = say(words, state.language), say(words, state.second) if state.second else ""
    return Caption(
        first,
        other if other != first else "",
        said=first,
        language=state.language,
        second_language=state.second or state.language,
        ground=Ground.MAIN,
        large=False,
    )
