#!/usr/bin/env bash
# Installs what the benchmark compares with, from Debian: curl, lftp, rclone, and GNU time, which measures them.
set -euo pipefail
apt-get install -y --no-install-recommends curl lftp rclone time
