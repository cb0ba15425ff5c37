#!/usr/bin/env bash
# Which lines of the libraries the tests reach: one test project after the other, then all of them together.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: eng/coverage.sh [PROJECT...]

Builds the test projects with Microsoft's coverage extension, which no other build has, runs them one at a time at low priority, and prints
for each library how many of its lines any test reached. Without a PROJECT (such as Core or Interop) it is all that test the five
libraries: Core, Tls, Client, Server, Transfer, Interop, Proof.

It works on a copy of the tree in artifacts/coverage; the reports in Cobertura's format are artifacts/coverage/PROJECT.xml, and those of
an earlier call are taken together with the new ones, unless a file in src/ has changed since.

example: eng/coverage.sh Core Tls
exit codes: 0 every library has 90 % of its lines reached, 1 fewer or a test failed, 2 usage
TEXT
}

case "${1:-}" in
  -h | --help) usage; exit 0 ;;
  -*) usage >&2; exit 2 ;;
esac

root=$(cd "$(dirname "$0")/.." && pwd)
reports=$root/artifacts/coverage
tree=$reports/tree
projects=("$@")
if [ ${#projects[@]} -eq 0 ]; then projects=(Core Tls Client Server Transfer Interop Proof); fi

mkdir -p "$tree"
cd "$root"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  if [ -e "$file" ]; then printf '%s\0' "$file"; fi
done | sort -z > "$reports/files"
tar --null -T "$reports/files" -cf - | tar -xf - -C "$tree"

# What is gone from the tree since the last call would still be compiled.
(cd "$tree" && find . -type f -not -path '*/bin/*' -not -path '*/obj/*' -printf '%P\0' | sort -z) | comm -z -13 "$reports/files" - |
  (cd "$tree" && xargs -0 -r rm --)

# A report tells of lines by their numbers.
for report in "$reports"/*.xml; do
  if [ -e "$report" ] && [ -n "$(find "$tree/src" -name '*.cs' -not -path '*/obj/*' -newer "$report" -print -quit)" ]; then
    echo "left out, for src/ has changed since: ${report##*/}"
    rm "$report"
  fi
done

cd "$tree"
export Coverage=true
status=0
for project in "${projects[@]}"; do
  nice -n 19 dotnet build "tests/Sealift.$project.Tests" -v q
  nice -n 19 dotnet test --project "tests/Sealift.$project.Tests" --no-build \
    --coverage --coverage-output-format cobertura --coverage-output "$reports/$project.xml" || status=1
done

python3 "$root/eng/coverage-table.py" "$reports"/*.xml || status=1
exit $status
