"""From the bytes of a beacon to stored events: the road that every event takes, step by step."""
