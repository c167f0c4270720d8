"""What the benchmarks measure with, and on."""
