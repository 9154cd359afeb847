EXTRA_DIST += tests/e2e/run.sh
