/* SPDX-License-Identifier: MIT */
/*
 * libframering: rings of video frames, with no copies.
 *
 * Every function that can fail returns a negative errno and leaves its outputs
 * untouched then; framering_error_text() says what to do about it. A ring,
 * a producer or a consumer is used by one thread at a time, but for
 * framering_consumer_check() and framering_consumer_release(), which any thread
 * may call.
 *
 * The driver can take a role away: a consumer that blocks the producer for too
 * long is evicted, and a device can be unplugged. A wait then gives -ESTALE
 * (attach anew) or -ENODEV (the device is gone), and so does every later call
 * for that role. Its memory stays mapped, but shows dummy pages then: a frame
 * that is being read becomes zeros, what is written goes nowhere. So a frame
 * was there as long as its release gives 0.
 *
 * A child by fork() has the ring, and none of its parent's roles: each call for
 * one gives -ECHILD there, and neither the role's memory nor the driver is
 * touched. But it has inherited the role's descriptor, and as long as one
 * process has that open, the role goes on: the parent's detach does not end it.
 * So a child that neither exits nor executes another program soon detaches each
 * role, which closes its own descriptor and no more. Then it may attach anew.
 *
 * Structures may grow at their end from one release to the next; a program
 * works with older and newer libraries, since its calls pass the size that it
 * was compiled with: see libframering_sized.h. The functions that are declared
 * inline here are what does that.
 *
 * A frame's way:
 *
 *	framering_producer_reserve -> fill -> framering_producer_submit
 *	framering_consumer_acquire -> show -> framering_consumer_release
 */
#ifndef LIBFRAMERING_H
#define LIBFRAMERING_H

#include <stddef.h>
#include <stdint.h>

#include <framering.h>
#include <framering_format.h>

