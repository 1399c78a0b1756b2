#!/bin/sh
# SPDX-License-Identifier: MIT
# What a machine with the packages installed runs at the end of its start, as root. Each line that it prints is a check:
# "pass NAME" or "fail NAME". member is in group video, watcher in framering-readers, stranger and sitter in neither;
# sitter sits at the machine (machine.py).
as() { user=$1; shift; timeout 60 runuser -u "$user" -- "$@"; }
said() { timeout 60 runuser -u "$1" -- sh -c "$2" 2>&1; }
check()
{
	name=$1
	shift
	if "$@" >/tmp/said 2>&1; then
		echo "pass $name"
	else
		echo "fail $name"
		sed 's/^/# /' /tmp/said
	fi
}
stated() { echo "$(stat -c '%U:%G %a' "$1"), not $2"; [ "$(stat -c '%U:%G %a' "$1")" = "$2" ]; }
# The kernel keeps fifteen letters of a name.
producers() { grep -lx framering-produ /proc/[0-9]*/comm 2>/dev/null; }
refused() { echo "$1: $3"; case $3 in *"$2"*) return 0 ;; *) return 1 ;; esac; }

# Thirty frames of yuv4mpeg, as ffmpeg pipes them.
frames()
{
	printf 'YUV4MPEG2 W64 H48 F30:1 C420jpeg\n'
	i=0
	while [ $i != 30 ]; do
		printf 'FRAME\n'
		head -c 4608 /dev/zero
		i=$((i + 1))
	done
}

# The README's two lines, for user $1.
clip()
{
	as "$1" framering-view --headless --checksum --policy lossless --frames 30 >/tmp/sums &
	viewer=$!
	# A viewer that is there first sees all.
	frames | as "$1" framering-produce --realtime --wait-consumers 1 || return 1
	wait $viewer || return 1
	echo "$(wc -l </tmp/sums) lines"
	[ "$(grep -c . /tmp/sums)" -ge 30 ]
}

watched()
{
	# Not by as(), whose shell would be killed in its place.
	timeout 60 runuser -u member -- framering-produce --pattern --size 64x48 --fps 30 >/dev/null 2>&1 &
	as watcher framering-view --headless --frames 5
	seen=$?
	kill $!
	wait
	# What produces next must be alone.
	! producers && return $seen
}

added()
{
	framering-ctl add --owner member --mode 0600 mine || return 1
	udevadm settle
	ls -l /dev/framering*
	[ "$(stat -c '%U %a' /dev/framering-mine)" = "member 600" ]
}

user_systemctl() { as member env "XDG_RUNTIME_DIR=/run/user/$(id -u member)" systemctl --user "$@" framering-produce@framering; }

served()
{
	loginctl enable-linger member || return 1
	systemctl start "user@$(id -u member).service" || return 1
	user_systemctl start || return 1
	as member framering-view --headless --frames 5 || return 1
	user_systemctl is-active || return 1
	user_systemctl stop || return 1
	# It ends by a signal, which is no failure.
	[ "$(user_systemctl is-failed)" = inactive ] && ! producers
}

# logind gives a seat's devices to who is logged in there before the login goes on.
seated()
{
	timeout 120 cat /home/sitter/there || return 1
	loginctl seat-status seat0
	getfacl -p /dev/framering
	clip sitter
}

# The last process of the session goes, and with it what the seat had. Nobody tells a shell of that: it looks again.
left()
{
	session=$(loginctl show-seat -P ActiveSession seat0)
	loginctl terminate-session "$session" || return 1
	# shellcheck disable=SC2016 # this shell's argument
	timeout 120 sh -c 'while loginctl show-session "$1" >/dev/null 2>&1; do :; done' sh "$session" || return 1
	refused sitter 'denied' "$(said sitter 'framering-view --headless --frames 1')"
}

udevadm settle
check module_is_loaded_by_modules_load_ok test -d /sys/module/framering
check loaded_module_is_of_this_release_ok test "$(cat /sys/module/framering/version)" = "$(framering-ctl --version | cut -d' ' -f2)"
check ring_is_of_group_video_ok stated /dev/framering 'root:video 660'
check control_node_is_roots_ok stated /dev/framering-control 'root:root 600'
check member_of_video_produces_and_views_ok clip member
check reader_views_ok watched
check reader_produces_fails refused watcher 'denied' "$(said watcher 'framering-produce --pattern --frames 1')"
check stranger_views_fails refused stranger 'denied' "$(said stranger 'framering-view --headless --frames 1')"
check stranger_produces_fails refused stranger 'denied' "$(said stranger 'framering-produce --pattern --frames 1')"
check whoever_sits_at_the_machine_produces_and_views_ok seated
check whoever_has_left_the_machine_views_fails left
check ring_of_an_owner_stays_his_ok added
check service_produces_and_stops_ok served
check module_of_v4l2_is_found_by_name_ok modprobe framering-v4l2
check video_node_is_of_group_video_ok sh -c 'udevadm settle; stat -c "%G %a" /dev/video*; stat -c %G /dev/video* | grep -qx video'
check modules_unload_ok modprobe -r framering-v4l2 framering
echo "done"
