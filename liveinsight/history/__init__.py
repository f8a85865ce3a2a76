"""History: the rows that questions about the past are put to, as the dashboard reads them.

Closed days are files of the archive, copied from S3 (`mirror`). What happened since is worked out of the event log
while it is written (`tail`). `source.History` is both together, as one `liveinsight.query.relations.Source`.
"""
