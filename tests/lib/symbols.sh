#!/bin/sh
# SPDX-License-Identifier: MIT
# The library exports what its headers declare, but inline functions, and nothing else; each name has the version of
# some release, none of a later one, and a program that links with it asks for these versions.
# Usage: symbols.sh LIBRARY VERSION HEADER...
set -eu

library=$1
release=${2%.*}
shift 2
versioned=$(nm -D --defined-only --with-symbol-versions "$library" | awk '$2 != "A" { print $3 }' | sort)
exported=$(echo "$versioned" | sed 's/@.*//')
# Declarations begin at the left edge; comments and continuations do not.
declared=$(for header; do sed -e '/^\/\*.*\*\/$/d' -e '/^\/\*/,/\*\//d' "$header"; done |
	grep '^[a-z]' | tr '\n' ' ' | sed 's/static inline [^(]*(//g' |
	grep -o 'framering_[a-z_]*(' | tr -d '(' | sort -u)
failed=0

# check NAME FOUND EXPECTED
check() {
	number=$((${number:-0} + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $number - $1"
		return
	fi
	failed=1
	echo "not ok $number - $1"
	echo "# found: $2" | tr '\n' ' '
	echo
	echo "# expected: $3" | tr '\n' ' '
	echo
}

# later RELEASE: whether that is one after this
later() {
	[ "$1" != "$release" ] && [ "$(printf '%s\n' "$1" "$release" | sort -V | tail -n 1)" = "$1" ]
}

wrong=
for name in $versioned; do
	case $name in
	*@@LIBFRAMERING_*)
		if later "${name##*@@LIBFRAMERING_}"; then
			wrong="$wrong $name"
		fi ;;
	*)
		wrong="$wrong $name" ;;
	esac
done

program=$(mktemp)
trap 'rm -f "$program"' EXIT
echo 'int framering_fd(void *); int main(void) { return framering_fd(0); }' |
	${CC:-cc} -xc - -xnone "$library" -Wl,--allow-shlib-undefined -o "$program"
needed=$(nm -D --with-symbol-versions "$program" | grep -o 'framering_fd.*' || true)

echo 1..3
check exported_symbols_are_the_headers_ok "$exported" "$declared"
check each_symbol_has_the_version_of_a_release_ok "$wrong" ''
check program_asks_for_the_version_of_a_symbol_ok "$needed" 'framering_fd@LIBFRAMERING_0.1'
exit $failed
