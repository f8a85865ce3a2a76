"""What can be told about a visitor without asking: software, place, source. Each a lookup in shipped data."""
