"""What fills the terminal: the review, and what opens over it."""
