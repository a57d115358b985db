// SPDX-License-Identifier: EUPL-1.2
#include "web/table_reply.h"

#include <stdlib.h>

#include "app/app.h"

struct table_column *table_columns(struct request *r, const struct table_column *columns, size_t count)
{
    struct table_column *out = ARENA_ARRAY(r->arena, struct table_column, count);
    for (size_t i = 0; i < count; i++) {
        out[i] = columns[i];
        out[i].title = tr(r->lang, columns[i].title);
    }
    return out;
}

struct writing {
    struct request *request;
    struct table_source source;
    struct table_out *table;
    bool more;
};

static enum status write_some(struct writing *w)
{
    struct arena *scratch CLEANUP_ARENA = arena_open();
    struct request part = *w->request;
    part.arena = scratch;
    return w->source.write(&part, w->source.context, w->table, &w->more);
}

static enum status next_part(void *context, struct buf *out, bool *more_out)
{
    struct writing *w = context;
    if (w->more)
        TRY(write_some(w));
    table_take(w->table, out);
    *more_out = w->more;
    return OK;
}

static void end_stream(void *context)
{
    struct writing *w = context;
    table_end(w->table);
    free(w);
}

// The first part is made before it is said that all is well.
static struct reply stream_csv(struct writing *w, struct reply reply)
{
    enum status status = write_some(w);
    if (status != OK) {
        struct request *r = w->request;
        end_stream(w);
        return reply_status(r, status);
    }
    struct reply_stream *stream = ARENA_NEW(w->request->arena, struct reply_stream);
    *stream = (struct reply_stream){.next = next_part, .end = end_stream, .context = w};
    reply.stream = stream;
    return reply;
}

static struct reply whole_file(struct writing *w, struct reply reply)
{
    enum status status = OK;
    struct request *r = w->request;
    struct reply_file *file = ARENA_NEW(r->arena, struct reply_file);
    while (status == OK && w->more)
        status = write_some(w);
    if (status == OK)
        status = table_finish(w->table, &file->descriptor, &file->size);
    end_stream(w);
    if (status != OK)
        return reply_status(r, status);
    reply.file = file;
    return reply;
}

struct reply reply_table(struct request *r, enum table_format format, const struct table_source *source)
{
    struct writing *w = calloc(1, sizeof *w);
    if (w == NULL)
        return reply_status(r, FAILED);
    *w = (struct writing){.request = r, .source = *source, .more = true};
    enum status status = table_begin(format, source->name, source->columns, source->column_count, app_folder(r->app), &w->table);
    if (status != OK) {
        end_stream(w);
        return reply_status(r, status);
    }
    struct reply reply = {.status = 200,
                          .type = table_media_type(format),
                          .body = "",
                          .download = arena_printf(r->arena, "%s.%s", source->name, table_ending(format))};
    return format == TABLE_CSV ? stream_csv(w, reply) : whole_file(w, reply);
}
