"""The list of rounds: filtered, ordered, saved, exported, and acted on together."""
