"""Answers, for every interface: to saved questions, plain English and searches, as comparisons and as single things."""
