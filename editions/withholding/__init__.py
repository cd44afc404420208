"""Names and records that are nowhere, until somebody with the right lifts it.

What is withheld leaves the tables: words are replaced in every text that the register holds, former
versions included, and rows are taken out. So nothing that reads the register needs to know of it.
See docs/withholding.md.
"""
