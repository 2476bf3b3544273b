"""The reader of factors, which estimates a picture's factors."""
