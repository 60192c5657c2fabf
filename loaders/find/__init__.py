"""What a text says and where.

``layout`` divides the text into units, ``questions`` finds which units answer which question, and ``sentences`` and
``passages`` divide units into what can state something. ``stances``, ``speech`` and ``statements`` read the stance of
an answer, its quotations, and its asks and concerns.
"""
