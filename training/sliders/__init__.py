"""Sliders of a model of factors: what each does to faces, and how the page is told."""
