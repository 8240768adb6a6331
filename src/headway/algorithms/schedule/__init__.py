"""Choose and time activities under limits, exactly, with an independent check of every result."""
