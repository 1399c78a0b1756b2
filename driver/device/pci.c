// SPDX-License-Identifier: GPL-2.0-only
/*
 * Rings on PCI cards whose frames lie in a memory BAR. The one card known is
 * QEMU's ivshmem, which is that and nothing else: registers in BAR 0, memory
 * in BAR 2.
 */
#include <linux/dma-mapping.h>
#include <linux/genalloc.h>
#include <linux/ioport.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/pm.h>
#include <linux/slab.h>

#include "device.h"

/**
 * struct fr_card - a kind of card
 * @registers: number of its register BAR
 * @frames: number of its memory BAR
 */
struct fr_card {
	int registers;
	int frames;
};

static const struct fr_card fr_card_ivshmem = { .registers = 0, .frames = 2 };

/**
 * struct fr_pci - a card with its ring
 * @device: what the ring sees
 * @rest: what follows the registers on their last page, kept from others
 */
struct fr_pci {
	struct fr_device device;
	struct resource rest;
};

/*
 * A mapping shows whole pages. Registers that share one with another device
 * would show that device too: take the rest of the page, or offer nothing.
 */
static void fr_pci_registers(struct fr_pci *pci, struct pci_dev *pdev, int bar)
{
	struct resource *res = &pdev->resource[bar];
	u64 bytes = pci_resource_len(pdev, bar);

	if (!(pci_resource_flags(pdev, bar) & IORESOURCE_MEM) || !bytes ||
	    !PAGE_ALIGNED(pci_resource_start(pdev, bar))) {
		pci_dbg(pdev, "registers are not on a page of their own\n");
		return;
	}
	if (!PAGE_ALIGNED(bytes)) {
		pci->rest = (struct resource){
			.name = "framering: rest of a page",
			.start = res->end + 1,
			.end = res->start + PAGE_ALIGN(bytes) - 1,
			.flags = res->flags,
		};
		if (request_resource(res->parent, &pci->rest)) {
			pci->rest.flags = 0;
			pci_dbg(pdev, "registers share their page\n");
			return;
		}
	}
	pci->device.registers = pci_resource_start(pdev, bar);
	pci->device.registers_bytes = PAGE_ALIGN(bytes);
}

static int fr_pci_frames(struct fr_pci *pci, struct pci_dev *pdev, int bar)
{
	struct fr_device *device = &pci->device;
	int ret;

	device->bar = pci_resource_start(pdev, bar);
	device->bar_bytes = pci_resource_len(pdev, bar) & PAGE_MASK;
	if (!(pci_resource_flags(pdev, bar) & IORESOURCE_MEM) ||
	    !device->bar_bytes || !PAGE_ALIGNED(device->bar)) {
		pci_err(pdev, "no memory for frames in BAR %d\n", bar);
		return -ENODEV;
	}
	device->bar_pool = gen_pool_create(PAGE_SHIFT, -1);
	if (!device->bar_pool)
		return -ENOMEM;
	ret = gen_pool_add(device->bar_pool, FR_BAR_POOL_BASE,
			   device->bar_bytes, -1);
	if (ret)
		gen_pool_destroy(device->bar_pool);
	return ret;
}

static void fr_pci_free(struct fr_pci *pci)
{
	if (pci->rest.flags)
		release_resource(&pci->rest);
	gen_pool_destroy(pci->device.bar_pool);
}

/* The device is on and its BARs are ours. */
static int fr_pci_setup(struct fr_pci *pci, struct pci_dev *pdev,
			const struct fr_card *card)
{
	int ret;

	ret = fr_pci_frames(pci, pdev, card->frames);
	if (ret)
		return ret;
	fr_pci_registers(pci, pdev, card->registers);
	ret = fr_device_number();
	if (ret < 0)
		goto err_free;
	pci->device.dev = &pdev->dev;
	pci->device.spec = &fr_device_plain;
	pci->device.index = ret;
	ret = fr_device_add(&pci->device);
	if (ret)
		goto err_number;
	return 0;

err_number:
	fr_device_unnumber(pci->device.index);
err_free:
	fr_pci_free(pci);
	return ret;
}

static int fr_pci_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
	const struct fr_card *card = (void *)id->driver_data;
	struct fr_pci *pci;
	int ret;

	/* driver_override can send us any device. */
	if (!card)
		return -ENODEV;
	pci = kzalloc(sizeof(*pci), GFP_KERNEL);
	if (!pci)
		return -ENOMEM;
	ret = pci_enable_device_mem(pdev);
	if (ret)
		goto err_free;
	ret = pci_request_regions(pdev, "framering");
	if (ret)
		goto err_disable;
	/* For kind "coherent" on this ring; the card itself does no DMA. */
	ret = dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
	if (!ret)
		ret = fr_pci_setup(pci, pdev, card);
	if (ret)
		goto err_regions;
	pci_set_drvdata(pdev, pci);
	return 0;

err_regions:
	pci_release_regions(pdev);
err_disable:
	pci_disable_device(pdev);
err_free:
	kfree(pci);
	return ret;
}

static void fr_pci_unbind(struct pci_dev *pdev)
{
	struct fr_pci *pci = pci_get_drvdata(pdev);

	fr_device_remove(&pci->device);
	fr_device_unnumber(pci->device.index);
	fr_pci_free(pci);
	pci_release_regions(pdev);
	pci_disable_device(pdev);
	kfree(pci);
}

/* The bus has put the card's registers back, not what its memory held. */
static int fr_pci_resume(struct device *dev)
{
	struct fr_pci *pci = dev_get_drvdata(dev);

	fr_device_resume(&pci->device);
	return 0;
}

static const struct dev_pm_ops fr_pci_pm = {
	.resume = pm_sleep_ptr(fr_pci_resume),
	.restore = pm_sleep_ptr(fr_pci_resume),
};

/*
 * No MODULE_DEVICE_TABLE: memory shared with the host may be anybody's, and
 * the driver must not be loaded for it unasked.
 */
static const struct pci_device_id fr_pci_ids[] = {
	{ PCI_VDEVICE(REDHAT_QUMRANET, 0x1110),
	  .driver_data = (kernel_ulong_t)&fr_card_ivshmem },
	{ }
};

static struct pci_driver fr_pci_driver = {
	.name = "framering",
	.id_table = fr_pci_ids,
	.probe = fr_pci_probe,
	.remove = fr_pci_unbind,
	.driver.pm = pm_sleep_ptr(&fr_pci_pm),
};

int fr_pci_init(void)
{
	return pci_register_driver(&fr_pci_driver);
}

void fr_pci_exit(void)
{
	pci_unregister_driver(&fr_pci_driver);
}
