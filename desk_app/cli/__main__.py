"""`python -m desk_app.cli`."""

from desk_app.cli import main

main()
