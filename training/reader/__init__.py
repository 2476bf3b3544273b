"""The reader of factors: what a picture's factors are, by looking at it."""
