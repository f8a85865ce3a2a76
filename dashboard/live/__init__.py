"""The live view of sites: one poller a site and process, and any number of browsers that follow it."""
