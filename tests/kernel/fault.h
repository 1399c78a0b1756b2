/* SPDX-License-Identifier: (GPL-2.0-only WITH Linux-syscall-note) OR MIT */
/*
 * framering_fault, a module for tests: makes one call of another module into
 * the kernel fail, without a hook in that module. Only for x86-64, only for
 * root, never on a machine that matters.
 *
 * It knows functions that can fail, most of them allocators; reading the
 * device tells which of them this kernel has, a line each: name and what a
 * failed call returns, as a number. Of those it counts the calls that come
 * from the module's text, also while it is being loaded or bound to a device,
 * in the task that has armed it. What inline functions of the kernel's headers
 * call is called by the module.
 *
 * Not seen is a call that is the last thing which a function of the module
 * does, if the compiler made it a jump and the kernel had called that
 * function: the way back then leads past the module.
 */
#ifndef FRAMERING_FAULT_H
#define FRAMERING_FAULT_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define FAULT_PATH	"/dev/framering-fault"

#define FAULT_NAME_BYTES	64
#define FAULT_CALLER_BYTES	128

/**
 * struct fault_arm - FAULT_IOC_ARM
 * @which: in: the call that is to fail, from 1 on; 0: only count
 * @any_task: in: 1: count the calls of all tasks, and of interrupts; 0: those
 *	of this process, all its threads, but not of its children
 * @reserved: in: zero
 * @module: in: whose calls; empty: those of the module that the parameter
 *	"module" of framering_fault names, which is framering by default
 *
 * Starts from zero. Fails with EBUSY while it is armed through another file.
 */
struct fault_arm {
	__aligned_u64 which;
	__u32 any_task;
	__u32 reserved;
	char module[FAULT_NAME_BYTES];
};

/**
 * struct fault_report - FAULT_IOC_REPORT, of the last ARM of this file
 * @calls: out: calls counted, with the one that failed
 * @fired: out: 1: there were @which calls, so one has failed; 0: not yet
 * @reserved: out: zero
 * @function: out: what was called then, by its name in this kernel
 * @caller: out: the caller, as "function+0x12/0x345 [module]": the place after
 *	the call, as the kernel's scripts/faddr2line takes it
 */
struct fault_report {
	__aligned_u64 calls;
	__u32 fired;
	__u32 reserved;
	char function[FAULT_NAME_BYTES];
	char caller[FAULT_CALLER_BYTES];
};

/**
 * struct fault_override - FAULT_IOC_OVERRIDE
 * @function: in: a function, also one of a module's own that is called from
 *	another of its files
 * @error: in: what each call of it returns without being run, as a negative
 *	errno, in this process until DISARM or the file's last close
 * @reserved: in: zero
 *
 * REPORT counts these calls. Not together with ARM.
 */
struct fault_override {
	char function[FAULT_NAME_BYTES];
	__s32 error;
	__u32 reserved;
};

/* For the tests of the module itself: calls of its own, one after another. */
#define FAULT_TRY_MEMORY	0
#define FAULT_TRY_PAGES		1
#define FAULT_TRY_POOL		2
#define FAULT_TRY_DEVICE	3
#define FAULT_TRY_PCI		4
#define FAULT_TRY_OTHERS	5

#define FAULT_IOC_ARM		_IOW(0xf7, 0x78, struct fault_arm)
#define FAULT_IOC_REPORT	_IOR(0xf7, 0x79, struct fault_report)
#define FAULT_IOC_DISARM	_IO(0xf7, 0x7a)
/* The argument is a FAULT_TRY_; fails with what the first call to fail gave. */
#define FAULT_IOC_TRY		_IO(0xf7, 0x7b)
#define FAULT_IOC_OVERRIDE	_IOW(0xf7, 0x7c, struct fault_override)

#endif /* FRAMERING_FAULT_H */
