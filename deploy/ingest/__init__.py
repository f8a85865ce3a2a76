"""The collector by Chalice, from Terraform's outputs.

target        what the functions run on, so what their packages must be built for
workshop      a copy of collector/ with its stage and its packages in it
package       the zip of all functions: reproducible, complete, not too large
record        what Chalice has made, kept with the environment; who is deploying
found         the same, found again by name
chalice_run   `chalice deploy` and `chalice delete` in the copy
tracing       traces, which Chalice only switches on
versions      each deployed zip, and the way back to an older one
answers       whether the collector answers
teardown      taking it down
deployment    one deployment, from its beginning to its end
commands      ingest, rollback-collector
"""
