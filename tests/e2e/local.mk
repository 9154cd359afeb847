DIST_FOLDERS += tests/e2e
