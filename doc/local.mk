EXTRA_DIST += doc/PROTOCOL.md doc/STYLE.md doc/TESTING.md doc/screen.svg
