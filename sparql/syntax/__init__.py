"""Reading the text of queries and updates: tokens, prefixes, what they may reach, and where they are wrong."""
