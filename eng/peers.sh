#!/usr/bin/env bash
# Real FTP servers from Debian, side by side on loopback, for the interoperability tests and the benchmarks.
set -euo pipefail

usage() {
  cat <<'TEXT'
usage: eng/peers.sh install              fetch the servers and what they need (idempotent)
       eng/peers.sh start DIR [BASE]     start every server; state in DIR, description in DIR/peers.json
       eng/peers.sh start-faulty DIR [BASE]   the same with servers that are set up wrongly, for the doctor
       eng/peers.sh restart DIR NAME     kill one server with all its sessions, and start it again on its ports
       eng/peers.sh stop DIR             end the processes that 'start DIR' began, and nothing else
       eng/peers.sh list                 the instances that 'start' starts

The servers are Debian's vsftpd, ProFTPD, Pure-FTPd and pyftpdlib. Their packages conflict, so they are not installed
but unpacked into one folder. They listen on 127.0.0.1 and ::1 only, use a test CA made for the occasion, and end by
themselves after SEALIFT_PEERS_SECONDS.

Each instance has one policy: 'default' is what the server does as Debian ships it; 'open' allows what a default forbids
(clear data, CCC, another host's data connections, data connections that do not resume); 'faulty' is set up wrongly;
'certificate' demands a client
certificate that DIR/tls/clients-ca.pem signed: DIR/tls/client.pem with client.key is one, DIR/tls/stranger.pem with
stranger.key is one of another authority.

BASE is the first of 2500 ports to use; without it a free block from 10000 on is taken.

environment:
  SEALIFT_PEERS           where the packages are unpacked   (default /var/cache/sealift-peers)
  SEALIFT_PEERS_SECONDS   the longest life of a server      (default 3600)
  SEALIFT_PEERS_OWNER     a process; when it is gone, the servers stop and DIR is removed (default none)

exit codes: 0 ok, 1 failed, 2 usage, 3 not possible on this machine (needs root on Debian with apt)
TEXT
}

here=$(dirname "$(realpath "${BASH_SOURCE[0]}")")
readonly here
readonly cache=${SEALIFT_PEERS:-/var/cache/sealift-peers}
readonly root=$cache/root
readonly seconds=${SEALIFT_PEERS_SECONDS:-3600}

# Debian's own interpreter, which knows Debian's python3-openssl; another one may come first in PATH.
readonly python=/usr/bin/python3 python_packages=$root/usr/lib/python3/dist-packages

# Unpacked, not installed: vsftpd, proftpd-core and pure-ftpd conflict with one another.
readonly server_packages=(vsftpd proftpd-core proftpd-mod-crypto pure-ftpd pure-ftpd-common python3-pyftpdlib)

# Proxies that tests start by themselves; unpacked too, because an installed one would begin to serve.
readonly proxy_packages=(microsocks dante-server tinyproxy-bin proftpd-mod-proxy)

# What the unpacked servers link to, and the tools that this script, the tests and the benchmarks call.
readonly shared_packages=(
  libhiredis0.14 libmemcached11 libmemcachedutil2 libpcre2-posix3 libwrap0 libsodium23 libpam-modules
  db5.3-util openssl curl lftp time util-linux python3 python3-openssl
)

# Other people's clients, which the server's tests run (docs/clients.md).
readonly client_packages=(ncftp rclone php-cli libio-socket-ssl-perl)

# Shells that complete a command line for the tests; bash is there already.
readonly shell_packages=(zsh fish)

# The browser that the tests of the app drive.
readonly browser_packages=(chromium fonts-dejavu-core)

# The one that comes from npm instead. Without npm it is left out.
readonly basic_ftp=6.2.6

# name | server | mode | TLS versions | must data connections resume the control connection's session | policy
readonly healthy_instances=(
  'vsftpd            vsftpd    explicit both required default'
  'vsftpd-implicit   vsftpd    implicit both required default'
  'vsftpd-tls12      vsftpd    explicit 1.2  required default'
  'vsftpd-tls13      vsftpd    explicit 1.3  required default'
  'vsftpd-open       vsftpd    explicit both optional open'
  'vsftpd-cert       vsftpd    explicit both required certificate'
  'proftpd           proftpd   explicit both required default'
  'proftpd-implicit  proftpd   implicit both required default'
  'proftpd-tls12     proftpd   explicit 1.2  required default'
  'proftpd-tls13     proftpd   explicit 1.3  required default'
  'proftpd-open      proftpd   explicit both optional open'
  'proftpd-open2     proftpd   explicit both optional open'
  'proftpd-cert      proftpd   explicit both required certificate'
  'proftpd-plain     proftpd   plain    none none     default'
  'pureftpd          pureftpd  explicit both optional default'
  'pureftpd-tls12    pureftpd  explicit 1.2  optional default'
  'pureftpd-tls13    pureftpd  explicit 1.3  optional default'
  'pureftpd-cert     pureftpd  explicit both optional certificate'
  'pyftpdlib         pyftpdlib explicit both optional default'
)

# Servers that are set up wrongly on purpose, see 'faulty_vsftpd', proftpd_tls and start_pureftpd.
readonly faulty_instances=(
  'vsftpd-nossl      vsftpd    plain    none none     faulty'
  'vsftpd-address    vsftpd    explicit both required faulty'
  'vsftpd-expired    vsftpd    explicit both required faulty'
  'vsftpd-lax        vsftpd    explicit both optional faulty'
  'vsftpd-odd        vsftpd    explicit 1.2  required faulty'
  'vsftpd-few        vsftpd    explicit both required faulty'
  'proftpd-lax       proftpd   explicit both optional faulty'
  'proftpd-ctrl      proftpd   explicit both required faulty'
  'proftpd-self      proftpd   explicit 1.3  required faulty'
  'pureftpd-y1       pureftpd  explicit both optional faulty'
)

instances=("${healthy_instances[@]}")

# A block of ports: one control port an instance, then a passive range an instance. Pure-FTPd admits only half as many
# clients as it has passive ports.
readonly passive_offset=30 block=2500

# How many passive ports an instance has: $1 TLS versions, $2 policy
passive_count() {
  case $1-$2 in
    1.*-default) echo 100 ;;
    *-default) echo 200 ;;
    *) echo 50 ;;
  esac
}

