"""Operating an installation in AWS: from an empty account to a running service, and back.

    environment   which installation: its settings, Terraform's outputs, AWS as its region has it
    terraform     Terraform on the code in terraform/
    variables     what the environment's files choose, before anything is made
    state         the bucket of the state, Terraform's and the collector's
    secrets       what is made once and kept in SSM
    infrastructure, destroy   plan, apply and take down, in the right order
    ingest        the collector by Chalice, from Terraform's outputs
    scripts       the tracker and the dashboard's files, to where CloudFront has them
    image, web    the dashboard's image, and how a version gets its traffic
    doctor        what is there and healthy
    rotate        a new key for log-ins
    restore       tables and history brought back
    cost          what it costs a month
    everything    all steps of a deployment, in their order

`python -m deploy --help` lists the commands; `make help` has the same ones.
"""
