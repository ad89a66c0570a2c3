"""Dark, light, high contrast, and the terminal's own sixteen colours.

What a colour says is always said by a sign as well.
"""

from __future__ import annotations

from textual.theme import Theme

_ANSI = {
    name: value
    for value, names in {
        "ansi_black": "ansi-background border-blurred block-cursor-foreground"
        " input-cursor-background input-selection-foreground screen-selection-foreground",
        "ansi_white": "ansi-foreground block-cursor-background",
        "ansi_bright_white": "input-cursor-foreground",
        "ansi_bright_blue": "input-selection-background screen-selection-background",
        "none": "input-cursor-text-style",
    }.items()
    for name in names.split()
}
"""What Textual's own ansi themes set beside the colours."""

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
    Theme(
        name="ansi",
        primary="ansi_bright_blue",
        secondary="ansi_magenta",
        accent="ansi_yellow",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        success="ansi_green",
        warning="ansi_yellow",
        error="ansi_red",
        dark=True,
        ansi=True,
        variables=_ANSI,
    ),
)

WITHOUT_COLOURS = tuple(theme for theme in THEMES if not theme.ansi)
"""Those that can be read under NO_COLOR, where an ansi theme would be black on black."""
