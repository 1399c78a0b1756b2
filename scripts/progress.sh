# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Steps that say how far they are. Sourced, by bash:
#   progress_begin NAME STEPS LOGS    NAME starts each line; LOGS is a folder
#   progress_job LABEL COMMAND...     starts COMMAND beside us, with its output in LOGS/LABEL.log
#   progress_aside LABEL COMMAND...   the same, but no step waits for it
#   progress_join LABEL               until this one, which makes it a job of the next step
#   progress_step TITLE               waits for all jobs begun since the last step and says how far they are
#   progress_end                      what each step cost
# On a terminal there is one live line, elsewhere a plain line at once and at least every five seconds. What a job says
# is searched for how far it is: apt's status lines, ninja's and meson's counts, and lines of our own programs.
# $progress_show, a regular expression, tells which lines of a job are passed on as they come. If a job fails, the
# others are stopped, and the step is named with the end of the job's log; the exit status is the job's.

PROGRESS_SILENCE=3 # seconds without a line, at most; a loaded machine adds to it

progress_begin()
{
	progress_name=$1
	progress_steps=$2
	progress_logs=$3
	progress_number=0
	progress_costs=()
	progress_first=$(progress_now)
	progress_labels=()
	progress_pids=()
	progress_seen=()
	declare -gA progress_asides=()
	progress_show=${progress_show-}
	progress_live=
	if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ]; then
		progress_live=1
	fi
	mkdir -p "$progress_logs"
	# Asks apt to say how far it is.
	export FRAMERING_PROGRESS=1
	trap progress_stop EXIT
	trap 'progress_signal 130' INT
	trap 'progress_signal 143' TERM HUP
}

# Milliseconds; EPOCHREALTIME has the decimal point of the user's language.
progress_now() { echo $((${EPOCHREALTIME/[.,]/} / 1000)); }

# progress_seconds MILLISECONDS: as people write it
progress_seconds()
{
	local s=$((($1 + 500) / 1000))
	if [ $s -ge 60 ]; then
		printf '%d min %d s' $((s / 60)) $((s % 60))
	else
		printf '%d s' $s
	fi
}

progress_say() { printf '%s%s\n' "${progress_live:+$'\r\e[K'}" "$*"; }

# progress_start LABEL COMMAND...: in the background, as process $!
progress_start()
{
	local log=$progress_logs/$1.log status=$progress_logs/$1.status
	shift
	: >"$log"
	rm -f "$status"
	# Bash has started it with Ctrl-C ignored, which it must not be. It leaves its status, as bash forgets that of a
	# process whose number comes back.
	(
		trap - INT TERM HUP
		trap 'echo $? >"$status"' EXIT
		"$@"
	) >"$log" 2>&1 </dev/null &
}

# progress_await LABEL PID: a job of the next step
progress_await()
{
	progress_labels+=("$1")
	progress_pids+=("$2")
	progress_seen+=(0)
}

progress_job()
{
	progress_start "$@"
	progress_await "$1" $!
}

progress_aside()
{
	progress_start "$@"
	progress_asides[$1]=$!
}

progress_join()
{
	progress_await "$1" "${progress_asides[$1]}"
	unset "progress_asides[$1]"
}

# progress_detail LOG: how far the job is that writes it
progress_detail()
{
	awk '
		function megabytes(size, unit) {
			gsub(",", "", size)
			return size * (unit == "kB" ? 0.001 : unit == "GB" ? 1000 : unit == "B" ? 0.000001 : 1)
		}
		# status:PACKAGE OR NUMBER:PERCENT:TEXT, where an architecture may come between.
		function percent() {
			n = split($0, field, ":")
			return field[3] ~ /^[0-9.]+$/ ? field[3] : field[4]
		}
		/^setup: installing/ { lists = 1 }
		/^[0-9]+ upgraded, .* newly installed/ { packages = $1 + $3 }
		# "Need to get 1 MB of", or "1 MB/3 MB of" where some were there.
		/^Need to get / { n = split($4 " " $5, size, /[ \/]/); need = megabytes(size[1], size[2]) }
		/^Reading package lists/ { lists = 0 }
		/^dlstatus:/ && match($0, /file [0-9]+ of [0-9]+/) {
			text = "fetching " substr($0, RSTART, RLENGTH)
			if (need)
				text = text sprintf(", %.0f of %.0f MB", need * percent() / 100, need)
			else
				text = text sprintf(", %d %%", percent())
			if (lists)
				text = text " of the lists of packages"
		}
		/^pmstatus:/ {
			text = "installing" (packages ? " " packages : "") " packages" sprintf(", %d %%", percent())
		}
		/^\[[0-9]+\/[0-9]+\] / { text = substr($1, 2, length($1) - 2) " built" }
		/^ *[0-9]+\/[0-9]+ .* (OK|FAIL|SKIP|TIMEOUT|ERROR|EXPECTEDFAIL|UNEXPECTEDPASS|INTERRUPT) / {
			if (/ (FAIL|TIMEOUT|ERROR|UNEXPECTEDPASS|INTERRUPT) /) {
				failed++
				# Of "1/9 framering:vm / driver-6.1 FAIL 9.1s" the name.
				match($0, / (FAIL|TIMEOUT|ERROR|UNEXPECTEDPASS|INTERRUPT) /)
				n = split(substr($0, 1, RSTART), field, " ")
				names = names (names ? ", " : ": ") field[n]
			}
			text = $1 " tests ended, " failed + 0 " failed" names
		}
		/^(demo|model|setup|test|vm): ./ { text = substr($0, index($0, " ") + 1) }
		END { print text }' "$1"
}

