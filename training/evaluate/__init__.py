"""How good a generator is, and the same figures for the data against itself."""
