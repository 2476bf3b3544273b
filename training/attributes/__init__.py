"""Finds directions of the latent space that mean something, measures them and writes them for the page."""
