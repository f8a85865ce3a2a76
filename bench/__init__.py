"""Benchmarks: figures that `docs/benchmarks.md` holds, printed as JSON and as a table. Never asserted in tests."""
