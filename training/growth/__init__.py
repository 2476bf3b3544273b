"""The growth network: a small network that draws again what a network drew at the end of its stages."""
