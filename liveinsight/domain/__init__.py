"""What an event, a visit and a source are: plain data and pure functions, standard library only."""
