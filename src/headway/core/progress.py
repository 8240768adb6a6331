"""What moved since a day: the plan's steps against facts, and estimates then and now."""
