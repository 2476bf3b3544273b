"""Encoders, which find the latent vector of a picture."""
