"""`python -m cartvision` is `cartvision`."""

from cartvision.cli import main

main()
