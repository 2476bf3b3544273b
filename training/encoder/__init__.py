"""The way back: from a picture to the latent that gives it."""
