/* SPDX-License-Identifier: MIT */
/* What a figure was taken on, since it means nothing without that. */
#ifndef BENCH_MACHINE_H
#define BENCH_MACHINE_H

/**
 * struct machine - the computer that the benchmark runs on
 * @processor: its name
 * @kernel: the kernel's version
 * @processors: how many are at work
 * @hypervisor: not zero: a virtual machine
 * @emulated: not zero: QEMU emulates the processor, instruction by instruction
 * @cpu: the processor that the benchmark is pinned to, or -1
 */
struct machine {
	char processor[128];
	char kernel[128];
	long processors;
	int hypervisor;
	int emulated;
	int cpu;
};

/* Detect the machine; nothing is pinned. */
struct machine machine_detect(void);

/* As machine_detect(), and pin this thread to the processor it is on. */
struct machine machine_detect_pinned(void);

#endif /* BENCH_MACHINE_H */
