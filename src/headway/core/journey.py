"""Start here: the whole way from what is known of a person to a packet."""
