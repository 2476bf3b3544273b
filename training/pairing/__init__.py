"""Pairs every picture with a latent that stands for it, from what is known of the picture."""
