#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Writes an assembler file that puts files into the binary (base/embed.h reads them):
#   embed.sh OUT.S NAME=FILE…
# Each file is followed by a NUL that is not counted, so that text can be read as a string.
set -eu
out=$1
shift
{
    echo '// Made by tools/embed.sh.'
    echo '    .section .rodata'
    for pair in "$@"; do
        name=${pair%%=*}
        file=${pair#*=}
        path=$(cd "$(dirname "$file")" && pwd)/$(basename "$file")
        printf '    .balign 16\n    .global embed_%s\n    .hidden embed_%s\nembed_%s:\n    .incbin "%s"\n' \
            "$name" "$name" "$name" "$path"
        printf '    .global embed_%s_end\n    .hidden embed_%s_end\nembed_%s_end:\n    .byte 0\n' \
            "$name" "$name" "$name"
    done
    echo '    .section .note.GNU-stack,"",%progbits'
} >"$out"
