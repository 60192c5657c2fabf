"""What the service answers with: saved questions, plain English, searches, comparisons, things."""
