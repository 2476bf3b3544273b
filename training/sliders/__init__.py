"""The sliders of a model of factors: what each does to faces, and the file that tells the page of them."""
