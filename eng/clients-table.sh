#!/usr/bin/env bash
# Runs other people's clients against the server and writes the table in docs/clients.md from what came of it.
# usage: eng/clients-table.sh        (eng/peers.sh install fetches the clients; one that is missing is left out)
set -euo pipefail
cd "$(dirname "$0")/.."

results=$(mktemp)
trap 'rm -f "$results"' EXIT
dotnet build tests/Sealift.Server.Tests
SEALIFT_CLIENTS=$results tests/Sealift.Server.Tests/bin/Debug/net10.0/Sealift.Server.Tests -noColor \
  -class Sealift.Server.Tests.Clients.ClientMatrixTests || echo 'clients: something failed; the table says what' >&2

# client|mode|needs|feature|outcome, in the order of the tests; features are rows, a client in a mode is a column.
awk -F'|' '
  { column = $1 ", " $2; if (!(column in seen)) { seen[column] = 1; columns[++n] = column }
    if (!($4 in row)) { row[$4] = 1; rows[++m] = $4 }
    cell[$4, column] = $5 }
  END {
    line = "| |"; rule = "|---|"
    for (i = 1; i <= n; i++) { line = line " " columns[i] " |"; rule = rule "---|" }
    print line; print rule
    for (j = 1; j <= m; j++) {
      line = "| " rows[j] " |"
      for (i = 1; i <= n; i++) line = line " " cell[rows[j], columns[i]] " |"
      print line
    }
  }' <(LC_ALL=C sort -t'|' -s -k1,2 "$results") > "$results.table"
sed -i -e '/^<!-- table -->$/,/^<!-- end -->$/{//!d}' docs/clients.md
sed -i -e "/^<!-- table -->\$/r $results.table" docs/clients.md
rm -f "$results.table"
echo "docs/clients.md: $(wc -l < "$results") outcomes"