#ifdef __cplusplus
extern "C" {
#endif

#define FRAMERING_DEFAULT_PATH	"/dev/framering"
#define FRAMERING_CONTROL_PATH	"/dev/framering-control"
/* Time-outs are nanoseconds from now; this one never comes. */
#define FRAMERING_FOREVER	(-1LL)

struct framering;
struct framering_producer;
struct framering_consumer;

/**
 * struct framering_frame - a slot that the caller may touch; copies are as good
 * @plane: first byte of each plane in the mapped slot; NULL where unused.
 *	A producer may write to them, a consumer may not.
 * @data: the slot's first byte
 * @meta: the first byte of what lies beside the frame: room for
 *	geometry->meta_bytes, of which info.meta_bytes are in use; NULL if
 *	there is none
 * @geometry: where the pixels lie; valid as long as the role
 * @slot: number of the slot
 * @flags: FRAMERING_FRAME_ bits; after acquire perhaps others, too, of a newer
 *	producer, to be ignored
 * @frame: number of the frame, without holes; set by acquire, and by reserve
 *	to the number that submit will give it
 * @time_ns: time of capture, by the clock and at the moment that @info tells;
 *	0 at submit means now, by CLOCK_MONOTONIC
 * @bytes: bytes of the frame in the slot; at submit 0 means all of it
 * @lease: the library's own: that this frame is released or submitted once
 * @info: what else is told of the frame; set to zero by reserve
 */
struct framering_frame {
	uint8_t *plane[FRAMERING_MAX_PLANES];
	uint8_t *data;
	uint8_t *meta;
	const struct framering_geometry *geometry;
	uint32_t slot;
	uint32_t flags;
	uint64_t frame;
	uint64_t time_ns;
	uint32_t bytes;
	uint32_t lease;
	struct framering_info info;
};

/* --- The ring file --- */

/**
 * framering_open - open a ring
 * @ring: gets the ring; framering_close() it
 * @path: its file, NULL for FRAMERING_DEFAULT_PATH
 * @flags: O_RDONLY or O_RDWR; close-on-exec is always set
 *
 * Return: 0, -ENOENT (the driver is not loaded), -EACCES, -ENOTTY (not a
 * ring), -EPROTO (the driver speaks another ABI version), -EINVAL (flags).
 */
int framering_open(struct framering **ring, const char *path, int flags);

/* Close @ring; NULL is fine. Roles attached through it live on. */
void framering_close(struct framering *ring);

/* The ring file's descriptor; it stays the ring's. */
int framering_fd(const struct framering *ring);

/*
 * Ask what the ring is now. The size member need not be set; the library sets
 * it to the bytes that it filled, here and below.
 */
static inline int framering_query(struct framering *ring,
				  struct framering_query *query);

/**
 * framering_configure - give the ring a new format
 * @ring: opened O_RDWR
 * @config: in: what is wanted, zero for defaults; out: what came of it.
 *	The size member need not be set.
 *
 * Which memory kinds there are, and in which cache modes, is in the caches of
 * struct framering_query.
 *
 * Return: 0, -EINVAL (the format, a size, the memory kind or the cache mode
 * cannot be), -EFBIG or -ENOMEM (too large), -EDQUOT (more than one user may
 * have), -EBUSY (there is a producer), -EBADF (the ring is not open for
 * writing).
 */
static inline int framering_configure(struct framering *ring,
				      struct framering_config *config);

/**
 * framering_config_error_text - what was wrong with a configuration
 * @ring: the ring
 * @config: what framering_configure() was asked for; it leaves that as it is
 *	when it fails
 * @error: what it returned
 *
 * Asks the ring which memory kinds and cache modes it has, so that the text
 * names what cannot be had and what can: "memory kind vmalloc cannot be
 * write-combined; it can only be cached". It is framering_error_text()'s where
 * there is no more to tell.
 *
 * Return: a text without capital or full stop; static, or valid until the
 * thread's next call of this function or of framering_error_text().
 */
static inline const char *
framering_config_error_text(struct framering *ring,
			    const struct framering_config *config, int error);

/**
 * framering_pattern - start or stop the driver's own producer
 * @ring: opened O_RDWR
 * @rate: frames per 1000 seconds, 1000 to 240000; 0 stops
 * @frames: stop after so many; 0 for no end
 */
int framering_pattern(struct framering *ring, uint32_t rate, uint64_t frames);

/* --- For the ring's owner --- */

/**
 * framering_demand - which consumers are attached, and what they wish
 * @ring: the ring
 * @demand: in: its serial, as an earlier call gave it, to sleep until that has
 *	changed; 0 does not sleep. out: all of it. The other members need not be
 *	set
 * @timeout_ns: from now; 0 looks, FRAMERING_FOREVER
 *
 * To wait for other things as well, poll framering_fd() for POLLPRI: it is
 * set while the serial is not what the last call gave.
 *
 * Return: 0, -ETIMEDOUT, -EINTR (a signal came), -ENODEV.
 */
static inline int framering_demand(struct framering *ring,
				   struct framering_demand *demand,
				   int64_t timeout_ns);

/**
 * framering_consumer_info - what the driver knows about a consumer
 * @ring: opened O_RDWR, of the present producer or while there is none; or the
 *	caller is the administrator
 * @index: number of the consumer, as in the bitmaps of struct framering_demand
 * @info: gets it
 *
 * Return: 0, -ENOENT (there is no such consumer), -ENODATA (not configured),
 * -EBUSY (the producer is another file's), -EBADF (not open for writing).
 */
static inline int framering_consumer_info(struct framering *ring,
					  uint32_t index,
					  struct framering_consumer_info *info);

/**
 * framering_ask_times - have consumers count how long frames take, or no more
 * @ring: see framering_consumer_info(), which then tells: its times
 * @ask: not zero: from now on, until @ring is closed or this is called with 0.
 *	They count while any file asks
 *
 * It costs each of them two looks at the clock for a frame. Consumers that do
 * not use libframering may not count.
 *
 * Return: 0, -EBUSY (the producer is another file's), -EBADF (not open for
 * writing), -ENOTTY (a driver that does not know it), -ENODEV.
 */
int framering_ask_times(struct framering *ring, int ask);

/**
 * framering_evict - take everything away from consumer @index
 * @ring: see framering_consumer_info()
 * @index: see there
 * @id: as framering_consumer_info() told; 0: any consumer
 *
 * It may attach anew.
 *
 * Return: as framering_consumer_info(); -ENOENT also if another one is there.
 */
int framering_evict(struct framering *ring, uint32_t index, uint64_t id);

/* --- For the administrator --- */

/**
 * framering_add - make a ring
 * @path: the administrator's file, NULL for FRAMERING_CONTROL_PATH
 * @add: in: what is wanted, zero for defaults; out: its number, and with
 *	FRAMERING_ADD_NODELESS a descriptor, to be closed by the caller and to
 *	be opened by framering_open() as /proc/self/fd/N. The size member need
 *	not be set
 *
 * Return: 0, -ENOENT (the driver is not loaded), -EACCES, -EEXIST (a ring has
 * this name), -ENOSPC (there are FRAMERING_MAX_RINGS), -EINVAL (the name, the
 * owner, a limit).
 */
static inline int framering_add(const char *path, struct framering_add *add);

/**
 * framering_remove - take a ring away, with all its roles
 * @path: see framering_add()
 * @ring: its number
 *
 * Return: 0, -ENODEV (there is no such ring, or it is a PCI device's, which is
 * unbound instead), -ENOENT (the driver is not loaded), -EACCES.
 */
int framering_remove(const char *path, uint32_t ring);

/* --- Producer --- */

/**
 * framering_producer_attach - become the ring's producer
 * @producer: gets the producer; framering_producer_detach() it
 * @ring: configured, opened O_RDWR; it may be closed afterwards
 *
 * Return: 0, -ENODATA (not configured), -EBUSY (there is a producer),
 * -EBADF (the ring is not open for writing).
 */
int framering_producer_attach(struct framering_producer **producer,
			      struct framering *ring);

/*
 * End the role and unmap everything; in a child of the process that attached
 * it, close the descriptor and no more. NULL is fine.
 */
void framering_producer_detach(struct framering_producer *producer);

/*
 * The role file's descriptor, for poll(): POLLOUT when a slot is free, for a
 * producer that has none reserved.
 */
int framering_producer_fd(const struct framering_producer *producer);

/*
 * The STATUS page, mapped read-only, valid until the role is detached; NULL in
 * a child of the process that attached it.
 */
const struct framering_status *
framering_producer_status(const struct framering_producer *producer);

/**
 * framering_producer_reserve - get a slot to fill
 * @producer: the role
 * @frame: gets the slot; its data is what some older frame left there
 *
 * Several may be reserved at a time, as many as there are slots but one, for
 * cameras that fill a queue of buffers. They are submitted in this order; those
 * left out are given up, and framering_producer_cancel() gives all up. What is
 * reserved shows its old frame to no consumer any more.
 *
 * Return: 0, -EAGAIN (all slots are held, or reserved, or a lossless consumer
 * lags: wait, or submit what is reserved).
 */
static inline int
framering_producer_reserve(struct framering_producer *producer,
			   struct framering_frame *frame);

/* Give up all that is reserved: nobody will see it. */
void framering_producer_cancel(struct framering_producer *producer);

/**
 * framering_producer_submit - show a reserved slot to the consumers
 * @producer: the role
 * @frame: from reserve, with flags, time_ns, bytes and info set as wanted
 *
 * Orders all that was written to the slot before it, with one exception: a
 * store fence must follow non-temporal stores (MOVNT) to a cached slot.
 *
 * Slots that were reserved before it are given up.
 *
 * Return: 0, -EINVAL (the frame is not reserved, or was submitted already; more
 * bytes than there are; a flag that is not known, or something in a reserved
 * member), -ESTALE (the frame went to a generation that was replaced: attach
 * anew, submit again).
 */
static inline int
framering_producer_submit(struct framering_producer *producer,
			  const struct framering_frame *frame);

/**
 * framering_producer_end - end the stream
 * @producer: the role
 *
 * Consumers are told when they have read its frames. This needs no slot and
 * never waits; the frames stay in the ring when the producer detaches. What is
 * submitted afterwards is another stream. A stream that has frames also ends
 * when its producer detaches or dies.
 *
 * Return: 0, -ESTALE (the ring was configured anew: the stream goes on there,
 * attach anew), -ENODEV (the device is gone).
 */
int framering_producer_end(struct framering_producer *producer);

/**
 * framering_producer_wait - sleep until a slot can be reserved
 * @producer: the role
 * @timeout_ns: from now; 0 looks, FRAMERING_FOREVER
 *
 * Return: 0, -ETIMEDOUT, -EINTR (a signal came), -ESTALE, -ENODEV (the device
 * is gone), -EBUSY (something is reserved: submit or cancel it first).
 */
int framering_producer_wait(struct framering_producer *producer,
			    int64_t timeout_ns);

/**
 * framering_producer_export - a slot as a dma-buf, for devices and programs
 * @producer: the role
 * @slot: its number, as in struct framering_frame; below status->slots
 * @flags: 0
 *
 * Once for each slot: whatever frame is in it, the descriptor is the same. It
 * is open for reading and writing, and goes with the role; close() it.
 *
 * Return: the descriptor, -EOPNOTSUPP (not of this memory kind), -EINVAL (no
 * such slot, or a flag), -ESTALE (the role was revoked), -ENODEV (the device is
 * gone).
 */
int framering_producer_export(struct framering_producer *producer,
			      uint32_t slot, uint32_t flags);

/**
 * framering_load - copy out of a slot
 * @dst: ordinary memory
 * @src: in a mapped slot
 * @bytes: how many
 * @cache: the mode in effect (status->cache_effective)
 *
 * Plain loads from write-combined memory are slow; this uses streaming loads
 * where the memory needs them and the processor has them.
 */
void framering_load(void *dst, const void *src, size_t bytes, uint32_t cache);

#ifdef __cplusplus
}
#endif

#include "libframering_consumer.h"
#include "libframering_names.h"
#include "libframering_sized.h"

#endif /* LIBFRAMERING_H */
