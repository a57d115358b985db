// SPDX-License-Identifier: EUPL-1.2
#ifndef EXCHANGE_XML_INSIDE_H
#define EXCHANGE_XML_INSIDE_H

#include <stdbool.h>

#include "exchange/xml.h"

// XML in pieces, for documents that are too long for a tree. Nothing of it is kept.

struct xml_raw_attributes; // of one start tag, as long as the call lasts

// Each answers whether to go on. namespace is "" for none.
struct xml_calls {
    bool (*start)(void *user, const char *name, const char *namespace, const struct xml_raw_attributes *attributes);
    bool (*end)(void *user, const char *name);
    bool (*text)(void *user, const char *bytes, size_t n); // in pieces of any length
};

struct xml_stream;

struct xml_stream *xml_stream_open(const struct xml_calls *calls, void *user, struct arena *a); // calls outlive it
void xml_stream_close(struct xml_stream *s);
// n bytes more; n 0: that was all. INVALID when a call has stopped it or the XML is wrong.
MUST_USE enum status xml_stream_feed(struct xml_stream *s, const void *bytes, size_t n);
// What is wrong with the XML: a msgid with a %s for the line, or NULL when a call has stopped it.
const char *xml_stream_fault(const struct xml_stream *s, int64_t *line_out);
int64_t xml_stream_line(const struct xml_stream *s); // where it is

size_t xml_raw_count(const struct xml_raw_attributes *attributes);
void xml_raw_at(const struct xml_raw_attributes *attributes, size_t i, const char **name_out, const char **namespace_out,
                const char **value_out, size_t *length_out);
// The value of that name, whatever its namespace; not ended by NUL. NULL when there is none.
const char *xml_raw_get(const struct xml_raw_attributes *attributes, const char *name, size_t *length_out);

#endif
