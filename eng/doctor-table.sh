#!/usr/bin/env bash
# Examines real servers that are set up wrongly and writes the table in docs/doctor.md from what the doctor said.
# usage: eng/doctor-table.sh        (needs root on Debian, as eng/peers.sh does)
set -euo pipefail
cd "$(dirname "$0")/.."

results=$(mktemp)
trap 'rm -f "$results"' EXIT
dotnet build tests/Sealift.Doctor.Tests
run=tests/Sealift.Doctor.Tests/bin/Debug/net10.0/Sealift.Doctor.Tests
SEALIFT_DOCTOR=$results "$run" -noColor -method 'Sealift.Doctor.Tests.Faults.FaultTests.Fault_*'
SEALIFT_DOCTOR_TABLE=$results "$run" -noColor -method 'Sealift.Doctor.Tests.Faults.FaultTests.Table_*'
echo "docs/doctor.md: $(wc -l < "$results") faults"
