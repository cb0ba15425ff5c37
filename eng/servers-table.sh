#!/usr/bin/env bash
# Tries every feature on every real server and writes the table in docs/servers.md from what came of it.
# usage: eng/servers-table.sh        (needs root on Debian, as eng/peers.sh does)
set -euo pipefail
cd "$(dirname "$0")/.."

results=$(mktemp)
trap 'rm -f "$results"' EXIT
dotnet build tests/Sealift.Interop.Tests
run=tests/Sealift.Interop.Tests/bin/Debug/net10.0/Sealift.Interop.Tests
SEALIFT_FEATURES=$results "$run" -noColor -method 'Sealift.Interop.Tests.Features.ServerTableTests.Feature_*'
SEALIFT_FEATURES_TABLE=$results "$run" -noColor -method 'Sealift.Interop.Tests.Features.ServerTableTests.Table_*'
echo "docs/servers.md: $(wc -l < "$results") outcomes"
