"""The parts of the linker: claims to candidate pairs, to features, to probabilities."""
