"""Which part of a response answers which question of the consultation."""
