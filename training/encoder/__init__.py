"""Encoders, which find the latent of a picture."""
