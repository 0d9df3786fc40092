"""python -m zhixian."""

from zhixian.cli import main

raise SystemExit(main())
