"""A keyboard on the screen for fingers and switches. It learns nothing and keeps nothing."""

from __future__ import annotations

from talentdesk.desktop.keyboard.panel import OnScreenKeyboard

__all__ = ["OnScreenKeyboard"]
