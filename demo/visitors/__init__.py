"""Simulated visitors of the demo shop: who comes when, what they do, and how it reaches the collector."""
