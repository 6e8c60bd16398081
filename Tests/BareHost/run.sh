#!/usr/bin/env bash
# Tries a packed Novi on a Debian that has neither Swift nor a compiler: Tests/BareHost/run.sh ARCHIVE
#
# The Debian is made once and kept below .build/bare; each run works on a fresh copy of it. Plugins
# of others are built here, outside, as their authors would do it.
set -euo pipefail
cd "$(dirname "$0")/../.."
archive=$(realpath "$1")
top=$(basename "$archive" .tar.gz)
bare=$PWD/.build/bare
debian=$bare/debian-bookworm
host=$bare/host

skip() {
    printf '\n*** SKIPPED: the packed Novi was not tried on a bare host, because %s. ***\n\n' "$1" >&2
    exit 0
}

# MARK: A Debian

make_debian() {
    command -v debootstrap >/dev/null \
        || { apt-get update -qq && apt-get install -y -qq debootstrap >/dev/null; } \
        || skip "debootstrap is not here and cannot be installed"
    # From where this machine has its own packages.
    local mirror
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Identifier: Packages' \
        'Codename: bookworm' 'Component: main' | head -n 1)
    [ -n "$mirror" ] || skip "apt names no mirror of Debian 12"
    rm -rf "$debian.new"
    # All that Novi needs beside what every Debian has.
    debootstrap --variant=minbase --include=libseccomp2,libsqlite3-0,libstdc++6 bookworm \
        "$debian.new" "$mirror" >"$bare/debootstrap.log" 2>&1 \
        || skip "debootstrap failed; see $bare/debootstrap.log"
    # What it downloaded is installed by now.
    rm -rf "$debian.new"/var/cache/apt/archives/*.deb
    mv "$debian.new" "$debian"
}

[ "$(id -u)" = 0 ] || skip "only root can make one"
mkdir -p "$bare"
[ -d "$debian" ] || make_debian

# MARK: The host

server=
clean_up() {
    if [ -n "$server" ]; then kill "$server" 2>/dev/null && wait "$server" || true; fi
    if mountpoint -q "$host/proc"; then umount "$host/proc"; fi
}
trap clean_up EXIT
trap 'exit 1' INT TERM

clean_up
rm -rf --one-file-system "$host"
cp -a --reflink=auto "$debian" "$host"
mount -t proc proc "$host/proc"
tar -xzf "$archive" -C "$host/opt"

# How a program is run there, as nobody in particular.
inside=(chroot --userspec=nobody:nogroup "$host" /usr/bin/env -i -C /srv/app PATH=/usr/bin:/bin
    NOVI_CACHE=/srv/app/cache)
novi() { "${inside[@]}" "/opt/$top/bin/novi" "$@"; }

app=$host/srv/app
install -d "$app" "$app/novi_activations"
install -d -o nobody -g nogroup "$app/private" "$app/data"
# So systemd does it for a service that has a user of its own.
ln -s private "$app/cache"

# MARK: Plugins of others

plugins=$bare/plugins
mkdir -p "$plugins"
# With the header that is in the archive, found as its .pc file says.
flags=$(PKG_CONFIG_PATH=$host/opt/$top/lib/pkgconfig pkg-config --cflags novi-activation)
# shellcheck disable=SC2086 # the flags are several words
cc -std=c11 -O2 -fPIC -fvisibility=hidden -shared -Wl,-z,defs -Wl,-z,noexecstack $flags \
    -o "$plugins/country.so" docs/examples/c-plugin/country.c
staff() {
    swift build --quiet -c release --package-path docs/examples/staff-plugin \
        --scratch-path "$bare/$1" "${@:3}"
    install -s "$bare/$1/release/libstaff.so" "$plugins/$2"
}
staff staff staff.so -Xswiftc -static-stdlib
staff staff-shared staff_shared.so
install -m 0644 "$plugins"/*.so "$app/novi_activations"

# MARK: Checks

failures=0
# check SENTENCE COMMAND…: whether the command succeeds
check() {
    local sentence=$1
    shift
    if "$@" >"$bare/output" 2>&1; then
        echo "ok      $sentence"
    else
        echo "FAILED  $sentence"
        sed 's/^/        /' "$bare/output"
        failures=$((failures + 1))
    fi
}
# contains FILE TEXT…: whether a file has each of the texts
contains() {
    local file=$1 text
    shift
    for text; do
        grep -qF -- "$text" "$file" || { echo "'$text' is missing in:" && cat "$file" && return 1; }
    done
}
lacks() { if grep -F -- "$2" "$1"; then return 1; fi; }
each_program() { find "$host/opt/$top" -type f \( -name '*.so' -o -perm /111 \) -print0; }

echo "What is packed"
no_swift() {
    ! find "$host" -xdev ! -type d \( -name 'libswift*' -o -name 'libFoundation*' \
        -o -path '*/bin/swift*' -o -path '*/bin/*cc' -o -path '*/bin/clang*' \) -print | grep .
}
no_foreign_way() { ! each_program | xargs -0 readelf -d | grep PATH | grep -vF "[\$ORIGIN]"; }
no_machine_path() {
    local toolchain
    toolchain=$(dirname "$(dirname "$(realpath "$(command -v swift)")")")
    # But for one assertion in C of a dependency: -Xcc would take it away, and compile all of Swift
    # again that imports C when the folder is another.
    ! grep -raohE "($PWD|$toolchain/lib)[[:print:]]*" "$host/opt/$top" | grep -vE '/CNIOLinux/shim\.c$'
}
no_symbols() { ! each_program | xargs -0 readelf -SW | grep -E ' \.(symtab|debug_info) '; }
modes() {
    ! find "$host/opt/$top" -printf '%m %U:%G %y %P\n' \
        | grep -vE '^(755 0:0 d|644 0:0 f|755 0:0 f (bin|libexec)/)'
}
libraries() {
    local file
    while read -r -d '' file; do
        chroot "$host" ldd "${file#"$host"}"
    done < <(each_program) >"$bare/libraries"
    lacks "$bare/libraries" "not found"
}
check "the host has neither Swift nor a compiler" no_swift
check "nothing looks for libraries where it was built" no_foreign_way
check "nothing names a folder of the machine that it was built on" no_machine_path
check "all of it is stripped" no_symbols
check "programs and folders are 0755, the rest is 0644, and all of it is root's" modes
check "every library that it needs is on the host" libraries

