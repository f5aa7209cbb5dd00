"""The pages of a release: plain files that need neither a server program nor anything from another site."""
