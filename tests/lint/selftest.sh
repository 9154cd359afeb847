#!/bin/sh
# The lints' own tests: each is shown a small bad tree and must complain.
exec sh "$(dirname "$0")/../support/pytest.sh" "$(cd "$(dirname "$0")" && pwd)" "$@"
