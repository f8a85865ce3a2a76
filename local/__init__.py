"""The whole system on one laptop: a local AWS, the servers, the schedules, and what starts and stops them."""
