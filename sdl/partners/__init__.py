"""Two systems that a district has besides the hub, as subgraphs: each a program with a database of its own.

They import nothing of the hub's: a partner could be written in any language.
"""
