"""Extractors, which find the statements of a document. ``RuleExtractor`` is the default; packages can offer others."""

from loaders.extract.protocol import Extractor, UnknownExtractor, extractor
from loaders.extract.rules import RuleExtractor

__all__ = ["Extractor", "RuleExtractor", "UnknownExtractor", "extractor"]
