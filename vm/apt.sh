# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# A private apt: reads other suites from the Debian mirror this machine already uses, without touching the
# system's own lists, cache or pins. Sourced; after `apt_private DIR ARCH[,ARCH] SUITE...` apt_get and apt_cache use it.

# The URIs of the mirrors of the archive (security: no) or of the security archive (security: yes).
apt_mirrors()
{
	local rows
	# shellcheck disable=SC2016 # apt's own placeholders
	rows=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' 'Created-By: Packages' 'Origin: Debian' \
		2>/dev/null || true)
	# Without downloaded lists apt knows no origins; then every source is a candidate, and Debian's
	# signature decides which of them is Debian's archive.
	[ -n "$rows" ] || rows=$(apt-get --print-uris update 2>/dev/null |
		sed -n "s|^'\(.*/\)dists/\(.*\)/InRelease' .*|\1 \2|p")
	awk -v want="$1" '
		{ is = ($2 ~ /-security|\/updates/) ? "yes" : "no" }
		NF == 2 && is == want && $2 !~ /-debug/ && !seen[$1]++ { print $1 }' <<<"$rows"
}

apt_keyring()
{
	local f
	for f in /usr/share/keyrings/debian-archive-keyring.{gpg,pgp}; do
		[ -r "$f" ] && { echo "$f"; return; }
	done
	return 1
}

apt_get() { apt-get -c "$APT_PRIVATE/apt.conf" "$@"; }
# Where somebody wants to know, apt says on stderr how far it is.
apt_download() { apt_get -qq ${FRAMERING_PROGRESS:+-o APT::Status-Fd=2} download "$@"; }
apt_cache() { apt-cache -c "$APT_PRIVATE/apt.conf" "$@"; }

# apt_private DIR ARCH[,ARCH] SUITE...: the lists of these suites, fresh, in DIR. The first ARCH needs no name.
apt_private()
{
	local dir=$1 arch=$2 suite uri key
	shift 2
	APT_PRIVATE=$dir
	key=$(apt_keyring) || { echo "vm: no Debian keyring: install debian-archive-keyring" >&2; return 1; }
	mkdir -p "$dir"/{lists/partial,cache/archives/partial,parts}
	# The hooks of the system's configuration would clean and feed the system's caches.
	cat >"$dir/apt.conf" <<-EOF
		#clear APT::Update::Pre-Invoke;
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		#clear APT::Architectures;
		APT::Architecture "${arch%,*}";
		APT::Architectures { "${arch//,/\"; \"}"; };
		APT::Sandbox::User "root";
		APT::Update::Error-Mode "any";
		# A mirror may be frozen, or behind: Debian's signature counts, not its date.
		Acquire::Check-Valid-Until "false";
		Acquire::Languages "none";
		Acquire::Retries "3";
		Debug::NoLocking "true";
		Dir::Cache "$dir/cache";
		Dir::Etc::preferences "$dir/none";
		Dir::Etc::preferencesparts "$dir/parts";
		Dir::Etc::sourcelist "$dir/sources.list";
		Dir::Etc::sourceparts "$dir/parts";
		Dir::State::lists "$dir/lists";
		Dir::State::status "/dev/null";
	EOF
	local main security
	mapfile -t main < <(apt_mirrors no)
	mapfile -t security < <(apt_mirrors yes)
	if [ ${#main[@]} = 0 ]; then
		echo "vm: apt knows no Debian mirror: add one to /etc/apt/sources.list" >&2
		return 1
	fi
	: >"$dir/sources.list"
	for suite; do
		case $suite in
		*-security) set -- "${security[@]}" ;;
		*) set -- "${main[@]}" ;;
		esac
		# The first mirror that serves the suite with Debian's signature wins.
		for uri; do
			echo "deb [arch=$arch signed-by=$key] $uri $suite main" >"$dir/one.list"
			if apt_get -o Dir::Etc::sourcelist="$dir/one.list" -o APT::Get::List-Cleanup=false \
				-qq update >"$dir/update.log" 2>&1; then
				cat "$dir/one.list" >>"$dir/sources.list"
				continue 2
			fi
		done
		case $suite in
		*-security | *-updates) ;; # the release itself holds a kernel, too
		*)
			echo "vm: no mirror of this machine serves the suite $suite:" >&2
			tail -n 3 "$dir/update.log" >&2
			return 1
			;;
		esac
	done
}
