"""Measures how good a generator is, and takes the same measurements of the data set against itself."""
