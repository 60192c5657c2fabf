"""Reviews: what people say of extracted statements, kept as rows of CSV and applied again at every load.

``review`` is one verdict and its row, ``keeping`` the files that hold them, ``applying`` what they do to an extraction.
"""
