"""Directions of latent space with a meaning: found, measured, written for the page."""
