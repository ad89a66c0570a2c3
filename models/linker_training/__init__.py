"""How the linker is trained: labelled events, the fit, and what the result is worth."""
