"""Turns a weights file into the bundle that ships and the pages that describe it, in stages whose results are
kept."""
