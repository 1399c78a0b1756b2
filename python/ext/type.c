// SPDX-License-Identifier: MIT
/* What all types of the module do alike. */
#include "ext.h"

PyTypeObject *ext_type_add(PyObject *module, PyType_Spec *spec)
{
	PyObject *type = PyType_FromModuleAndSpec(module, spec, NULL);

	if (!type || PyModule_AddType(module, (PyTypeObject *)type)) {
		Py_XDECREF(type);
		return NULL;
	}
	/* The reference is the caller's, for as long as the module lives. */
	return (PyTypeObject *)type;
}

PyObject *ext_none(void)
{
	Py_INCREF(Py_None);
	return Py_None;
}

void ext_type_free(PyObject *self)
{
	PyTypeObject *type = Py_TYPE(self);
	freefunc free_self = (freefunc)PyType_GetSlot(type, Py_tp_free);

	free_self(self);
	Py_DECREF(type);
}
