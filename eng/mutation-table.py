"""Prints what a mutation report says: a line a file, then the mutants that no test noticed."""
import json
import sys

NOTICED = ("Killed", "Timeout")
MISSED = ("Survived", "NoCoverage")


def main(path):
    with open(path, encoding="utf-8") as file:
        report = json.load(file)
    total_noticed = total_missed = 0
    missed_lines = []
    print("| file | mutants | noticed | score |")
    print("|---|---|---|---|")
    for name, content in sorted(report["files"].items()):
        mutants = content["mutants"]
        noticed = sum(one["status"] in NOTICED for one in mutants)
        missed = [one for one in mutants if one["status"] in MISSED]
        if noticed + len(missed) == 0:
            continue
        total_noticed += noticed
        total_missed += len(missed)
        short = name.split("src/Sealift.Core/")[-1]
        print(f"| {short} | {noticed + len(missed)} | {noticed} | {100 * noticed / (noticed + len(missed)):.1f} % |")
        lines = content["source"].splitlines()
        for one in missed:
            start, end = one["location"]["start"], one["location"]["end"]
            code = lines[start["line"] - 1][start["column"] - 1:]
            if start["line"] == end["line"]:
                code = code[: end["column"] - start["column"]]
            missed_lines.append(f"{short}:{start['line']}: {one['status']}: {one['mutatorName']}: {code.strip()} -> {one.get('replacement', '').strip()}")
    total = total_noticed + total_missed
    print(f"| all | {total} | {total_noticed} | {100 * total_noticed / total:.1f} % |" if total else "| all | 0 | 0 | |")
    print()
    print("\n".join(missed_lines))


main(sys.argv[1])
