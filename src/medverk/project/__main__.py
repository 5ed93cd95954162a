import sys

from medverk.project.cli import main

if __name__ == "__main__":
    sys.exit(main())
