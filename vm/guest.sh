# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Second stage of the guest, on the host's root: runs the command between loading and unloading the modules and
# tells vm/run all about it. Every stream has a port of its own, virtio-serial's or, in User Mode Linux, a serial line;
# see session.py for the other end.

# shellcheck source=/dev/null
. /run/vm/config # what vm/run wrote: TOKEN, MARK, DIRECTORY, KEEP, RW, RELEASE, MODULES_DIR, STDIN, SERIAL, LINES

port()
{
	for p in $LINES; do
		[ "${p%%:*}" != "$1" ] || { echo "/dev/${p#*:}"; return; }
	done
	for p in /sys/class/virtio-ports/*; do
		read -r name <"$p/name" || continue
		[ "$name" != "$1" ] || { echo "/dev/${p##*/}"; return; }
	done
}

for p in $LINES; do
	# Held open, so that nothing of it gets lost between its users.
	sleep 99999999 <>"/dev/${p#*:}" &
	stty raw -echo <"/dev/${p#*:}"
done
exec 3<>"$(port control)"
say() { echo "$*" >&3; }

# The end. The host answers once it has everything; only then may QEMU go, or its buffers would be lost.
finish()
{
	exec 4>&- 5>&-
	say "exit $1"
	for rw in $RW; do
		umount "$(printf %b "${rw#*:}")" 2>/dev/null || say "note ${rw#*:} could not be unmounted"
	done
	sync
	{ dmesg -r; printf %s "$TOKEN"; } >"$(port log)"
	read -r _ <&3
	# How the host tells this end from a panic's: see arch.py.
	[ ! -c /dev/port ] || printf '\020' | dd bs=1 seek=244 >&7 2>/dev/null
	poweroff -f
}

# Opened now: a kernel that the command locks down would refuse it.
[ ! -c /dev/port ] || exec 7>/dev/port

mkdir -p /dev/pts /dev/shm /run/user/0 /run/lock
mount -t devpts -o mode=620,ptmxmode=666 pts /dev/pts
mount -t tmpfs -o mode=1777 shm /dev/shm
mount -t debugfs debug /sys/kernel/debug 2>/dev/null
mount -t tracefs trace /sys/kernel/tracing 2>/dev/null
chmod 700 /run/user/0
for link in fd:fd stdin:fd/0 stdout:fd/1 stderr:fd/2; do
	ln -sf "/proc/self/${link#*:}" "/dev/${link%%:*}"
done
hostname vm
ip link set lo up 2>/dev/null

# Parts of the host's /tmp that the command line names stay visible, read-only or writable as the rest is.
for dir in $KEEP; do
	dir=$(printf %b "$dir")
	if [ -d "/run/vm/host$dir" ]; then
		mkdir -p "$dir" && mount --bind "/run/vm/host$dir" "$dir"
	elif [ -e "/run/vm/host$dir" ]; then
		: >"$dir" && mount --bind "/run/vm/host$dir" "$dir"
	fi
done
for rw in $RW; do
	dir=$(printf %b "${rw#*:}")
	mkdir -p "$dir"
	if [ -n "$LINES" ]; then
		mount -t hostfs -o "$dir" "${rw%%:*}" "$dir"
	else
		mount -t 9p -o rw,trans=virtio,version=9p2000.L,msize=512000,cache=mmap "${rw%%:*}" "$dir"
	fi || say "note $dir could not be mounted"
done
if [ -n "$MODULES_DIR" ]; then
	mkdir -p "/lib/modules/$RELEASE"
	mount --bind "$(printf %b "$MODULES_DIR")" "/lib/modules/$RELEASE"
fi
# Or, where the host's programs cannot run, this is all there is of it.
if [ -d /run/vm/files ]; then
	cp -a /run/vm/files/. /
	mkdir -p "$DIRECTORY"
fi
# Held open, so that nothing gets lost between the programs that use it, and it stays as it is.
if [ -n "$SERIAL" ]; then
	exec 6<>"/dev/$SERIAL"
	stty raw -echo clocal -hupcl 115200 <&6
fi
# Process ids that only grow tell what is younger than the command.
echo 4194304 >/proc/sys/kernel/pid_max
# An emulated machine on a busy host stalls for seconds without anything being wrong.
# On a time-out vm/run presses SysRq keys.
echo 1 >/proc/sys/kernel/sysrq
for limit in watchdog_thresh:30 hung_task_timeout_secs:90; do
	[ ! -e "/proc/sys/kernel/${limit%:*}" ] || echo "${limit#*:}" >"/proc/sys/kernel/${limit%:*}"
done
say up

loaded()
{
	grep -q "^$1 " /proc/modules
}

unload()
{
	loaded "$1" || return 0 # the command may have unloaded it itself
	n=0
	# The last close of a process that has just been killed may still be on its way.
	until rmmod "$1" 2>/run/vm/error; do
		n=$((n + 1))
		if [ $n -gt 50 ]; then
			say "unload $1 $(tr '\n' ' ' </run/vm/error)"
			return 1
		fi
		sleep 0.1
	done
}

# Where the kernel finds what was never freed: asked once nothing of ours can hold it any more.
leaks()
{
	found=/sys/kernel/debug/kmemleak
	[ -e $found ] || return 0
	# What is younger than five seconds is spared, and what the first scan has not seen before.
	sleep 5
	for n in 1 2; do
		echo scan >$found || return 0 # switched off: kmemleak=off
	done 2>/dev/null
	head -n 100 $found | while read -r line; do
		say "leak $line"
	done
}

# Sets left to the processes since the command's first, without the kernel's, our own and dead ones.
strangers()
{
	left=
	for dir in /proc/[0-9]*; do
		pid=${dir#/proc/}
		[ "$pid" -ge "$main" ] || continue
		read -r line <"$dir/stat" || continue
		# shellcheck disable=SC2086 # words on purpose: state and parent come first
		set -- ${line##*) }
		case " 2 $relays " in *" $2 "*) continue ;; esac
		[ "$1" = Z ] || left="$left $pid"
	done 2>/dev/null
	[ -n "$left" ]
}

# kmemleak does not track pages. With page_owner=on the kernel has noted the caller that allocated each: where that is an
# address without a name, its module is gone, and the page will never be freed.
leaked_pages()
{
	case " $(cat /proc/cmdline) " in
	*" page_owner=on "*) ;;
	*) return ;;
	esac
	# Not by awk itself: the kernel wants room for a whole record.
	# shellcheck disable=SC2016,SC2002 # awk's own
	cat /sys/kernel/debug/page_owner | /run/vm/busybox awk '
		/^Page allocated/ { head = $0; top = 1; called = 0; next }
		top && /^ (__set_page_owner|post_alloc_hook|prep_new_page|get_page_from_freelist)/ { next }
		top && /alloc_pages|get_free_pages|get_zeroed_page|^ dma_direct_alloc|^ dma_alloc/ { called = 1; next }
		top && called && /^ 0x/ { leaked[$1 " " head]++ }
		/^ / { top = 0 }
		END { for (page in leaked) print leaked[page], "times from", page }
	' | head -n 50 | while read -r line; do
		say "leak page $line"
	done
}

