"""The one place where the core's kinds and values become English sentences."""
