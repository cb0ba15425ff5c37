#!/usr/bin/env bash
# Builds the libraries, the app and the native program twice, from two clones of what is committed in two different directories, and compares
# every file that is ours and shipped, byte for byte. Exits with 1 when one differs. --managed leaves the native program out.
set -euo pipefail

repository=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 MSBUILDDISABLENODEREUSE=1

# $1 the directory: a clone as anybody has it, and what it publishes
build() {
  local copy=$work/$1/clone
  mkdir -p "$work/$1"
  git clone --quiet --no-hardlinks "$repository" "$copy"
  dotnet build "$copy/src/Sealift.App" -c Release -p:ContinuousIntegrationBuild=true -p:UseSharedCompilation=false -o "$work/$1/out/app" -v quiet >&2
  [[ ${2:-} == --managed ]] ||
    dotnet publish "$copy/src/Sealift.Cli" -c Release -r linux-x64 -p:ContinuousIntegrationBuild=true -o "$work/$1/out/sealift" -v quiet >&2
}

build one "${1:-}"
build a-directory-with-a-longer-name "${1:-}"

# The assemblies, their documentation, the program and its bill of materials. Symbols are for who debugs, not shipped.
list() {
  (cd "$work/$1/out" && find . \( -name 'Sealift.*.dll' -o -name 'sealift*.dll' -o -name 'Sealift.*.xml' -o -name sealift -o -name '*.cdx.json' \) -type f -exec sha256sum {} + | sort -k 2)
}

list one > "$work/first"
list a-directory-with-a-longer-name > "$work/second"
cat "$work/first"
if ! diff "$work/first" "$work/second"; then
  echo "Two builds of the same commit differ." >&2
  exit 1
fi
echo "$(wc -l < "$work/first") files, each the same in both builds"
