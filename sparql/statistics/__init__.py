"""Statistics of a dataset, and rewriting queries with them so that they run faster.

``survey`` gathers the statistics. ``patterns`` finds the triple patterns of queries that group and count;
``redundancy`` leaves out patterns that hold for every match anyway, and ``counting`` replaces a pattern by counts that
are known.
"""
