"""Full-text search: an index over the words of statements and answers, for each generation of the store.

The index (tantivy) finds words in any form and quoted phrases, and ranks by BM25. ``terms`` parses what a user searches
for, ``index`` writes and searches an index, ``generations`` keeps one for each generation, and ``matches`` implements
``wa:matches`` in SPARQL.
"""
