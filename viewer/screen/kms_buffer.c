// SPDX-License-Identifier: MIT
/* Memory of a graphics card's, for pixels that the processor writes. */
#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include <drm_fourcc.h>

#include "kms.h"

static int map(const struct kms *kms, struct kms_buffer *buffer)
{
	uint64_t offset;

	if (drmModeMapDumbBuffer(kms->fd, buffer->handle, &offset))
		return -errno;
	buffer->pixels = mmap(NULL, buffer->bytes, PROT_READ | PROT_WRITE,
			      MAP_SHARED, kms->fd, (off_t)offset);
	if (buffer->pixels != MAP_FAILED)
		return 0;
	buffer->pixels = NULL;
	return -errno;
}

int kms_buffer_create(const struct kms *kms, uint32_t width, uint32_t height,
		      struct kms_buffer *buffer)
{
	uint32_t handles[4] = { 0 }, pitches[4] = { 0 }, offsets[4] = { 0 };
	struct kms_buffer b = { .handle = 0 };
	int ret;

	if (drmModeCreateDumbBuffer(kms->fd, width, height, 32, 0, &b.handle,
				    &b.pitch, &b.bytes))
		return -errno;
	ret = map(kms, &b);
	handles[0] = b.handle;
	pitches[0] = b.pitch;
	if (!ret && drmModeAddFB2(kms->fd, width, height, DRM_FORMAT_XRGB8888,
				  handles, pitches, offsets, &b.fb, 0))
		ret = -errno;
	if (ret)
		kms_buffer_destroy(kms, &b);
	else
		*buffer = b;
	return ret;
}

void kms_buffer_destroy(const struct kms *kms, struct kms_buffer *buffer)
{
	if (!buffer->handle)
		return;
	if (buffer->pixels)
		munmap(buffer->pixels, buffer->bytes);
	if (buffer->fb)
		drmModeRmFB(kms->fd, buffer->fb);
	drmModeDestroyDumbBuffer(kms->fd, buffer->handle);
	memset(buffer, 0, sizeof(*buffer));
}
