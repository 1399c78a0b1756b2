#!/bin/sh
# SPDX-License-Identifier: MIT
# where.sh TABLE PROGRAM [NAME...]: runs the program's cases, or those of the names, but for those that the table says
# do not apply. Each line of a table is a part of names, and after a # why. What is not in it must pass, and a line
# that leaves nothing out is an error of the program's.
set -eu
table=$1
shift
while read -r name _; do
	case $name in
	"" | "#"*) ;;
	*) set -- "$@" "!$name" ;;
	esac
done <"$table"
exec "$@"
