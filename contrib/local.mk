EXTRA_DIST += contrib/check contrib/lib.sh contrib/packages
