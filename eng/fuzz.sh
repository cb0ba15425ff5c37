#!/usr/bin/env bash
# Fuzzes one parser with AFL++ (Debian's afl++) on instrumented assemblies (SharpFuzz):
#
#   eng/fuzz.sh TARGET SECONDS     TARGET is one of: dotnet run --project fuzz/Sealift.Fuzz -- --list
#
# Starts from fuzz/corpus/TARGET and the words of its grammar. Everything it writes lies in artifacts/fuzz: the instrumented
# program in bin/, what AFL found in TARGET/. A second run goes on where the first one ended; delete artifacts/fuzz/TARGET to start anew.
# Prints one line a run: executions, crashes and hangs that happen again when the input is run alone. The exit code is 0 only
# without any. afl++ is installed where it is missing, which needs root and Debian.
set -euo pipefail

cd "$(dirname "$0")/.."
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

if (($# != 2)) || ! [[ $2 =~ ^[0-9]+$ ]] || (($2 == 0)); then
  echo "Usage: eng/fuzz.sh TARGET SECONDS" >&2
  exit 2
fi
target=$1 seconds=$2
if [[ ! -d fuzz/corpus/$target || $target == */* ]]; then
  echo "There is no target $target; the targets are: $(ls fuzz/corpus | tr '\n' ' ')" >&2
  exit 2
fi

if ! command -v afl-fuzz > /dev/null; then
  echo "Installing afl++" >&2
  { apt-get update && apt-get install -y --no-install-recommends afl++; } > /dev/null || {
    echo "afl-fuzz is missing, and apt-get could not install it (Debian: apt-get install afl++)." >&2
    exit 3
  }
fi

out=$PWD/artifacts/fuzz
program=$out/bin/Sealift.Fuzz.dll
mkdir -p "$out"

# One run at a time builds; the others wait for it.
exec 9> "$out/lock"
flock 9
if [[ ! -f $program || -n $(find fuzz/Sealift.Fuzz src -name '*.cs' -newer "$program" -not -path '*/obj/*' -print -quit) ]]; then
  dotnet tool restore > /dev/null
  rm -rf "$out/bin"
  dotnet publish fuzz/Sealift.Fuzz -c Release -o "$out/made" --nologo -v quiet
  # The library that reads TOML is not ours, and what it does with an input is: where it would fall, we must stop before.
  for name in Sealift.Core Sealift.Sites Sealift.Transfer Tomlyn; do
    dotnet sharpfuzz "$out/made/$name.dll"
  done
  mv "$out/made" "$out/bin"
  touch "$program"
fi
flock -u 9

state=$(mktemp -d -p "$([[ -d /dev/shm ]] && echo /dev/shm || echo /tmp)" sealift-fuzz-XXXXXX)
trap 'rm -rf "$state"' EXIT
dotnet "$program" --words "$target" > "$state/words"

# AFL takes a directory that is there already for a run to go on with.
input=fuzz/corpus/$target
[[ -d $out/$target/default/queue ]] && input=-

code=0
TMPDIR=$state AFL_SKIP_BIN_CHECK=1 AFL_SKIP_CPUFREQ=1 AFL_NO_AFFINITY=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_UI=1 AFL_FAST_CAL=1 \
  afl-fuzz -i "$input" -o "$out/$target" -x "$state/words" -V "$seconds" -t 10000 -m none -- dotnet "$program" "$target" \
  > "$out/$target.log" 2>&1 || code=$?

statistics=$out/$target/default/fuzzer_stats
if [[ ! -f $statistics ]] || ((code != 0)); then
  tail -n 30 "$out/$target.log" >&2
  echo "afl-fuzz ended with exit code $code." >&2
  exit 3
fi

# A machine that is busy with something else makes hangs that are none: what counts is what happens when it is run alone.
again() {
  local file count=0
  for file in "$out/$target/default/$1/"id*; do
    [[ -f $file ]] || continue
    if ! timeout 60 dotnet "$program" "$target" "$file" > "$file.log" 2>&1; then
      count=$((count + 1))
      echo "$1: $file" >&2
      head -n 5 "$file.log" >&2
    fi
  done
  echo "$count"
}

value() { sed -n -E "s/^$1 *: *([0-9.]+)%?\$/\1/p" "$statistics"; }

crashes=$(again crashes)
hangs=$(again hangs)
echo "$target: $(value run_time) s, $(value execs_done) executions, $(value corpus_count) inputs kept, $(value edges_found) branches reached, $crashes crashes, $hangs hangs"
((crashes == 0 && hangs == 0))
