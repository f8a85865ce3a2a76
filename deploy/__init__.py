"""Operating an installation in AWS: from an empty account to a running service, and back.

    environment   which installation: its settings, Terraform's outputs, AWS as its region has it
    terraform     Terraform on the code in terraform/
    infrastructure   plan, apply, destroy, in the right order
    ingest        the collector by Chalice, from Terraform's outputs
    image, web    the dashboard's image, and how a version gets its traffic
    doctor        what is there and healthy
    rotate        a new key for log-ins
    restore       tables and history brought back
    cost          what it costs a month

`python -m deploy --help` lists the commands; `make help` has the same ones.
"""
