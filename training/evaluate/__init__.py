"""Measures how good a generator is, and takes the same figures of the data set against itself."""
