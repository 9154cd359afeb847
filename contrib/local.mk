EXTRA_DIST += contrib/check contrib/demo-agent contrib/lib.sh contrib/packages contrib/screenshot contrib/try
