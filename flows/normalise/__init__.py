"""From one capture to one notice's rows: pure functions, no clock, no network, no randomness, no state."""