# Where all jobs are, in one line.
progress_state()
{
	local i detail state=
	for i in "${!progress_pids[@]}"; do
		[ -z "${progress_ended[i]-}" ] || continue
		detail=$(progress_detail "$progress_logs/${progress_labels[i]}.log")
		state="$state${state:+; }"
		[ ${#progress_labels[@]} = 1 ] || state="$state${progress_labels[i]}${detail:+: }"
		state=$state$detail
	done
	echo "$state"
}

# progress_pass I: passes on what the job has said since, line by line.
progress_pass()
{
	local log=$progress_logs/${progress_labels[$1]}.log lines
	lines=$(wc -l <"$log")
	[ "$lines" -gt "${progress_seen[$1]}" ] || return 0
	local fresh
	fresh=$(sed -n "$((progress_seen[$1] + 1)),${lines}p" "$log" | grep -E "$progress_show" || true)
	progress_seen[$1]=$lines
	[ -n "$fresh" ] || return 0
	progress_say "$fresh"
	progress_spoke=$(progress_now)
}

# The columns of the terminal, which may change.
progress_columns() { local size; size=$(stty size 2>/dev/null <&1) && [ "${size#* }" != 0 ] || size="0 80"; echo "${size#* }"; }

# Says what there is to say at this moment.
progress_tick()
{
	local i now text state
	if [ -n "$progress_show" ]; then
		for i in "${!progress_pids[@]}"; do
			progress_pass "$i"
		done
	fi
	now=$(progress_now)
	if [ -z "$progress_live" ] && [ $((now - progress_spoke)) -lt $((PROGRESS_SILENCE * 1000)) ]; then
		return
	fi
	state=$(progress_state)
	# The time first: a narrow terminal cuts the end off.
	text="$progress_where, $(progress_seconds $((now - progress_since))): $progress_title${state:+: $state}"
	if [ -n "$progress_live" ]; then
		printf '\r%s\e[K' "${text:0:$(($(progress_columns) - 1))}"
	else
		echo "$text"
	fi
	progress_spoke=$now
}

progress_step()
{
	local i status waiting ticks=0
	progress_number=$((progress_number + 1))
	progress_title=$1
	progress_where="$progress_name: step $progress_number of $progress_steps"
	progress_head="$progress_where: $1"
	progress_since=$(progress_now)
	progress_spoke=$progress_since
	progress_ended=()
	[ -n "$progress_live" ] || echo "$progress_head"
	while :; do
		waiting=
		for i in "${!progress_pids[@]}"; do
			[ -z "${progress_ended[i]-}" ] || continue
			if kill -0 "${progress_pids[i]}" 2>/dev/null; then
				waiting=1
				continue
			fi
			status=$(cat "$progress_logs/${progress_labels[i]}.status" 2>/dev/null) || status=1
			progress_ended[i]=1
			[ "$status" = 0 ] || progress_fail "$i" "$status"
		done
		if [ -z "$waiting" ] || [ $((ticks % 5)) = 0 ]; then
			# Ctrl-C ends what runs in $(...), too, and bash 5.2 may say so by a status before it comes to our trap.
			progress_tick || true
		fi
		[ -n "$waiting" ] || break
		ticks=$((ticks + 1))
		# Not read -t: bash 5.2 may crash when a signal comes meanwhile.
		sleep 0.2 || true
	done
	local cost=$(($(progress_now) - progress_since))
	progress_costs+=("$1 $(progress_seconds $cost)")
	progress_say "$progress_head: done in $(progress_seconds $cost)"
	progress_labels=()
	progress_pids=()
	progress_seen=()
}

progress_fail()
{
	local label=${progress_labels[$1]}
	progress_say "$progress_head: failed after $(progress_seconds $(($(progress_now) - progress_since)))" >&2
	echo "$progress_name: the end of $progress_logs/$label.log:" >&2
	grep -v -E '^(dl|pm)status:|^\[[0-9]+/[0-9]+\] (Comp|Link|Gen)' "$progress_logs/$label.log" | tail -n 30 | sed 's/^/    /' >&2
	exit "$2"
}

progress_end()
{
	local costs
	costs=$(printf '; %s' "${progress_costs[@]}")
	echo "$progress_name: took $(progress_seconds $(($(progress_now) - progress_first))): ${costs#; }"
}

progress_signal()
{
	progress_say "$progress_name: interrupted in step $progress_number of $progress_steps: ${progress_title-}" >&2
	exit "$1"
}

# The processes that a job has started, the youngest first, and itself. They are stopped: else one could start another
# that is not seen here.
progress_family()
{
	local child children
	kill -STOP "$1" 2>/dev/null || true
	read -r -d '' -a children < <(cat "/proc/$1/task"/*/children 2>/dev/null) || true
	for child in "${children[@]}"; do
		progress_family "$child"
	done
	echo "$1"
}

# Nothing of ours stays behind, whatever happens.
progress_stop()
{
	local pid family=() tries=0
	trap '' INT TERM HUP
	for pid in "${progress_pids[@]}" "${progress_asides[@]}"; do
		mapfile -t -O ${#family[@]} family < <(progress_family "$pid")
	done
	kill "${family[@]}" 2>/dev/null || true
	kill -CONT "${family[@]}" 2>/dev/null || true
	# They may have something to put away.
	while [ $tries -lt 50 ] && kill -0 "${family[@]}" 2>/dev/null; do
		tries=$((tries + 1))
		sleep 0.1 || true
	done
	kill -9 "${family[@]}" 2>/dev/null || true
}
