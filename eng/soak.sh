#!/usr/bin/env bash
# An hour of mixed load with random faults against "sealift serve", ProFTPD and vsftpd; see docs/soak.md.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: eng/soak.sh [MINUTES]     run the soak for so long (default 60), and write its summary into docs/soak.md

It builds the tests in Release and runs them at the lowest priority. Ctrl-C ends it and its servers, and nothing is written.

exit codes: 0 nothing was lost and nothing leaked, 1 something was or did, 2 usage
TEXT
}

readonly minutes=${1:-60}
[[ $# -le 1 && $minutes =~ ^[0-9]+(\.[0-9]+)?$ ]] || { usage >&2; exit 2; }

root=$(dirname "$(dirname "$(realpath "${BASH_SOURCE[0]}")")")
readonly root tests=Sealift.Proof.Tests

nice -n 19 dotnet build "$root/tests/$tests" -c Release -v quiet
# Debian's servers end by themselves; not before the soak has.
export SEALIFT_PEERS_SECONDS=$((${minutes%.*} * 60 + 1800))
export SEALIFT_SOAK_MINUTES=$minutes SEALIFT_SOAK_RECORD=1
exec nice -n 19 "$root/tests/$tests/bin/Release/net10.0/$tests" -noColor -class Sealift.Proof.Tests.Soak.SoakTests -diagnostics -showLiveOutput
