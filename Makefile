# Two commands matter: `make demo` opens the sample province, `make test` runs everything that CI runs.
PYTHON ?= python3
BIN := .venv/bin
XHHT_PORT ?= 8501

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all bench lint lock chromium clean

help:
	@echo "make demo      mở bảng tổng quan với số liệu mẫu tại http://localhost:$(XHHT_PORT)"
	@echo "make test      chạy mọi kiểm thử"
	@echo "make setup     chỉ cài đặt vào .venv"
	@echo "make bench     in các tỷ số về tốc độ"
	@echo "make test-all  thêm các kiểm thử dài"

.venv/runtime.stamp: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "xhht cần Python 3.11 trở lên; đang dùng " + sys.version.split()[0] + ". Đặt PYTHON=python3.11 rồi chạy lại.")'
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv
	@echo "Đang cài đặt các thư viện (khoảng nửa phút đến vài phút, chỉ lần đầu) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

.venv/test.stamp: .ci/requirements-test.lock .venv/runtime.stamp
	@echo "Đang cài đặt công cụ kiểm thử ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .ci/requirements-test.lock
	@touch $@

setup: .venv/runtime.stamp

demo: setup
	@$(BIN)/xhht demo --port $(XHHT_PORT)

chromium:
	@bash .ci/chromium

lint: .venv/test.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: .venv/test.stamp chromium lint
	$(BIN)/python -m pytest -n 2 --dist loadfile

test-all: .venv/test.stamp chromium lint
	XHHT_TEST_ALL=1 $(BIN)/python -m pytest

bench: .venv/test.stamp
	PYTHONPATH=tests/support $(BIN)/python -m tests.benchmarks

lock: .venv/runtime.stamp
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile -q --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.lock pyproject.toml
	$(BIN)/pip-compile -q --extra test -c requirements.lock --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o .ci/requirements-test.lock pyproject.toml

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache
