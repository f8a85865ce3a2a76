"""Tables brought back: from a point in time, from a backup, or made anew from the archive.

    origin          what a restore may be from, and whether it is there
    points          AWS Backup's recovery points, by run
    copies          new tables beside the ones in use
    items           reading tables item by item
    comparison      every item of a copy with the table in use
    into_place      what is missing, put back; nothing that is there is overwritten
    hours           hours that rollup and archive have to look at after that
    anew            the copies made from the archive
    rehearsal       all of it into tables that are thrown away
    command         what the operator asks for

docs/operations/restore.md says which accident needs which command.
"""
