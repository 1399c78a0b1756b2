// SPDX-License-Identifier: GPL-2.0-only
/*
 * The functions that can be made to fail, by what they return then: all that
 * the driver calls, and their neighbours. Each by its names in all kernels: in
 * 6.10 allocators became macros over functions that end in _noprof.
 */
#include <linux/errno.h>
#include <linux/kernel.h>

#include "framering_fault.h"

#define BOTH(name)	#name, #name "_noprof"

/* NULL, or 0 where an address is returned as a number. */
static const char *const null[] = {
	/* Small memory. */
	BOTH(__kmalloc),
	BOTH(__kmalloc_node),
	BOTH(__kmalloc_node_track_caller),
	"__kmalloc_track_caller",
	"__kmalloc_cache_noprof",
	"__kmalloc_cache_node_noprof",
	"__kmalloc_large_noprof",
	"__kmalloc_large_node_noprof",
	"kmalloc_large",
	"kmalloc_large_node",
	"kmalloc_trace",
	"kmalloc_node_trace",
	"kmem_cache_alloc_trace",
	"kmem_cache_alloc_node_trace",
	BOTH(kmem_cache_alloc),
	BOTH(kmem_cache_alloc_node),
	"kmem_cache_create",
	"kmem_cache_create_usercopy",
	"__kmem_cache_create_args",
	BOTH(kvmalloc_node),
	"__kvmalloc_node_noprof",
	BOTH(krealloc),
	"krealloc_node_align_noprof",
	BOTH(kvrealloc),
	"kvrealloc_node_align_noprof",
	BOTH(kmemdup),
	BOTH(kstrdup),
	"kasprintf",
	"devm_kmalloc",
	/* Pages. */
	"__get_free_pages",
	"get_free_pages_noprof",
	BOTH(get_zeroed_page),
	BOTH(alloc_pages),
	BOTH(__alloc_pages),
	BOTH(alloc_pages_exact),
	/* Pages in the vmalloc range. */
	BOTH(vmalloc),
	BOTH(__vmalloc),
	BOTH(vzalloc),
	BOTH(vmalloc_user),
	BOTH(vmalloc_node),
	BOTH(vzalloc_node),
	BOTH(vmalloc_huge),
	BOTH(vmalloc_huge_node),
	"vmap",
	/* Memory that devices see, and that they have. */
	"dma_alloc_attrs",
	"dma_alloc_pages",
	"gen_pool_create",
	"gen_pool_alloc_algo_owner",
	"ioremap",
	"ioremap_wc",
	"ioremap_uc",
	"ioremap_cache",
	"ioremap_prot",
	"memremap",
	"devm_ioremap",
	"devm_ioremap_wc",
	"pci_iomap",
	"pci_iomap_wc",
	"pci_ioremap_bar",
	"pci_ioremap_wc_bar",
	"pcim_iomap",
	"__request_region",
	"__devm_request_region",
	/* Others. */
	BOTH(alloc_workqueue),
	"cdev_alloc",
	"init_pseudo",
	"platform_device_alloc",
};

static const char *const error_pointer[] = {
	"alloc_anon_inode",
	"alloc_file_pseudo",
	"anon_inode_getfile",
	"devm_gen_pool_create",
	"devm_ioremap_resource",
	"devm_memremap",
	"devm_platform_ioremap_resource",
	"dma_buf_export",
	"dma_buf_get",
	"kern_mount",
	"kthread_create_on_node",
	"memdup_user",
	"pcim_iomap_range",
	"pcim_iomap_region",
	"platform_device_register_full",
	"__root_device_register",
	"vmemdup_user",
};

static const char *const no_memory[] = {
	"__class_register",
	"__devm_add_action",
	"__pci_register_driver",
	"__platform_driver_register",
	"alloc_chrdev_region",
	"arch_io_reserve_memtype_wc",
	"cdev_add",
	"class_register",
	"dev_set_name",
	"device_add",
	"device_create_file",
	"dma_buf_vmap",
	"dma_buf_vmap_unlocked",
	"devm_arch_io_reserve_memtype_wc",
	"dma_get_sgtable_attrs",
	"dma_map_sgtable",
	"dma_mmap_attrs",
	"gen_pool_add_owner",
	"ida_alloc_range",
	"idr_alloc",
	"misc_register",
	"pci_enable_device",
	"pci_enable_device_mem",
	"pcim_enable_device",
	"platform_device_add",
	"platform_device_add_data",
	"platform_device_add_resources",
	"remap_pfn_range",
	"remap_vmalloc_range",
	BOTH(sg_alloc_table),
	"set_memory_uc",
	"set_memory_wc",
	"set_pages_array_uc",
	"set_pages_array_wc",
	"set_pages_uc",
	"simple_pin_fs",
	"sysfs_create_file_ns",
	"sysfs_create_group",
	"sysfs_create_groups",
	"vm_insert_page",
	"vm_insert_pages",
	"vm_iomap_memory",
	"vm_map_pages",
};

static const char *const busy[] = {
	"pci_request_region",
	"pci_request_regions",
	"pci_request_selected_regions",
	"pcim_iomap_regions",
	"pcim_request_all_regions",
	"pcim_request_region",
	"request_resource",
	"request_threaded_irq",
};

static const char *const no_descriptor[] = {
	"anon_inode_getfd",
	"dma_buf_fd",
	"get_unused_fd_flags",
};

static const char *const no_device[] = {
	"dma_set_coherent_mask",
	"dma_set_mask",
};

static const char *const no_space[] = {
	"pci_alloc_irq_vectors",
	"pci_alloc_irq_vectors_affinity",
};

const struct fault_group fault_groups[] = {
	{ 0, ARRAY_SIZE(null), null },
	{ -ENOMEM, ARRAY_SIZE(error_pointer), error_pointer },
	{ -ENOMEM, ARRAY_SIZE(no_memory), no_memory },
	{ -EBUSY, ARRAY_SIZE(busy), busy },
	{ -EMFILE, ARRAY_SIZE(no_descriptor), no_descriptor },
	{ -EIO, ARRAY_SIZE(no_device), no_device },
	{ -ENOSPC, ARRAY_SIZE(no_space), no_space },
};

const unsigned int fault_group_count = ARRAY_SIZE(fault_groups);
