"""Training data: pictures, their labels or factors, and reproducible random numbers."""
