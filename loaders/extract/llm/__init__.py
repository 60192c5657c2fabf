"""The extractor ``llm``: asks, concerns and quotations found by a language model behind an OpenAI-compatible endpoint.

The model is never trusted: a statement whose quote is not verbatim in the passages it was given, or whose ids the
ontology does not hold, is dropped, and the notes count what was dropped. Answers and stances come from the rules.
Settings are environment variables ``WHOASKS_LLM_…``.
"""

from loaders.extract.llm.extractor import LlmExtractor
from loaders.extract.llm.settings import LlmSettings

__all__ = ["LlmExtractor", "LlmSettings"]
