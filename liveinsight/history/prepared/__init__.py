"""Days that will not change any more, prepared for speed: months in DuckDB's own form, and totals of whole days.

Everything here is made of the archive's files and can be made again. A prepared file's name says, by a digest, of
which files it was made; when one of those is replaced, the name fits no more and the file is not used.
"""
