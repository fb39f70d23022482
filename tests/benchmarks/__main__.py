"""`make bench`: ratios against a named reference in the same run, never bare milliseconds."""

from __future__ import annotations

from tests.benchmarks import intake, pages, publish


def main() -> None:
    """Print every benchmark: what, ratio, bound, number of rounds."""
    for line in (*intake.lines(), *publish.lines(), *pages.lines()):
        print(line, flush=True)


if __name__ == "__main__":
    main()
