"""Where a built app begins; a checkout begins at the `desk-app` command."""

import sys

from desk_app.cli import main

if __name__ == "__main__":
    sys.exit(main())
