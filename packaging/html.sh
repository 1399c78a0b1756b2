#!/bin/bash
# SPDX-License-Identifier: MIT
# html.sh FOLDER: the documents as HTML in FOLDER, with links between them; the README is index.html. Needs cmark-gfm.
set -euo pipefail
[ $# = 1 ] || { echo "usage: html.sh FOLDER" >&2; exit 64; }
command -v cmark-gfm >/dev/null || { echo "html: cmark-gfm is missing: install it" >&2; exit 1; }
top=$(dirname "$(readlink -f "$0")")/..
mkdir -p "$1"
to=$(readlink -f "$1")
cd "$top"

# page FILE NAME: links to documents that are here lead to their pages; those to other files lose their target.
page()
{
	local title
	title=$(sed -n 's/^# //p' "$1" | head -n 1)
	cat <<-EOT
		<!DOCTYPE html>
		<html lang="en">
		<head>
		<meta charset="utf-8">
		<meta name="viewport" content="width=device-width">
		<title>${title//&/&amp;}</title>
		<link rel="stylesheet" href="style.css">
		</head>
		<body>
	EOT
	cmark-gfm --unsafe -e table "$1" | sed -E \
		-e 's#(href|src)="(\.\./)?docs/#\1="#g' \
		-e 's#href="(\.\./)?README\.md#href="index.html#g' \
		-e 's#href="(\.\./)?(SECURITY|CONTRIBUTING)\.md#href="\2.html#g' \
		-e 's#href="([a-z0-9-]+)\.md#href="\1.html#g' \
		-e 's#<a href="(\.\./|tests/|vm/|NEWS)[^"]*">([^<]*)</a>#\2#g'
	printf '</body>\n</html>\n'
}

page README.md >"$to/index.html"
for file in docs/*.md SECURITY.md CONTRIBUTING.md; do
	name=${file##*/}
	page "$file" >"$to/${name%.md}.html"
done
cp -p docs/*.svg docs/*.png "$to"
cat >"$to/style.css" <<'EOT'
body { max-width: 60em; margin: 2em auto; padding: 0 1em; font-family: sans-serif; line-height: 1.4; }
pre { overflow-x: auto; padding: 0.7em; background: #f3f3f3; }
img { max-width: 100%; }
table { border-collapse: collapse; }
td, th { border: 1px solid #bbb; padding: 0.3em 0.6em; vertical-align: top; text-align: left; }
EOT
