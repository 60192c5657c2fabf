"""Statistics of a dataset, and the queries that they make faster.

``survey`` finds them. ``patterns`` reads the triple patterns of queries that group and count; ``redundancy`` leaves out
those patterns that hold for every match anyway, ``counting`` replaces one by numbers that are already known.
"""
