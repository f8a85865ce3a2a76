"""The demo: a small shop that carries the snippet, and simulated visitors who walk through it."""
