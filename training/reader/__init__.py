"""The reader of factors: it sees in a picture what its factors are."""
