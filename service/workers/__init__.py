"""Processes that evaluate queries, so that any of them can be stopped.

    service  ──starts──▶ zygote (one for a generation, holds the dataset) ──forks──▶ worker, worker, …
       └────────────── one socket for each worker: a request, then its reply ──────────────┘

The zygote loads the dataset once; the workers share its memory, copy on write, and a new one costs a fork. A worker
is killed when its query runs too long, grows too large, or is no longer wanted, and replaced at once.

This package's ``__init__`` stays empty, because a zygote imports it and should start fast.
"""
