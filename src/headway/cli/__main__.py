"""`python -m headway.cli` does what `headway` does."""

from headway.cli import main

main()
