EXTRA_DIST += contrib/ccr-remote.plist contrib/ccr-remote.service contrib/check contrib/demo-agent \
	contrib/lib.sh contrib/packages contrib/screenshot contrib/try
