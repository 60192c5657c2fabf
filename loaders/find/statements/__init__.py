"""What a respondent asks for, and what it is worried about."""
