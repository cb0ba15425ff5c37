#!/usr/bin/env bash
# Changes the code that reads and writes the protocol in thousands of small ways, and counts how many the tests notice.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: eng/mutation.sh [PATTERN...]

Mutates the grammar of src/Sealift.Core with Stryker.NET (a local tool, see .config/dotnet-tools.json) and runs its tests for every mutant.
Without a PATTERN it is all of the grammar: Wire, Listings, and the path, URL, time, feature and checksum types. A PATTERN is
a file of src/Sealift.Core, such as 'Wire/PwdFormat.cs' or 'Listings/*.cs'.

It works on a copy of the tree in artifacts/mutation, because mutated libraries would be left in bin otherwise. The report is
artifacts/mutation/report/reports/mutation-report.html, and a summary of the files goes to standard output.

environment:
  CONCURRENCY   how many mutants are tested at the same time   (default 2)
  CsCheck_Iter  how often a property is tried for each mutant  (default 20)

example: eng/mutation.sh 'Wire/*.cs'
exit codes: 0 at least 85 % of the mutants are killed, 1 fewer or failed, 2 usage
TEXT
}

case "${1:-}" in
  -h | --help) usage; exit 0 ;;
  -*) usage >&2; exit 2 ;;
esac

root=$(cd "$(dirname "$0")/.." && pwd)
tree=$root/artifacts/mutation/tree
report=$root/artifacts/mutation/report
patterns=("$@")
if [ ${#patterns[@]} -eq 0 ]; then
  patterns=('Wire/*.cs' 'Listings/*.cs' FtpPath.cs FtpUrl.cs FtpUrlEncoding.cs FtpTimestamp.cs FtpFeatures.cs FtpChecksum.cs FtpByteRange.cs PortRange.cs)
fi

rm -rf "$tree" "$report"
mkdir -p "$tree" "$report"
cd "$root"
git ls-files -z --cached --others --exclude-standard | while IFS= read -r -d '' file; do
  if [ -e "$file" ]; then printf '%s\0' "$file"; fi
done | tar --null -T - -cf - | tar -xf - -C "$tree"

mutate=()
for pattern in "${patterns[@]}"; do mutate+=(--mutate "$pattern"); done

# The tests that are about grammar; see Sealift.Core.Tests.csproj.
export GrammarOnly=true
export CsCheck_Iter=${CsCheck_Iter:-20}
dotnet tool restore
cd "$tree/tests/Sealift.Core.Tests"
status=0
dotnet tool run dotnet-stryker -- --config-file "$root/eng/mutation.json" --output "$report" --concurrency "${CONCURRENCY:-2}" \
  "${mutate[@]}" || status=1
python3 "$root/eng/mutation-table.py" "$report/reports/mutation-report.json"
exit $status
