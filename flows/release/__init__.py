"""From validated tables to a published release: ids that last, changes with causes, every format, and proof."""
