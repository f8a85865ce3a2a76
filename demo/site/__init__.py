"""Hanok Coffee, the demo website: an ordinary server-rendered shop with LiveInsight's snippet."""
