"""Pages for people: what a browser is shown at the addresses where a program reads JSON."""

from service.pages.install import install

__all__ = ["install"]
