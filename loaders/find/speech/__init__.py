"""Words that a response quotes, and who is named as their speaker."""
