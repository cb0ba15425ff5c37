#!/usr/bin/env bash
# Publishes the native command and the app, so that "sealift app" finds its program: OUT/sealift and OUT/app/sealift-app.
# The app needs the ASP.NET Core 10 runtime of the machine, which is updated with it and not with Sealift, and stays small (MB instead of
# over a hundred). With --self-contained it brings a runtime of its own, for machines without .NET; who ships that ships its fixes as well.
#
# usage: eng/publish.sh [--self-contained] [OUT]     OUT: default artifacts/publish
set -euo pipefail

cd "$(dirname "$0")/.."
rid=linux-x64
self_contained=false
out=artifacts/publish
while (($# > 0)); do
  case $1 in
    --self-contained) self_contained=true ;;
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) echo "publish.sh: unknown option $1" >&2; exit 2 ;;
    *) out=$1 ;;
  esac
  shift
done

# What an earlier version left there would be found as well.
if [[ -e $out && ! -x $out/sealift && -n $(ls -A "$out") ]]; then
  echo "publish.sh: $out exists and is not a directory that this script made" >&2
  exit 2
fi
rm -rf "$out"
mkdir -p "$out"

dotnet publish src/Sealift.Cli -c Release -r "$rid" -o "$out" -v quiet
dotnet publish src/Sealift.App -c Release -r "$rid" --self-contained "$self_contained" -o "$out/app" -v quiet

# Symbols are for who debugs. The managed command comes with the app as a library; its starter would be a second "sealift".
find "$out" \( -name '*.pdb' -o -name '*.dbg' -o -name '*.xml' \) -delete
rm -f "$out/app/sealift" "$out/app/sealift.runtimeconfig.json" "$out/app/web.config"

"$out/sealift" --version
"$out/sealift" app --help > /dev/null
du -sh "$out/sealift" "$out/app" | sed 's/^/  /'
echo "Put $out on the PATH, or link $out/sealift from a directory that is on it. Then: sealift app"