echo "The command"
novi --version >"$bare/version" 2>&1 || true
check "it runs" contains "$bare/version" "$(sed -E 's/^novi-(.*)-linux-.*/\1/' <<<"$top")"
novi plugin list --why >"$bare/list" 2>&1 || true
check "it finds the plugins that were packed with it, and tries them" contains "$bare/list" \
    "loaded  /opt/$top/lib/novi/novi_activations/standard/and_activation.so" \
    "loaded  /opt/$top/lib/novi/novi_activations/standard/date_time_activation.so" \
    "loaded  /opt/$top/lib/novi/novi_activations/standard/or_activation.so" \
    "loaded  /opt/$top/lib/novi/novi_activations/standard/weighted_random_activation.so"
check "a C plugin loads that was built with the packed header" contains "$bare/list" \
    "loaded  novi_activations/country.so"
check "a Swift plugin loads that carries Swift's runtime" contains "$bare/list" \
    "loaded  novi_activations/staff.so"
check "one that does not is refused, with the remedy" contains "$bare/list" \
    "refused MISSING_DEPENDENCY  novi_activations/staff_shared.so" "libswiftCore.so" \
    "Build it with 'swift build -c release -Xswiftc -static-stdlib'"
check "the probe, its sandbox and the cache work" lacks "$bare/list" warning

# Every key of the sample, also those that are only shown.
sed -E 's/^# (\[|[a-z_]+ = |acme\.)/\1/' "$host/opt/$top/share/novi/novi.ini" \
    | sed -e "s|/usr/local|/opt/$top|" -e 's|/var/cache/novi|/srv/app/cache|' >"$app/sample.ini"
novi plugin list --config sample.ini >"$bare/sample" 2>&1 || true
check "it understands every key of the sample configuration" lacks "$bare/sample" "does not know"
check "and takes every value" contains "$bare/sample" "loaded  ./novi_activations/country.so"

echo "The server"
cat "$host/opt/$top/share/novi/sample_data.sql" - >"$app/seed.sql" <<'SQL'
INSERT INTO flags (id, name, status) VALUES (101, 'staff', 1), (102, 'dutch', 1);
INSERT INTO activations (id, name, class_name, config) VALUES
  (101, 'at acme', 'novi_activations.staff.StaffActivation', 'acme.test'),
  (102, 'in NL', 'novi_activations.country.CountryActivation', 'NL');
INSERT INTO flags_activations (flag_id, activation_id) VALUES (101, 101), (102, 102);
SQL
"${inside[@]}" "/opt/$top/bin/novi" serve --database data/novi.db --script seed.sql --port 0 \
    >"$bare/serve.log" 2>&1 &
server=$!
port=
for _ in $(seq 100); do
    port=$(grep -oE 'listening on 127\.0\.0\.1:[0-9]+' "$bare/serve.log" | grep -oE '[0-9]+$' || true)
    [ -z "$port" ] || break
    sleep 0.1
done
# answers FLAG CONTEXT STATUS: what a client outside gets
answers() {
    curl -fsS --max-time 10 --retry 10 --retry-delay 1 --retry-all-errors \
        "http://127.0.0.1:$port/evaluatedFlags/$1" -d "$2" >"$bare/answer"
    contains "$bare/answer" "\"status\":$3"
}
check "it decides with the Swift plugin" answers staff '{"email": "a@acme.test"}' true
check "and says no" answers staff '{"email": "a@other.test"}' false
check "it decides with the C plugin" answers dutch '{"country": "NL"}' true
check "and says no" answers dutch '{"country": "BE"}' false
check "it decides with a plugin that was packed with it" \
    answers new-checkout '{"seed": "user-42"}' true
novi eval staff --database data/novi.db --context '{"email": "a@acme.test"}' --trace \
    >"$bare/eval" 2>&1 || true
check "the command decides like the server" contains "$bare/eval" "on (" StaffActivation
stop() {
    kill "$server"
    wait "$server"
    server=
}
check "it ends when it is told to" stop

echo "Elsewhere"
mv "$host/opt/$top" "$host/srv/moved"
"${inside[@]}" /srv/moved/bin/novi plugin list >"$bare/moved" 2>&1 || true
check "it runs from wherever it is put" contains "$bare/moved" \
    "loaded  /srv/moved/lib/novi/novi_activations/standard/or_activation.so" \
    "loaded  novi_activations/staff.so"

if [ "$failures" != 0 ]; then
    echo "$failures checks failed; what they looked at is in $bare." >&2
    exit 1
fi
