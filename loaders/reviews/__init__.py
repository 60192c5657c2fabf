"""Reviews: verdicts of people on extracted statements, kept as tables and applied again at every load.

``review`` is one verdict, ``table`` reads and writes rows of them, ``keeping`` stores them in files, and ``applying``
applies them to an extraction.
"""
