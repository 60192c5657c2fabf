"""Full text: an index over the words of statements and answers, kept beside the generation that it was made from.

The index (tantivy) finds words in all their forms and phrases in quotation marks, and ranks by BM25. ``terms`` reads
what a user searches for, ``index`` writes and searches an index, ``generations`` knows where the index of each
generation is kept, ``matches`` makes ``wa:matches`` work in SPARQL.
"""
