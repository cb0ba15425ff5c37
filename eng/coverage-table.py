"""Takes coverage reports together: a line counts as reached where any of them reached it."""
import sys
import xml.etree.ElementTree as ElementTree

LIBRARIES = ("Sealift.Core", "Sealift.Tls", "Sealift.Client", "Sealift.Server", "Sealift.Transfer")
LEAST = 90.0


def main(paths):
    lines = {library: {} for library in LIBRARIES}
    for path in paths:
        for one in ElementTree.parse(path).getroot().iter("class"):
            name = one.get("filename").replace("\\", "/")
            library = next((known for known in LIBRARIES if f"/src/{known}/" in name), None)
            if library is None or "/obj/" in name:
                continue
            for line in one.iter("line"):
                place = (name.split(f"/src/{library}/")[-1], int(line.get("number")))
                lines[library][place] = lines[library].get(place, False) or int(line.get("hits")) > 0
    print("| library | lines | reached | share |")
    print("|---|---|---|---|")
    is_enough = True
    least_reached = []
    for library, known in lines.items():
        if not known:
            continue
        reached = sum(known.values())
        share = 100 * reached / len(known)
        is_enough &= share >= LEAST
        print(f"| {library} | {len(known)} | {reached} | {share:.1f} % |")
        files = {}
        for (name, _), hit in known.items():
            files.setdefault(name, []).append(hit)
        least_reached += [(hits.count(False), f"{library}/{name}", len(hits)) for name, hits in files.items() if not all(hits)]
    print()
    for missed, name, count in sorted(least_reached, reverse=True)[:40]:
        print(f"{name}: {missed} of {count} lines not reached")
    return 0 if is_enough else 1


sys.exit(main(sys.argv[1:]))
