"""Real widgets without a screen, in the shipped fonts only, so that every machine lays out the same."""

from __future__ import annotations

import gc
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_FONTS = Path(__file__).resolve().parents[2] / "ui" / "fonts"

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.pop("QT_IM_MODULE", None)


def _pin_fonts(folder: Path) -> None:
    """Let fontconfig see nothing of the machine: what the program loads itself is all there is."""
    config = folder / "fonts.conf"
    config.write_text(f"<fontconfig><cachedir>{folder}</cachedir></fontconfig>", "utf-8")
    os.environ["FONTCONFIG_FILE"] = str(config)


_SWEPT = itertools.count()
_WHOLE_SWEEP = 100


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """As in the program, no other thread may collect a widget (see `desktop.garbage`); a test leaves none behind.

    What outlives a test mostly outlives them all: modules, procedures, the tests themselves. To look through it each
    time took half of a run, so it is set aside, and looked through now and then.
    """
    gc.disable()
    # Here, where pytest has let go of all that the test before was given.
    if next(_SWEPT) % _WHOLE_SWEEP == _WHOLE_SWEEP - 1:
        gc.unfreeze()
    gc.collect()
    gc.freeze()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """In the program's own style on every system."""
    return ["talentdesk", "-style", "fusion"]


@pytest.fixture(scope="session", autouse=True)
def pinned_fonts(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Before the first application."""
    _pin_fonts(tmp_path_factory.mktemp("fontconfig"))


@pytest.fixture(scope="session")
def fonts(pinned_fonts: None, qapp: object) -> None:
    """All faces of the program."""
    from talentdesk.desktop import typefaces

    assert typefaces.load_first("en", "zh-Hans") == ()
    for missing in typefaces.load_rest():
        assert missing == ()


def let_go() -> None:
    """What was closed is gone now, not only when the next loop of events begins: nothing dresses it once more."""
    from PySide6.QtCore import QCoreApplication, QEvent

    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def dressed(qapp: object, fonts: None) -> Iterator[Callable[..., object]]:
    """Dress the program; light counter English unless said otherwise, and again when the test is over."""
    from PySide6.QtWidgets import QApplication

    from talentdesk.desktop import theme
    from talentdesk.desktop.theme import Look, Size

    app = QApplication.instance()
    assert isinstance(app, QApplication)

    def wear(look: Look = Look.LIGHT, size: Size = Size.COUNTER, language: str = "en") -> object:
        return theme.wear(app, look, size, language)

    let_go()
    wear()
    yield wear
    let_go()
    wear()
