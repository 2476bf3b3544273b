"""Pictures and the random numbers beside them."""
