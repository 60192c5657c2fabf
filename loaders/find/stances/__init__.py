"""How far an answer agrees with what its question proposes."""
