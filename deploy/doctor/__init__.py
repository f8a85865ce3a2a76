"""Is everything there, and healthy? What an operator would look up by hand in twenty consoles, in one table.

    finding     what a check says, and how checks are listed
    phases      the table of contents: which checks belong to which phase
    tables … backup, addresses   the checks themselves, a file for what belongs together
    examine     all of them at once, whatever one of them runs into
    report      the table, and the same as JSON
    command     `python -m deploy doctor`

What is switched off is told as "off": Terraform's output `switches` says what was asked for. Nothing here changes
anything, and no value of a secret is read.
"""
