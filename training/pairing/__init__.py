"""Latents for pictures whose labels or factors are known."""