mkfifo /run/vm/stdin /run/vm/stdout /run/vm/stderr
{ cat; printf %s "$TOKEN"; } </run/vm/stdout >"$(port stdout)" 3>&- &
relays=$!
{ cat; printf %s "$TOKEN"; } </run/vm/stderr >"$(port stderr)" 3>&- &
relays="$relays $!"
input=/dev/null
if [ "$STDIN" = 1 ]; then
	input=/run/vm/stdin
	# A serial line has no end: there it comes in pieces, each after its length, and the last is empty.
	if [ -n "$LINES" ]; then
		while read -r n && [ "$n" != 0 ]; do
			dd bs="$n" count=1 iflag=fullblock
		done
	else
		cat
	fi <"$(port stdin)" >/run/vm/stdin 2>/dev/null 3>&- &
	feeder=$!
fi
exec 4>/run/vm/stdout 5>/run/vm/stderr

echo "<5>vm: start $MARK" >/dev/kmsg
# Not by `read`, which takes byte after byte: of those a sysctl gives only the first.
taint=$(cat /proc/sys/kernel/tainted)
names=
# shellcheck disable=SC2094
while read -r line; do
	# name, what to modprobe first, then the loading command, quoted by vm/run
	eval "set -- $line"
	name=$1
	needs=$2
	shift 2
	# shellcheck disable=SC2086,SC2094 # words on purpose; the log is read when the loader is through
	if { [ -z "$needs" ] || /sbin/modprobe -a $needs; } && "$@"; then
		names="$name $names"
	else
		say "load $name: $(tr '\n' ' ' </run/vm/error)"
		finish 0
	fi
done </run/vm/load 2>/run/vm/error

# An older process than all of the command's.
: &
main=$!
wait "$main"
say start
# Not in the background: there the shell would have the command ignore SIGINT and SIGQUIT, for good.
(
	exec 3>&- 7>&-
	cd "$DIRECTORY" || exit 96
	# shellcheck source=/dev/null
	. /run/vm/command
) <$input >&4 2>&5 4>&- 5>&- 6>&-
status=$?

[ -z "$feeder" ] || kill "$feeder" 2>/dev/null
n=0
while strangers; do
	n=$((n + 1))
	if [ $n = 10 ]; then
		for pid in $left; do
			say "note left running, now killed: $(tr '\0' ' ' <"/proc/$pid/cmdline")"
			kill -9 "$pid"
		done
	fi
	[ $n -lt 50 ] || { say "note still running: $left"; break; }
	sleep 0.1
done

# Where they are, for addresses that will have no name any more.
if [ -e /sys/kernel/debug/kmemleak ]; then
	while read -r line; do
		echo "<5>vm: $line" >/dev/kmsg
	done </proc/modules
fi
for name in $names; do
	unload "$name"
done
leaks
leaked_pages
now=$(cat /proc/sys/kernel/tainted)
# A warning, an oops, a bad page or a lockup leaves its mark even if its lines were lost.
[ $(((now & ~taint) & (32 | 128 | 512 | 16384))) = 0 ] || say "taint $((now & ~taint))"
finish "$status"
