"""The sliders of a model of factors: their effects on faces, and the file that describes them to the page."""
