"""Pages for people: what a browser is shown at the addresses where a program reads JSON."""

from service.pages.install import install
from service.routes.pages import anything

__all__ = ["anything", "install"]
