"""How many independent origins stand behind a set of articles, as far as their pages tell.

`relations.find` says which articles share an origin and why; `grouping.origins` puts articles
together by that; `counting.count_origins` does so for the claims of one cluster. What is found is
a shared origin. What is not found is unknown: nothing here says that two articles are independent.
"""
