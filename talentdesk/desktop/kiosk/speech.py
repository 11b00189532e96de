"""Reading aloud through what the system has, in a process of its own. Where there is nothing, there is no button."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QProcess, Signal

_VOICES = {"zh-Hans": "zh", "zh-Hant-HK": "yue", "en": "en", "pt": "pt-PT"}
_CULTURES = {"zh-Hans": "zh-CN", "zh-Hant-HK": "zh-HK", "en": "en-GB", "pt": "pt-PT"}
_MAC_VOICES = {"zh-Hans": "Tingting", "zh-Hant-HK": "Sinji", "en": "Daniel", "pt": "Joana"}
_POWERSHELL = (
    "Add-Type -AssemblyName System.Speech;"
    "$v=New-Object System.Speech.Synthesis.SpeechSynthesizer;"
    "try{{$v.SelectVoiceByHints('NotSet','NotSet',0,[Globalization.CultureInfo]'{culture}')}}catch{{}};"
    "[Console]::InputEncoding=[Text.Encoding]::UTF8;$v.Speak([Console]::In.ReadToEnd())"
)


class Speech(QObject):
    """One voice. What is said goes through a pipe: no answer stands in a list of processes."""

    changed = Signal(bool)
    """Whether it speaks now."""

    def __init__(
        self,
        parent: QObject | None = None,
        find: Callable[[str], str | None] = shutil.which,
        system: str = sys.platform,
    ) -> None:
        super().__init__(parent)
        self._find, self._system = find, system
        self._process: QProcess | None = None

    @property
    def is_there(self) -> bool:
        """Whether this machine can speak at all."""
        return self.command("en") is not None

    def command(self, language: str) -> list[str] | None:
        """The program that reads its standard input aloud in that language; None where there is none."""
        if self._system == "win32":
            found = self._find("powershell")
            script = _POWERSHELL.format(culture=_CULTURES.get(language, "en-GB"))
            return [found, "-NoProfile", "-NonInteractive", "-Command", script] if found else None
        if self._system == "darwin":
            found = self._find("say")
            return [found, "-v", _MAC_VOICES.get(language, "Daniel"), "-f", "-"] if found else None
        if found := self._find("spd-say"):
            return [found, "--wait", "--pipe-mode", "--language", _VOICES.get(language, "en")]
        if found := self._find("espeak-ng"):
            return [found, "--stdin", "-v", _VOICES.get(language, "en")]
        return None

    @property
    def is_speaking(self) -> bool:
        """Whether something is being read."""
        return self._process is not None

    def speak(self, text: str, language: str) -> None:
        """Reads it out instead of whatever was being read."""
        self.stop()
        command = self.command(language)
        if command is None:
            return
        process = QProcess(self)
        process.setProgram(command[0])
        process.setArguments(command[1:])
        process.finished.connect(lambda *_: self._ended(process))
        process.errorOccurred.connect(lambda _: self._ended(process))
        self._process = process
        process.start()
        process.write(text.encode("utf-8", "replace"))
        process.closeWriteChannel()
        self.changed.emit(True)

    def stop(self) -> None:
        """Silence."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.waitForFinished(1000)
            process.deleteLater()
            self.changed.emit(False)

    def _ended(self, process: QProcess) -> None:
        if process is self._process:
            self._process = None
            process.deleteLater()
            self.changed.emit(False)
