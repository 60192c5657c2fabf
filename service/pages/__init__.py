"""Pages for people: a browser gets a page at the address where a program gets JSON."""
