"""The benchmarks: each starts its own floor in the same run and gives figure, floor and ratio."""
