#!/usr/bin/env bash
# Writes docs/errors.md from src/Sealift.Core/Errors/catalogue.txt. A test fails while the two disagree.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build tests/Sealift.Cli.Tests --verbosity quiet
SEALIFT_ERRORS_PAGE=write tests/Sealift.Cli.Tests/bin/Debug/net10.0/Sealift.Cli.Tests -noColor \
  -method 'Sealift.Cli.Tests.Errors.ErrorCodeTests.Page_of_the_documentation_is_the_catalogue'
