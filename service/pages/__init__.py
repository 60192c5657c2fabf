"""Pages for people: what a browser is shown at the addresses where a program reads JSON."""
