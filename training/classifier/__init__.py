"""Tells from a picture what the data set's labels say of it."""
