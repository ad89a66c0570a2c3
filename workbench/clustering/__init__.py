"""From scored links to clusters that respect what reviewers did, whole or grown."""
