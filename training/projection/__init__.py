"""The search for a picture's latent, as a reference for the page's own (docs/projection.md)."""
