EXTRA_DIST += tests/e2e/run.sh \
	tests/e2e/agents.py \
	tests/e2e/api.py \
	tests/e2e/api_answer.py \
	tests/e2e/api_request.py \
	tests/e2e/api_script.py \
	tests/e2e/api_stream.py \
	tests/e2e/claude.py \
	tests/e2e/conftest.py \
	tests/e2e/home.py \
	tests/e2e/process.py \
	tests/e2e/shim_run.py \
	tests/e2e/test_api.py \
	tests/e2e/test_cli_facts.py \
	tests/e2e/test_cli_facts_asks.py \
	tests/e2e/test_cli_facts_ends.py \
	tests/e2e/test_cli_facts_errors.py \
	tests/e2e/test_real_prompt.py \
	tests/e2e/test_shim.py \
	tests/e2e/test_shim_feed.py \
	tests/e2e/test_shim_spool.py \
	tests/e2e/tools.py \
	tests/e2e/wait.py
