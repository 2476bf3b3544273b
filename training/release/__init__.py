"""From a weights file to the bundle that ships and the pages that describe it, in stages that are kept."""
