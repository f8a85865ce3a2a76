"""What runs while the image is built (see Dockerfile), by the base's own Python and with nothing installed.

packages      the locked packages into a venv
application   messages and modules compiled
root          the base's root file system, without what only installing needs
healthcheck   runs in the image
"""
