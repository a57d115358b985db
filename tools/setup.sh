# SPDX-License-Identifier: EUPL-1.2
# What ./run and ./check share: bring the machine up to what the build needs, then configure and build.
# Sourced from the top of the tree with $me set to the caller's name. Whatever is already there is left alone, and when
# nothing is missing nothing touches the network.

say() { printf '%s\n' "$*"; }
die() { printf '%s: %s\n' "$me" "$*" >&2; exit 1; }

# One package a line, and why it is needed.
packages_to_build='gcc                compiles the program
libc6-dev          headers of the C library
meson              describes the build
ninja-build        runs the build
pkg-config         finds the libraries
ccache             makes the second build fast
gettext            joins and compiles the translations
libmicrohttpd-dev  HTTP
libsqlite3-dev     the database
libsodium-dev      passwords, tokens and sealed columns
libssl-dev         one-time codes
libicu-dev         sorting, dates and letters outside English
libjansson-dev     JSON
libqrencode-dev    the square code for one-time codes
zlib1g-dev         compressed files from registers
libzip-dev         workbooks
libxml2-dev        workbooks and CVs in XML
libqpdf-dev        CVs inside PDFs
libgmime-3.0-dev   mails, as other programs read them
libcurl4-openssl-dev  hands mails to a mail server
libical-dev        calendar files
libcmark-gfm-dev   text of letters, written in Markdown
libcmark-gfm-extensions-dev  tables in it
weasyprint         letters as PDF
libxlsxwriter-dev  lists as workbooks
iso-codes          the list of languages'
packages_to_check='libcmocka-dev      unit tests
poppler-utils      reads the PDFs that tests make
libxml2-utils      reads the feed that tests make
dovecot-imapd      the mailbox that tests read'
packages_to_browse='chromium-headless-shell  browser tests
fonts-dejavu-core  letters in the pictures that the browser tests take'

# Sets $missing to the packages of the list $1 that are not installed, one a line with its reason.
find_missing() {
    names=$(say "$1" | awk '{print $1}')
    # shellcheck disable=SC2086 # a list of words
    present=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' $names 2>/dev/null | awk '$1 == "installed" {print $2}')
    missing=$(say "$1" | awk -v present="$present" '
        BEGIN { count = split(present, list, "\n"); for (i = 1; i <= count; i++) there[list[i]] = 1 }
        !($1 in there)')
}

# Installs the packages of the list $missing with apt, after saying which and why.
install_missing() {
    names=$(say "$missing" | awk '{printf "%s ", $1}')
    command="apt-get install --no-install-recommends ${names% }"
    say "$me: these packages are missing:"
    say "$missing" | sed 's/^/  /'
    command -v apt-get >/dev/null || die 'there is no apt-get here to install them with'
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || die "only root may install them, and there is no sudo here. As root, run
    apt-get update && $command
and then $me again."
        as_root=sudo
        [ -t 0 ] || as_root='sudo -n'
    fi
    say "$me: installing them with ${as_root:+$as_root }apt-get"
    export DEBIAN_FRONTEND=noninteractive
    options='-q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300'
    mkdir -p build
    # One source that does not answer need not stop the rest; if it mattered, the install says so.
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get $options update >build/apt.log 2>&1 ||
        say "$me: apt-get update complained (build/apt.log); going on"
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get $options install -y --no-install-recommends $names \
        >>build/apt.log 2>&1 </dev/null || {
        tail -n 20 build/apt.log >&2
        die "apt-get failed; the whole of it is in build/apt.log. To try by hand, run as root
    apt-get update && $command"
    }
}

node_is_new_enough() {
    node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)' 2>/dev/null
}

# npm's packages: styles, fonts and htmx for the build; the browser driver and axe for the tests.
install_npm_packages() {
    stamp=node_modules/.package-lock.installed
    cmp -s package-lock.json $stamp && return
    say "$me: installing the npm packages of package-lock.json, because the build embeds styles, fonts and htmx"
    mkdir -p build
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >build/npm.log 2>&1 </dev/null || {
        cat build/npm.log >&2
        die 'npm ci failed; what it said stands above'
    }
    cp package-lock.json $stamp
}

# set_up LIST…: everything the build needs, and the packages of more such lists.
set_up() {
    list=$packages_to_build
    for more; do
        list="$list
$more"
    done
    # An own Node with npm is as good as Debian's; Debian's npm brings some 400 packages, so it is the last resort.
    command -v node >/dev/null || list="$list
nodejs             runs npm and the tests"
    command -v npm >/dev/null || cmp -s package-lock.json node_modules/.package-lock.installed || list="$list
npm                fetches the files that pages and browser tests are made with"
    if command -v dpkg-query >/dev/null; then
        find_missing "$list"
    else
        missing=
        say "$me: this is no Debian; taking for granted that what the build needs is there"
    fi
    [ -z "$missing" ] || install_missing
    node_is_new_enough || die "this needs Node 18 or newer; found $(node --version 2>/dev/null || echo none)"
    install_npm_packages
}

# build_in DIR OPTION…: configures once, then builds what changed.
build_in() {
    dir=$1
    shift
    mkdir -p build
    if [ ! -f "$dir/build.ninja" ]; then
        say "$me: configuring $dir"
        meson setup "$dir" "$@" >build/setup.log 2>&1 </dev/null || {
            rm -f "$dir/build.ninja"
            cat build/setup.log >&2
            return 1
        }
    fi
    say "$me: building in $dir"
    ninja -C "$dir" >build/ninja.log 2>&1 </dev/null || {
        # The failing commands and what they said, without the long line of progress.
        grep -v '^\[[0-9]*/[0-9]*\]' build/ninja.log >&2
        return 1
    }
}
