// SPDX-License-Identifier: MIT
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

#include "machine.h"

/* Text that goes into JSON as it is. */
static void clean(char *text)
{
	for (; *text; text++)
		if (*text == '"' || *text == '\\' || *text < ' ')
			*text = ' ';
}

static void find_processor(struct machine *machine)
{
	char line[512];
	FILE *f = fopen("/proc/cpuinfo", "r");

	snprintf(machine->processor, sizeof(machine->processor), "unknown");
	while (f && fgets(line, sizeof(line), f)) {
		char *name = strstr(line, ": ");

		if (strncmp(line, "model name", 10) || !name)
			continue;
		name[strcspn(name, "\n")] = 0;
		snprintf(machine->processor, sizeof(machine->processor), "%s",
			 name + 2);
		break;
	}
	if (f)
		fclose(f);
	clean(machine->processor);
}

static void find_hypervisor(struct machine *machine)
{
#if defined(__x86_64__) || defined(__i386__)
	unsigned int a, b, c, d, name[3];

	if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & 1U << 31))
		return;
	machine->hypervisor = 1;
	__cpuid(0x40000000, a, name[0], name[1], name[2]);
	machine->emulated = !memcmp(name, "TCGTCGTCGTCG", 12);
#else
	(void)machine;
#endif
}

static int pin(void)
{
	int cpu = sched_getcpu();
	cpu_set_t set;

	if (cpu < 0)
		return -1;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set) ? -1 : cpu;
}

struct machine machine_detect(void)
{
	struct machine machine = { .cpu = -1 };
	struct utsname name;

	find_processor(&machine);
	find_hypervisor(&machine);
	machine.processors = sysconf(_SC_NPROCESSORS_ONLN);
	uname(&name);
	snprintf(machine.kernel, sizeof(machine.kernel), "%.60s %.50s",
		 name.release, name.machine);
	clean(machine.kernel);
	return machine;
}

struct machine machine_detect_pinned(void)
{
	int cpu = pin();
	struct machine machine = machine_detect();

	machine.cpu = cpu;
	return machine;
}