die() { echo "peers: $*" >&2; exit 1; }

impossible() {
  echo "peers: left out on this machine: vsftpd, ProFTPD, Pure-FTPd, pyftpdlib ($1)" >&2
  exit 3
}

require_root_on_debian() {
  [[ -r /etc/debian_version ]] || impossible 'needs Debian'
  command -v apt-get > /dev/null || impossible 'needs apt-get'
  [[ $EUID -eq 0 ]] || impossible 'needs root'
}

installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2> /dev/null) == installed ]]; }

# ---------------------------------------------------------------------------------------------------- install

# A NativeAOT publish needs a C compiler as its linker driver, and zlib's headers.
toolchain_packages() {
  command -v clang > /dev/null || command -v gcc > /dev/null || echo clang
  installed zlib1g-dev || echo zlib1g-dev
}

missing_packages() {
  local package
  for package in "${shared_packages[@]}" "${client_packages[@]}" "${shell_packages[@]}" "${browser_packages[@]}"; do
    installed "$package" || echo "$package"
  done
  toolchain_packages
}

# The packages of servers and proxies that are not unpacked yet.
packed() {
  local package
  for package in "${server_packages[@]}" "${proxy_packages[@]}"; do
    [[ -s $cache/versions/$package ]] || echo "$package"
  done
}

update_package_lists_once() {
  [[ -z ${updated:-} ]] || return 0
  apt-get update -qq
  updated=yes
}

