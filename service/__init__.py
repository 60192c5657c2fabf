"""HTTP, the command line and the pages: everything that people and programs use directly."""
