"""Measurements: speed and memory (bench.speed) and how well events are linked (bench.events)."""
