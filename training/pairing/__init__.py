"""Pairs every picture with a latent that stands for it, by the picture's labels or factors."""
