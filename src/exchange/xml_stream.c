// SPDX-License-Identifier: EUPL-1.2
#include <libxml/parser.h>
#include <libxml/SAX2.h>
#include <string.h>

#include "base/log.h"
#include "exchange/xml_inside.h"

// libxml2 takes time with the square of what these bound.
enum {
    MARKUP_MOST = 64 * 1024,  // bytes of one tag, comment or CDATA section
    NAMESPACES_MOST = 256,    // that are open at once
    NAMES_MOST = 10000,       // different ones in a document
};

struct xml_stream {
    const struct xml_calls *calls;
    void *user;
    xmlParserCtxtPtr parser;
    int depth, namespaces;
    uint16_t declared[XML_DEPTH_MOST + 1]; // namespaces, by depth
    bool stopped;
    const char *fault;
    int64_t fault_line;
};

struct xml_raw_attributes {
    const xmlChar **list; // five for each: name, prefix, namespace, beginning and end of the value
    size_t count;
};

static void stop(struct xml_stream *s, const char *fault)
{
    if (s->stopped)
        return;
    s->stopped = true;
    s->fault = fault;
    s->fault_line = xml_stream_line(s);
    xmlStopParser(s->parser);
}

static void on_start(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                     const xmlChar **declared, int count, int defaulted, const xmlChar **list)
{
    struct xml_stream *s = user;
    if (s->stopped)
        return;
    if (++s->depth > XML_DEPTH_MOST) {
        stop(s, N_("The elements in line %s stand too deep inside each other. Choose another file."));
        return;
    }
    if (count > XML_ATTRIBUTES_MOST) {
        stop(s, N_("An element in line %s has too many attributes. Choose another file."));
        return;
    }
    if (namespaces > NAMESPACES_MOST - s->namespaces) {
        stop(s, N_("The elements in line %s declare too many namespaces. Choose another file."));
        return;
    }
    s->declared[s->depth] = (uint16_t)namespaces;
    s->namespaces += namespaces;
    const struct xml_raw_attributes attributes = {.list = list, .count = (size_t)count};
    if (!s->calls->start(s->user, (const char *)name, uri == NULL ? "" : (const char *)uri, &attributes))
        stop(s, NULL);
}

static void on_end(void *user, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    struct xml_stream *s = user;
    if (s->stopped)
        return;
    s->namespaces -= s->declared[s->depth--];
    if (!s->calls->end(s->user, (const char *)name))
        stop(s, NULL);
}

static void on_text(void *user, const xmlChar *bytes, int n)
{
    struct xml_stream *s = user;
    if (!s->stopped && n > 0 && !s->calls->text(s->user, (const char *)bytes, (size_t)n))
        stop(s, NULL);
}

static void on_document_type(void *user, const xmlChar *name, const xmlChar *public, const xmlChar *system)
{
    stop(user, N_("Line %s declares a document type, which can hide what a file holds. Save the file without it, or choose "
                  "another one."));
}

static void on_error(void *user, xmlErrorPtr error)
{
    struct xml_stream *s = user;
    if (s->stopped || error->level < XML_ERR_ERROR)
        return;
    int64_t line = error->line;
    stop(s, N_("Line %s is not proper XML. Make the file anew where it comes from, and try again."));
    if (line > 0)
        s->fault_line = line;
}

// Errors that libxml2 meets outside a parser would go to standard error.
static void pass_error(void *user, xmlErrorPtr error)
{
}

struct xml_stream *xml_stream_open(const struct xml_calls *calls, void *user, struct arena *a)
{
    struct xml_stream *s = ARENA_NEW(a, struct xml_stream);
    s->calls = calls;
    s->user = user;
    xmlSAXHandler sax = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .cdataBlock = on_text,
        .ignorableWhitespace = on_text,
        .internalSubset = on_document_type,
        .serror = on_error,
    };
    xmlInitParser();
    xmlSetStructuredErrorFunc(NULL, pass_error); // for this thread
    s->parser = xmlCreatePushParserCtxt(&sax, s, NULL, 0, NULL);
    if (s->parser == NULL) {
        log_error("libxml2 cannot start");
        abort();
    }
    // "Replacing entities" also decides whether &amp; comes out as & in attributes. Others cannot come up without a
    // document type. Limits on the length of names and texts stay on.
    xmlCtxtUseOptions(s->parser, XML_PARSE_NOENT | XML_PARSE_NONET);
    return s;
}

void xml_stream_close(struct xml_stream *s)
{
    if (s == NULL || s->parser == NULL)
        return;
    xmlFreeParserCtxt(s->parser);
    s->parser = NULL;
}

enum status xml_stream_feed(struct xml_stream *s, const void *bytes, size_t n)
{
    if (s->stopped)
        return INVALID;
    int told = xmlParseChunk(s->parser, bytes, (int)n, n == 0);
    if (told != 0 && !s->stopped && (n == 0 || !s->parser->wellFormed || s->parser->disableSAX != 0))
        stop(s, N_("Line %s is not proper XML. Make the file anew where it comes from, and try again."));
    // What is left has not come to its end: a tag must stand there whole before it is read.
    xmlParserInputPtr input = s->parser->input;
    if (input != NULL && input->end - input->cur > MARKUP_MOST)
        stop(s, N_("A tag or comment in line %s is longer than can be read. Choose another file."));
    if (xmlDictSize(s->parser->dict) > NAMES_MOST)
        stop(s, N_("There are more different names up to line %s than a document has. Choose another file."));
    return s->stopped ? INVALID : OK;
}

const char *xml_stream_fault(const struct xml_stream *s, int64_t *line_out)
{
    *line_out = s->fault_line;
    return s->fault;
}

int64_t xml_stream_line(const struct xml_stream *s)
{
    return s->parser->input == NULL || s->parser->input->line < 1 ? 1 : s->parser->input->line;
}

size_t xml_raw_count(const struct xml_raw_attributes *attributes)
{
    return attributes->count;
}

void xml_raw_at(const struct xml_raw_attributes *attributes, size_t i, const char **name_out, const char **namespace_out,
                const char **value_out, size_t *length_out)
{
    const xmlChar **at = attributes->list + i * 5;
    *name_out = (const char *)at[0];
    *namespace_out = at[2] == NULL ? "" : (const char *)at[2];
    *value_out = (const char *)at[3];
    *length_out = (size_t)(at[4] - at[3]);
}

const char *xml_raw_get(const struct xml_raw_attributes *attributes, const char *name, size_t *length_out)
{
    for (size_t i = 0; i < attributes->count; i++) {
        const xmlChar **at = attributes->list + i * 5;
        if (strcmp((const char *)at[0], name) == 0) {
            *length_out = (size_t)(at[4] - at[3]);
            return (const char *)at[3];
        }
    }
    return NULL;
}
