"""A small site of invented notices, and a server for it: what the pipeline shows itself on."""
