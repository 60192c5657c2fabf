"""Processes that evaluate queries, so that any of them can be stopped.

    service  ──starts──▶ zygote (one for a generation, holds the dataset) ──forks──▶ worker, worker, …
       └────────────── one socket for each worker: a request, then its reply ──────────────┘

The zygote loads the dataset once. Workers share its memory (copy on write), so a new one costs no more than a fork. A
worker is killed and replaced when its query runs too long, needs too much memory, or is no longer wanted.

Nothing is imported here, because a zygote imports this package and must start fast.
"""
