"""Every file of a release, each format in its own module, from the same canonical tables."""
