"""Readers: one module for each file format, all yielding a Document."""
