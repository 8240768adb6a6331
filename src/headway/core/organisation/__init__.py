"""What all forms of an organisation tell of its raters and its scale."""
