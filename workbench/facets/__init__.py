"""What a span of a claim is understood as: numbers, dates, names, negation, certainty.

Every reading keeps its offsets in the claim's text, so that a difference can be pointed at.
"""
