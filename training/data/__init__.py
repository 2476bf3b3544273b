"""Training data: pictures, what is known of them, and reproducible random numbers."""
