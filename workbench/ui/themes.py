"""Dark, light and high contrast. What a colour says is always said by a sign as well."""

from __future__ import annotations

from textual.theme import Theme

THEMES = (
    Theme(
        name="dark",
        primary="#7aa2d6",
        secondary="#9a8fc9",
        accent="#e0af68",
        foreground="#d8dee9",
        background="#14171c",
        surface="#1b1f26",
        panel="#252b34",
        success="#8fbf7f",
        warning="#e0af68",
        error="#e07a7a",
        dark=True,
    ),
    Theme(
        name="light",
        primary="#2457a0",
        secondary="#5b4a9c",
        accent="#8a5a00",
        foreground="#1c1f24",
        background="#fbfaf7",
        surface="#f2f0ea",
        panel="#e4e1d8",
        success="#2e6b24",
        warning="#8a5a00",
        error="#a32020",
        dark=False,
    ),
    Theme(
        name="high-contrast",
        primary="#ffff00",
        secondary="#00ffff",
        accent="#ffff00",
        foreground="#ffffff",
        background="#000000",
        surface="#000000",
        panel="#303030",
        success="#00ff00",
        warning="#ffff00",
        error="#ff8080",
        dark=True,
        variables={"text-muted": "#ffffff", "border": "#ffffff"},
    ),
)
