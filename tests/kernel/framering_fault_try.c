// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls to be made to fail, for the tests of this module: a chain of them, and
 * all that was taken is given back, as far as the chain has come. The test
 * knows the order.
 */
#include <linux/dma-mapping.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/genalloc.h>
#include <linux/io.h>
#include <linux/ioport.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include <asm/set_memory.h>

#include "framering_fault.h"

/* QEMU's pci-testdev, for which there is no driver. */
#define TESTDEV_VENDOR	0x1b36
#define TESTDEV_DEVICE	0x0005

/* Where no machine of ours has anything. */
#define NOWHERE		0x2000000000ULL

static int try_memory(void)
{
	/* Not a constant, so that another function is called. */
	size_t bytes = READ_ONCE(current->pid) % 100 + PAGE_SIZE;
	void *p[6] = {};
	int ret = -ENOMEM;

	p[0] = kmalloc(64, GFP_KERNEL);
	if (!p[0])
		goto out;
	p[1] = kzalloc(bytes, GFP_KERNEL);
	if (!p[1])
		goto out;
	p[2] = kvzalloc(bytes, GFP_KERNEL);
	if (!p[2])
		goto out;
	p[3] = vmalloc(bytes);
	if (!p[3])
		goto out;
	p[4] = vzalloc(bytes);
	if (!p[4])
		goto out;
	p[5] = vmalloc_user(bytes);
	if (p[5])
		ret = 0;
out:
	for (bytes = 0; bytes < ARRAY_SIZE(p); bytes++)
		kvfree(p[bytes]);
	return ret;
}

static int try_types(struct page *page)
{
	unsigned long address = (unsigned long)page_address(page);
	int ret;

	ret = set_memory_wc(address, 1);
	if (ret)
		return ret;
	ret = set_memory_wb(address, 1);
	if (ret)
		return ret;
	ret = set_memory_uc(address, 1);
	if (ret)
		return ret;
	ret = set_memory_wb(address, 1);
	if (ret)
		return ret;
	/* RAM has its mapping already: there is nothing to undo. */
	return memremap(page_to_phys(page), PAGE_SIZE, MEMREMAP_WB) ?
	       0 : -ENOMEM;
}

static int try_pages(void)
{
	unsigned long zeroed;
	struct page *page;
	void *exact;
	int ret = -ENOMEM;

	page = alloc_pages(GFP_KERNEL, 0);
	if (!page)
		return ret;
	zeroed = get_zeroed_page(GFP_KERNEL);
	if (!zeroed)
		goto out;
	free_page(zeroed);
	exact = alloc_pages_exact(3 * PAGE_SIZE, GFP_KERNEL);
	if (!exact)
		goto out;
	free_pages_exact(exact, 3 * PAGE_SIZE);
	ret = try_types(page);
out:
	__free_page(page);
	return ret;
}

static int try_pool(void)
{
	struct gen_pool *pool = gen_pool_create(PAGE_SHIFT, NUMA_NO_NODE);
	unsigned long address;
	int ret;

	if (!pool)
		return -ENOMEM;
	ret = gen_pool_add(pool, NOWHERE, PAGE_SIZE, NUMA_NO_NODE);
	if (ret)
		goto out;
	address = gen_pool_alloc(pool, PAGE_SIZE);
	if (address)
		gen_pool_free(pool, address, PAGE_SIZE);
	else
		ret = -ENOSPC;
out:
	gen_pool_destroy(pool);
	return ret;
}

static int try_dma(void)
{
	static const struct platform_device_info info = {
		.name = "framering-fault",
		.id = PLATFORM_DEVID_NONE,
		.dma_mask = DMA_BIT_MASK(32),
	};
	struct platform_device *device = platform_device_register_full(&info);
	dma_addr_t bus;
	int ret = 0;
	void *p;

	if (IS_ERR(device))
		return PTR_ERR(device);
	p = dma_alloc_coherent(&device->dev, PAGE_SIZE, &bus, GFP_KERNEL);
	if (p)
		dma_free_coherent(&device->dev, PAGE_SIZE, p, bus);
	else
		ret = -ENOMEM;
	platform_device_unregister(device);
	return ret;
}

static int try_device(void)
{
	struct platform_device *device;
	int ret;

	device = platform_device_alloc("framering-fault", PLATFORM_DEVID_NONE);
	if (!device)
		return -ENOMEM;
	ret = platform_device_add(device);
	if (ret) {
		platform_device_put(device);
		return ret;
	}
	platform_device_unregister(device);
	return try_dma();
}

static int try_regions(struct pci_dev *device)
{
	void __iomem *p;
	int ret;

	ret = pci_request_regions(device, "framering-fault");
	if (ret)
		return ret;
	p = ioremap(pci_resource_start(device, 0), PAGE_SIZE);
	if (p)
		iounmap(p);
	else
		ret = -ENOMEM;
	pci_release_regions(device);
	return ret;
}

static int try_pci(void)
{
	struct pci_dev *device = pci_get_device(TESTDEV_VENDOR,
						TESTDEV_DEVICE, NULL);
	int ret;

	if (!device)
		return -ENODEV;
	ret = pci_enable_device(device);
	if (!ret) {
		ret = try_regions(device);
		pci_disable_device(device);
	}
	pci_dev_put(device);
	return ret;
}

static int try_others(void)
{
	static const struct file_operations fops = { .owner = THIS_MODULE };
	struct miscdevice misc = {
		.minor = MISC_DYNAMIC_MINOR,
		.name = "framering-fault-try",
		.fops = &fops,
	};
	int fd, ret;

	fd = get_unused_fd_flags(O_CLOEXEC);
	if (fd < 0)
		return fd;
	put_unused_fd(fd);
	ret = misc_register(&misc);
	if (ret)
		return ret;
	misc_deregister(&misc);
	if (!request_mem_region(NOWHERE, PAGE_SIZE, "framering-fault"))
		return -EBUSY;
	release_mem_region(NOWHERE, PAGE_SIZE);
	return 0;
}

int fault_try(unsigned long what)
{
	static int (*const tries[])(void) = {
		[FAULT_TRY_MEMORY] = try_memory,
		[FAULT_TRY_PAGES] = try_pages,
		[FAULT_TRY_POOL] = try_pool,
		[FAULT_TRY_DEVICE] = try_device,
		[FAULT_TRY_PCI] = try_pci,
		[FAULT_TRY_OTHERS] = try_others,
	};

	if (what >= ARRAY_SIZE(tries))
		return -EINVAL;
	return tries[what]();
}
