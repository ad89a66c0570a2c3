"""The parts of the entailer: its texts as pieces, its network, and its weights file."""
