"""The tools for agents, and the protocol by which they are offered."""

from service.agents.protocol import PATH, Agents, install

__all__ = ["PATH", "Agents", "install"]
