#!/usr/bin/env bash
# Native memory under valgrind: "sealift demo", which is client and server in one process, with every call of libssl watched.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: eng/valgrind.sh [BINARY]

Runs "BINARY demo" under valgrind's memcheck and judges its log. Without BINARY the native sealift is published first. valgrind is
installed from Debian if it is missing. Some five minutes; the log stays in artifacts/valgrind/.

It fails if memory was read, written or freed that must not be, or if memory of libssl or libcrypto was lost. What the runtime itself
loses at its end (types made at run time, dlopen, the resolver) is told and counted.

exit codes: 0 clean, 1 not, 2 usage, 3 not possible on this machine
TEXT
}

(($# <= 1)) || { usage >&2; exit 2; }
[[ ${1:-} != -* ]] || { usage; exit 2; }

root=$(dirname "$(dirname "$(realpath "${BASH_SOURCE[0]}")")")
readonly root folder=$root/artifacts/valgrind
readonly log=$folder/memcheck.log

if ! command -v valgrind > /dev/null; then
  [[ $EUID -eq 0 ]] && command -v apt-get > /dev/null || { echo 'valgrind: is not installed, and installing it needs root on Debian' >&2; exit 3; }
  apt-get install -y -qq --no-install-recommends valgrind > /dev/null || { apt-get update -qq && apt-get install -y -qq --no-install-recommends valgrind > /dev/null; }
fi

mkdir -p "$folder"
binary=${1:-}
if [[ -z $binary ]]; then
  dotnet publish "$root/src/Sealift.Cli" -c Release -r linux-x64 -o "$folder/publish" -v quiet
  binary=$folder/publish/sealift
fi

# Alone: valgrind 3.19 ends when it meets the symbols beside it (DWARF 5).
install -m 755 "$binary" "$folder/sealift"

# The runtime works on scratch memory that it did not clear and looks at it only where it has written; what is undefined is therefore not
# asked. The heap has a limit because valgrind cannot reserve the 256 GB of address space that the collector takes without one.
DOTNET_gcServer=0 DOTNET_GCHeapHardLimit=0x10000000 valgrind --tool=memcheck --undef-value-errors=no --leak-check=full \
  --show-leak-kinds=definite,indirect --num-callers=40 --log-file="$log" "$folder/sealift" demo > "$folder/demo.txt"
tail -n 1 "$folder/demo.txt"

# One record a line: a record ends with an empty line of valgrind's.
records=$(sed -E 's/^==[0-9]+== ?//' "$log" | awk -v RS= '{ gsub(/\n/, " | "); print }')
invalid=$(grep -cE '^(Invalid|Mismatched|Source and destination|Process terminating)' <<< "$records" || true)
lost=$(grep -E 'lost in loss record' <<< "$records" | grep -cE 'libssl|libcrypto' || true)
echo "invalid reads, writes and frees: $invalid; losses of libssl and libcrypto: $lost"
grep -E 'definitely lost:|indirectly lost:|ERROR SUMMARY' "$log" | sed -E 's/^==[0-9]+== */valgrind: /'
((invalid == 0 && lost == 0))
