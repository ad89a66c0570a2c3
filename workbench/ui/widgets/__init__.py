"""Parts of a screen. A widget knows its data, never the app."""
