"""HTTP, command line, pages: everything that people and programs touch."""
