#!/usr/bin/env bash
# Writes what the libraries make public into their PublicAPI.Unshipped.txt, for review in the same commit as the code.
# The build fails while the files and the code disagree (RS0016, RS0017).
set -euo pipefail
cd "$(dirname "$0")/.."
for file in src/*/PublicAPI.Unshipped.txt; do
  echo '#nullable enable' > "$file"
  dotnet format analyzers "$(dirname "$file")" --diagnostics RS0016 --severity warn --verbosity quiet
done
