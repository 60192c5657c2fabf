"""Extractors: from a document to what it states. ``RuleExtractor`` is the default; others are found by entry point."""

from loaders.extract.protocol import Extractor, UnknownExtractor, extractor
from loaders.extract.rules import RuleExtractor

__all__ = ["Extractor", "RuleExtractor", "UnknownExtractor", "extractor"]