install_missing() {
  (($# > 0)) || return 0
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" > "$cache/apt.log" 2>&1
}

fetch_servers() {
  rm -rf "$cache/deb"
  mkdir -p "$cache/deb"
  (cd "$cache/deb" && apt-get download -qq "$@")
}

install_basic_ftp() {
  [[ ! -s $cache/npm/$basic_ftp ]] || return 0
  command -v npm > /dev/null || { echo 'peers: left out, there is no npm: basic-ftp' >&2; return 0; }
  npm install --prefix "$cache/npm" --ignore-scripts --no-audit --no-fund "basic-ftp@$basic_ftp" > "$cache/npm.log" 2>&1 \
    || { cat "$cache/npm.log" >&2; die "could not install: basic-ftp $basic_ftp"; }
  echo "$basic_ftp" > "$cache/npm/$basic_ftp"
}

install_peers() {
  require_root_on_debian
  mkdir -p "$cache"
  exec 9> "$cache/install.lock"
  flock 9

  # Package lists that are absent or too old show up as a failure; only then is the network asked for new ones.
  local missing updated=
  mapfile -t missing < <(missing_packages)
  install_missing "${missing[@]}" || {
    update_package_lists_once
    install_missing "${missing[@]}" || { cat "$cache/apt.log" >&2; die "could not install: ${missing[*]}"; }
  }

  # What is there stays: servers of another run may be working from it.
  mapfile -t missing < <(packed)
  if ((${#missing[@]} > 0)); then
    fetch_servers "${missing[@]}" 2> "$cache/apt.log" || {
      update_package_lists_once
      fetch_servers "${missing[@]}" || die "could not download: ${missing[*]}"
    }
    mkdir -p "$root" "$cache/versions"
    local file
    for file in "$cache"/deb/*.deb; do
      dpkg -x "$file" "$root"
      dpkg-deb -f "$file" Version > "$cache/versions/$(dpkg-deb -f "$file" Package)"
    done
    rm -rf "$cache/deb"
  fi

  install_basic_ftp

  local program
  for program in "$root"/usr/sbin/{vsftpd,proftpd,pure-ftpd,danted} "$root"/usr/bin/{microsocks,tinyproxy} "$root/usr/lib/proftpd/mod_tls.so"; do
    ! ldd "$program" | grep 'not found' >&2 || die "$program lacks a shared library"
  done
  PYTHONPATH=$python_packages "$python" -c 'import pyftpdlib.handlers' || die 'pyftpdlib lacks a module'
  exec 9>&-
  for program in vsftpd proftpd-core pure-ftpd python3-pyftpdlib; do
    echo "$program $(< "$cache/versions/$program")"
  done
}

# ------------------------------------------------------------------------------------------------------ start

# A CA that signs one certificate for every name the tests use. Nothing listens on 127.0.0.2: that
# is where a test puts a proxy in front of the servers, port for port.
make_certificates() {
  mkdir -p "$dir/tls"
  openssl req -x509 -newkey rsa:2048 -nodes -days 60 -sha256 -subj '/CN=Sealift peers test CA' \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -keyout "$dir/tls/ca.key" -out "$dir/tls/ca.pem" 2> "$dir/tls/openssl.log"
  openssl req -new -newkey rsa:2048 -nodes -sha256 -subj '/CN=localhost' \
    -keyout "$dir/tls/server.key" -out "$dir/tls/server.csr" 2>> "$dir/tls/openssl.log"
  cat > "$dir/tls/server.ext" << 'TEXT'
basicConstraints=critical,CA:FALSE
keyUsage=critical,digitalSignature,keyEncipherment
extendedKeyUsage=serverAuth
subjectAltName=DNS:localhost,DNS:archive.localhost,IP:127.0.0.1,IP:127.0.0.2,IP:::1
TEXT
  openssl x509 -req -sha256 -days 60 -in "$dir/tls/server.csr" -CA "$dir/tls/ca.pem" -CAkey "$dir/tls/ca.key" \
    -CAcreateserial -extfile "$dir/tls/server.ext" -out "$dir/tls/server.pem" 2>> "$dir/tls/openssl.log"
  make_client_certificates
  make_faulty_certificates
  chmod 600 "$dir"/tls/*.key
}

# $1 name of the CA's files, $2 its common name
make_client_authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 60 -sha256 -subj "/CN=$2" \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -keyout "$dir/tls/$1.key" -out "$dir/tls/$1.pem" 2>> "$dir/tls/openssl.log"
}

# $1 name of the certificate's files, $2 name of its CA's files
make_client_certificate() {
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -subj "/CN=$user" \
    -keyout "$dir/tls/$1.key" -out "$dir/tls/$1.csr" 2>> "$dir/tls/openssl.log"
  openssl x509 -req -sha256 -days 60 -in "$dir/tls/$1.csr" -CA "$dir/tls/$2.pem" -CAkey "$dir/tls/$2.key" \
    -CAcreateserial -extfile <(printf 'basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n') \
    -out "$dir/tls/$1.pem" 2>> "$dir/tls/openssl.log"
}

make_client_certificates() {
  make_client_authority clients-ca 'Sealift peers client CA'
  make_client_authority strangers-ca 'Somebody else'
  make_client_certificate client clients-ca
  make_client_certificate stranger strangers-ca
  # Pure-FTPd trusts the client authorities that stand in its own certificate's file.
  cat "$dir/tls/server.pem" "$dir/tls/clients-ca.pem" > "$dir/tls/server-and-clients-ca.pem"
}

# vsftpd 3.0.3 and Pure-FTPd cannot name a TLS version, but libssl reads limits for every program from a file. Both
# files are complete before the first server starts: a server that reads half a file has no limits.
make_openssl_limits() {
  local version
  for version in 1.2 1.3; do
    cat > "$dir/tls/openssl-$version.cnf" << TEXT
openssl_conf = main
[main]
ssl_conf = ssl
[ssl]
system_default = limits
[limits]
MinProtocol = TLSv$version
MaxProtocol = TLSv$version
TEXT
  done
  # OpenSSL 3 refuses handshakes that a client begins inside another, unless it is told not to.
  { cat "$dir/tls/openssl-1.2.cnf"; echo 'Options = ClientRenegotiation'; } > "$dir/tls/openssl-renegotiates.cnf"
}

# One that has expired, and one that is self-signed, for another name.
make_faulty_certificates() {
  openssl x509 -req -sha256 -days -1 -in "$dir/tls/server.csr" -CA "$dir/tls/ca.pem" -CAkey "$dir/tls/ca.key" \
    -CAcreateserial -extfile "$dir/tls/server.ext" -out "$dir/tls/expired.pem" 2>> "$dir/tls/openssl.log"
  openssl req -x509 -key "$dir/tls/server.key" -days 60 -sha256 -subj '/CN=other.example' \
    -addext 'basicConstraints=critical,CA:FALSE' -addext 'subjectAltName=DNS:other.example' \
    -out "$dir/tls/self.pem" 2>> "$dir/tls/openssl.log"
}

# What is wrong with each vsftpd of the faulty ones.
faulty_vsftpd() {
  case $name in
    vsftpd-nossl) echo 'ssl_enable=NO' ;;
    vsftpd-address) echo 'pasv_address=10.99.99.99' ;;
    vsftpd-expired) echo "rsa_cert_file=$dir/tls/expired.pem" ;;
    vsftpd-lax) printf '%s\n' require_ssl_reuse=NO port_promiscuous=YES force_local_data_ssl=NO force_local_logins_ssl=NO ;;
    vsftpd-odd) printf '%s\n' cmds_denied=EPSV,SIZE,REST,RNTO,NOOP ssl_ciphers=AES128-SHA port_enable=NO ;;
    vsftpd-few) echo 'max_per_ip=4' ;;
  esac
}

# Starts "$@" in a process group of its own, bounded in time, and records it for 'stop'.
# $1 log file, $2 TLS versions; the rest is the command
launch() {
  local log=$1 tls=$2
  shift 2
  local environment=()
  case $server-$tls in
    vsftpd-1.* | pureftpd-1.*) environment=(OPENSSL_CONF="$dir/tls/openssl-$tls.cnf") ;;
  esac
  # A zone of five hours west of Greenwich, which use_localtime of vsftpd then tells for UTC.
  [[ $name != vsftpd-odd ]] || environment=(TZ=XXX5 OPENSSL_CONF="$dir/tls/openssl-renegotiates.cnf")
  env "${environment[@]}" setsid timeout -k 5 "$seconds" "$@" < /dev/null >> "$log" 2>&1 8>&- &
  # The start time makes the record unmistakable should the process number be used again.
  echo "$! $(start_time "$!") $name" >> "$dir/processes"
  printf '%q ' "$log" "$tls" "$@" >> "$dir/$name.launch"
  echo >> "$dir/$name.launch"
}

# The account a server works as once a client is logged in. vsftpd enters its home first, and nobody has none.
owner_of() { if [[ $1 == vsftpd ]]; then echo daemon; else echo nobody; fi; }

start_time() { awk '{ print $22 }' "/proc/$1/stat" 2> /dev/null || true; }

# vsftpd asks PAM; a service file with a password database of its own needs no system account.
start_vsftpd() {
  local ssl=YES implicit=NO family address options=''
  [[ $mode == implicit ]] && implicit=YES
  case $policy in
    open) options='require_ssl_reuse=NO
force_local_data_ssl=NO
pasv_promiscuous=YES
port_promiscuous=YES
ascii_upload_enable=YES
ascii_download_enable=YES' ;;
    faulty) options=$(faulty_vsftpd) ;;
    certificate) options="require_cert=YES
validate_cert=YES
ca_certs_file=$dir/tls/clients-ca.pem" ;;
  esac
  if [[ ! -e $dir/pam-service ]]; then
    local service
    service=sealift-peers-$(printf %s "$dir" | sha256sum | cut -c 1-12)
    printf '%s\n%s\n' "$user" "$password" | db5.3_load -T -t hash "$dir/users.db"
    chmod 600 "$dir/users.db"
    printf '%s\n' "auth required pam_userdb.so db=$dir/users" "account required pam_userdb.so db=$dir/users" \
      > "/etc/pam.d/$service"
    echo "$service" > "$dir/pam-service"
  fi
  mkdir -p "$dir/empty"
  for address in "${addresses[@]}"; do
    family='listen=YES
listen_ipv6=NO
listen_address=127.0.0.1'
    [[ $address == ::1 ]] && family='listen=NO
listen_ipv6=YES
listen_address6=::1'
    # First Debian's own vsftpd.conf, then TLS with the server's defaults (require_ssl_reuse=YES), then the test user.
    cat > "$dir/$name-$address.conf" << TEXT
$family
listen_port=$port
background=NO
anonymous_enable=NO
local_enable=YES
dirmessage_enable=YES
use_localtime=YES
xferlog_enable=NO
connect_from_port_20=NO
secure_chroot_dir=$dir/empty
pam_service_name=$(< "$dir/pam-service")
rsa_cert_file=$dir/tls/server.pem
rsa_private_key_file=$dir/tls/server.key
ssl_enable=$ssl
implicit_ssl=$implicit
ssl_ciphers=HIGH
write_enable=YES
local_umask=022
utf8_filesystem=YES
guest_enable=YES
guest_username=$(owner_of vsftpd)
virtual_use_local_privs=YES
local_root=$home
chroot_local_user=YES
allow_writeable_chroot=YES
hide_ids=YES
delay_failed_login=0
max_clients=0
max_per_ip=0
pasv_min_port=$passive_from
pasv_max_port=$passive_to
vsftpd_log_file=$log
dual_log_enable=NO
$options
TEXT
    launch "$log" "$tls" "$root/usr/sbin/vsftpd" "$dir/$name-$address.conf"
  done
}

# The TLS directives of ProFTPD.
proftpd_tls() {
  local protocol='TLSv1.2 TLSv1.3' required=on certificate=$dir/tls/server.pem
  [[ $tls == 1.* ]] && protocol=TLSv$tls
  # Only where neither the control nor the data channel must stay in TLS are CCC and PROT C accepted.
  [[ $policy == open ]] && required=auth
  [[ $name != proftpd-ctrl ]] || required='ctrl+!data'
  [[ $name != proftpd-self ]] || certificate=$dir/tls/self.pem
  cat << TEXT
TLSEngine on
TLSLog $dir/$name.tls.log
TLSProtocol $protocol
TLSRSACertificateFile $certificate
TLSRSACertificateKeyFile $dir/tls/server.key
TLSRequired $required
TEXT
  [[ $mode != implicit ]] || echo 'TLSOptions UseImplicitSSL'
  case $policy in
    open) printf '%s\n' 'TLSOptions NoSessionReuseRequired' "TLSCACertificateFile $dir/tls/ca.pem" ;;
    faulty) [[ $name != proftpd-lax ]] || echo 'TLSOptions NoSessionReuseRequired' ;;
    certificate) printf '%s\n' 'TLSVerifyClient on' "TLSCACertificateFile $dir/tls/clients-ca.pem" ;;
  esac
}

# What 'open' has besides: data connections of other hosts (site-to-site copies), compression, and a second server that
# HOST or SNI chooses (RFC 7151): archive.localhost, where the user has another home. Once there are names, a name in
# SNI that is not among them is refused, so localhost must be one.
proftpd_open() {
  local common="DefaultRoot ~
AllowForeignAddress on
DeflateEngine on"
  printf '%s\n' "$common"
  mkdir -p "$home-archive"
  chown "$(owner_of proftpd):" "$home-archive"
  proftpd_users "$home-archive" > "$dir/$name-archive.passwd"
  proftpd_host localhost Debian "$name.passwd"
  proftpd_host archive.localhost Archive "$name-archive.passwd"
}

# $1 name of the host, $2 name of the server, $3 file of its users
proftpd_host() {
  cat << TEXT
<VirtualHost ${addresses[*]}>
ServerAlias $1
ServerName $2
Port $port
AuthUserFile $dir/$3
$common
$(proftpd_tls)
</VirtualHost>
TEXT
}

# $1 the user's home
proftpd_users() { printf '%s:%s:65534:65534::%s:/bin/sh\n' "$user" "$(openssl passwd -6 "$password")" "$1"; }

start_proftpd() {
  local file=$dir/$name.conf
  proftpd_users "$home" > "$dir/$name.passwd"
  cat > "$file" << TEXT
ModulePath $root/usr/lib/proftpd
LoadModule mod_tls.c
LoadModule mod_deflate.c
LoadModule mod_digest.c
LoadModule mod_copy.c
LoadModule mod_site_misc.c
ServerType standalone
ServerName Debian
UseIPv6 on
DefaultAddress ${addresses[*]}
SocketBindTight on
Port $port
User nobody
Group nogroup
MaxInstances 200
UseReverseDNS off
ControlsEngine off
WtmpLog off
SystemLog $log
PidFile $dir/$name.pid
ScoreboardFile $dir/$name.scoreboard
DefaultRoot ~
AuthUserFile $dir/$name.passwd
<Global>
Umask 022 022
PassivePorts $passive_from $passive_to
AuthOrder mod_auth_file.c
RequireValidShell off
DelayEngine off
AllowOverwrite on
AllowRetrieveRestart on
AllowStoreRestart on
TransferLog none
</Global>
TEXT
  [[ $mode == plain ]] || proftpd_tls >> "$file"
  [[ $policy != open ]] || proftpd_open >> "$file"
  chmod 600 "$dir/$name"*.passwd
  launch "$log" "$tls" "$root/usr/sbin/proftpd" -n -q -c "$file"
}

start_pureftpd() {
  local passwd=$dir/$name.passwd database=$dir/$name.pdb address family certificate=$dir/tls/server.pem options=() level=2
  [[ $policy != faulty ]] || level=1 # clear-text sessions too
  if [[ $policy == certificate ]]; then
    certificate=$dir/tls/server-and-clients-ca.pem
    options=(-J -C:HIGH) # the prefix -C: of a list of ciphers demands client certificates
  fi
  # Written by hand: pure-pw hashes with Argon2, which would add most of a second to every login.
  printf '%s:%s:65534:65534::%s/./::::::::::::\n' "$user" "$(openssl passwd -6 "$password")" "$home" > "$passwd"
  chmod 600 "$passwd"
  "$root/usr/bin/pure-pw" mkdb "$database" -f "$passwd" >> "$log" 2>&1
  for address in "${addresses[@]}"; do
    family=-4
    [[ $address == ::1 ]] && family=-6
    # The limits of Debian's pure-ftpd.conf (8 connections an address, none above a load of 4) would fail a test
    # for no fault of its own; -C, -c and -m lift them.
    launch "$log" "$tls" "$root/usr/sbin/pure-ftpd" "$family" -S "$address,$port" -E -H -A -D -Z -Y "$level" \
      -l "puredb:$database" -u 100 -U 133:022 -I 15 -L 10000:8 -c 200 -C 200 -m 1000 \
      -p "$passive_from:$passive_to" -2 "$certificate,$dir/tls/server.key" "${options[@]}" -g "$dir/$name-$address.pid"
  done
}

start_pyftpdlib() {
  (umask 077 && printf '%s\n' "$password" > "$dir/$name.password")
  launch "$log" "$tls" env PYTHONPATH="$python_packages" PYTHONDONTWRITEBYTECODE=1 "$python" "$here/pyftpd.py" \
    --port "$port" --passive "$passive_from" "$passive_to" --cert "$dir/tls/server.pem" --key "$dir/tls/server.key" \
    --user "$user" --password-file "$dir/$name.password" --home "$home" "${addresses[@]}"
}

listens() { (exec 3<> "/dev/tcp/$1/$2") 2> /dev/null; }

# Prints the first port of a block whose control ports nobody serves.
free_block() {
  local base index address
  for ((base = 10000; base + block < 32000; base += block)); do
    for ((index = 0; index < ${#instances[@]}; index++)); do
      for address in "${addresses[@]}"; do
        ! listens "$address" "$((base + index))" || continue 3
      done
    done
    echo "$base"
    return
  done
  die 'no free block of ports between 10000 and 32000'
}

package_version() {
  case $1 in
    proftpd) cat "$cache/versions/proftpd-core" ;;
    pureftpd) cat "$cache/versions/pure-ftpd" ;;
    pyftpdlib) cat "$cache/versions/python3-pyftpdlib" ;;
    *) cat "$cache/versions/$1" ;;
  esac
}

json_list() {
  local separator='' item
  printf '['
  for item in "$@"; do
    printf '%s"%s"' "$separator" "$item"
    separator=', '
  done
  printf ']'
}

describe() {
  local package
  package=$(package_version "$server")
  cat << TEXT
    {
      "name": "$name",
      "server": "$server",
      "version": "$(sed -E 's/[+-].*//' <<< "$package")",
      "package": "$package",
      "mode": "$mode",
      "tls": "$tls",
      "sessionReuse": "$reuse",
      "policy": "$policy",
      "addresses": $(json_list "${addresses[@]}"),
      "port": $port,
      "passiveFrom": $passive_from,
      "passiveTo": $passive_to,
      "user": "$user",
      "password": "$password",
      "home": "$home",
      "ca": "$( [[ $mode == plain ]] || echo "$dir/tls/ca.pem")",
      "clientCertificates": "$( [[ $policy != certificate ]] || echo "$dir/tls")",
      "log": "$log"
    }
TEXT
}

await_listening() {
  local address try
  for address in "${addresses[@]}"; do
    for ((try = 0; ; try++)); do
      ! listens "$address" "$port" || break
      if ((try == 100)); then
        cat "$log" >&2
        die "$name does not listen on $address port $port"
      fi
      sleep 0.1
    done
  done
}

start_peers() {
  require_root_on_debian
  [[ -z $(packed) ]] || die "run '$0 install' first"
  mkdir -p "$1"
  dir=$(realpath "$1")
  [[ ! -e $dir/processes ]] || die "$dir is in use; run '$0 stop $dir' first"
  [[ $dir != *[[:space:]\"\\]* ]] || die "$dir: blanks, quotes and backslashes are not possible here"
  chmod 711 "$dir" # the servers work as nobody
  : > "$dir/processes"
  trap 'stop_peers "$dir"' EXIT # until every server listens

  addresses=(127.0.0.1)
  # Field 1 of this file is an address; all zeros and a one is ::1.
  if grep -q '^0\{31\}1 ' /proc/net/if_inet6 2> /dev/null; then addresses+=(::1); fi
  user=sealift
  password=$(openssl rand -hex 8)
  make_certificates
  make_openssl_limits

  # Held until all servers listen, so that two starts cannot choose the same block.
  exec 8> "$cache/ports.lock"
  flock 8
  local base=${2:-} index name server mode tls reuse policy home log port passive_from passive_to
  [[ -n $base ]] || base=$(free_block)

  local description='' separator=''
  passive_to=$((base + passive_offset - 1))
  for ((index = 0; index < ${#instances[@]}; index++)); do
    read -r name server mode tls reuse policy <<< "${instances[index]}"
    home=$dir/home/$name
    log=$dir/$name.log
    port=$((base + index))
    passive_from=$((passive_to + 1))
    passive_to=$((passive_to + $(passive_count "$tls" "$policy")))
    mkdir -p "$home"
    chown "$(owner_of "$server"):" "$home"
    : > "$log"
    : > "$dir/$name.launch"
    "start_$server"
    declare -p server name log port addresses > "$dir/$name.instance"
    description+=$separator$(describe)
    separator=$',\n'
  done
  for ((index = 0; index < ${#instances[@]}; index++)); do
    read -r name _ <<< "${instances[index]}"
    log=$dir/$name.log
    port=$((base + index))
    await_listening
  done
  exec 8>&-

  # Complete or absent: readers never see half a file.
  [[ -z ${SEALIFT_PEERS_OWNER:-} ]] || start_guard "$SEALIFT_PEERS_OWNER"
  printf '{\n  "directory": "%s",\n  "ca": "%s",\n  "peers": [\n%s\n  ]\n}\n' "$dir" "$dir/tls/ca.pem" "$description" \
    > "$dir/peers.json.new"
  mv "$dir/peers.json.new" "$dir/peers.json"
  trap - EXIT
  echo "$dir/peers.json"
}

# A test run that is killed cannot stop its servers; the guard does. It is not among the recorded processes, because it
# calls 'stop' itself, and it ends with the servers' time at the latest.
start_guard() {
  # shellcheck disable=SC2016
  setsid timeout -k 5 "$((seconds + 60))" bash -c \
    'tail --pid="$1" -f /dev/null; "$2" stop "$3" && rm -rf "$3"' guard "$1" "$(realpath "$0")" "$dir" \
    < /dev/null > /dev/null 2>&1 8>&- &
}

# ------------------------------------------------------------------------------------------------------- stop

# Prints the recorded processes that still run, of one server ($2) or of all; a number that another process took over does not count.
running() {
  local process started name
  while read -r process started name; do
    [[ -n ${2:-} && $name != "$2" ]] || [[ -z $started || $(start_time "$process") != "$started" ]] || echo "$process"
  done < "$1/processes"
}

signal_groups() {
  local process
  for process in $2; do
    kill "-$1" -- "-$process" 2> /dev/null || true
  done
}

stop_peers() {
  local dir try left
  [[ -e $1/processes ]] || { echo "peers: nothing runs in $1" >&2; return; }
  dir=$(realpath "$1")
  signal_groups TERM "$(running "$dir")"
  for ((try = 0; try < 50; try++)); do
    left=$(running "$dir")
    [[ -n $left ]] || break
    sleep 0.1
  done
  signal_groups KILL "${left:-}"
  [[ ! -e $dir/pam-service ]] || rm -f "/etc/pam.d/$(< "$dir/pam-service")" "$dir/pam-service"
  rm -f "$dir/processes" "$dir/peers.json"
}

# ---------------------------------------------------------------------------------------------------- restart

# As a machine that fails: no session is told anything.
restart_peer() {
  local dir try launches line arguments
  dir=$(realpath "$1")
  [[ -s $dir/processes && -s $dir/$2.instance ]] || die "no server $2 was started in $dir"
  signal_groups KILL "$(running "$dir" "$2")"
  for ((try = 0; try < 100; try++)); do
    [[ -n $(running "$dir" "$2") ]] || break
    sleep 0.1
  done
  grep -v " $2\$" "$dir/processes" > "$dir/processes.new" || true
  mv "$dir/processes.new" "$dir/processes"

  # shellcheck disable=SC1090
  source "$dir/$2.instance"
  mapfile -t launches < "$dir/$2.launch"
  : > "$dir/$2.launch"
  for line in "${launches[@]}"; do
    eval "arguments=($line)" # as 'launch' quoted it
    launch "${arguments[@]}"
  done
  await_listening
}

# ------------------------------------------------------------------------------------------------------- main

case ${1:-}:$# in
  install:1) install_peers ;;
  start:2 | start:3) start_peers "${@:2}" ;;
  start-faulty:2 | start-faulty:3)
    instances=("${faulty_instances[@]}")
    start_peers "${@:2}" ;;
  restart:3) restart_peer "$2" "$3" ;;
  stop:2) stop_peers "$2" ;;
  list:1) printf '%s\n' "${instances[@]}" "${faulty_instances[@]}" ;;
  help:1 | -h:1 | --help:1) usage ;;
  *) usage >&2; exit 2 ;;
esac
