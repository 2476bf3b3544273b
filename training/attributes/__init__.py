"""Finds meaningful directions of the latent space, measures them and writes them for the page."""
