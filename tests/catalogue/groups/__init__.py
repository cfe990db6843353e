"""The groups of the catalogue, one module each."""
