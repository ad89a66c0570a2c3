"""What comes from other files: projects joined, verdicts imported, damage recovered."""
