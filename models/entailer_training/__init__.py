"""How the entailer is trained: its corpora, labelled events, the fit, and what it is worth."""
