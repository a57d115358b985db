// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_XML_H
#define EXCHANGE_XML_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/issues.h"
#include "base/status.h"

// XML that is not trusted (XML 1.0 with namespaces, in any encoding it declares). No document type, hence no entities of
// its own and nothing fetched; depth and size are bounded, and a tag, comment or CDATA section has at most 64 KiB.
enum {
    XML_BYTES_MOST = 10 << 20,
    XML_DEPTH_MOST = 64,
    XML_ELEMENTS_MOST = 200000,
    XML_ATTRIBUTES_MOST = 256, // of one element
};

struct xml_attribute {
    const char *name;      // without prefix
    const char *namespace; // its URI, "" for none
    const char *value;
};

struct xml_element {
    const char *name;      // without prefix
    const char *namespace; // its URI, "" for none
    const struct xml_attribute *attributes;
    size_t attribute_count;
    const char *text;      // the text right inside, without that of child elements; "" for none; not trimmed
    int64_t line;          // from 1
    const struct xml_element *parent, *child, *next; // child: the first; next: the next sibling; or NULL
};

// The whole document; root_out and all below are the arena's. INVALID: issues says what is wrong and at which line (of
// the field "file").
MUST_USE enum status xml_read(const void *bytes, size_t size, struct arena *a, struct issues *issues,
                              const struct xml_element **root_out);

// Names are compared without namespaces: files in the wild mix them up. e may be NULL, which finds nothing.
const struct xml_element *xml_child(const struct xml_element *e, const char *name); // the first child of that name
const struct xml_element *xml_next(const struct xml_element *e, const char *name);  // the next sibling of that name
// Down a path of first children: "Identification/PersonName/FirstName". "" is e itself.
const struct xml_element *xml_find(const struct xml_element *e, const char *path);
const char *xml_text(const struct xml_element *e, const char *path);      // the text there, or NULL
const char *xml_attribute(const struct xml_element *e, const char *name); // or NULL

#endif
