// SPDX-License-Identifier: EUPL-1.2
#include <stdlib.h>
#include <string.h>

#include "app/import_inside.h"
#include "app/internal.h"
#include "base/log.h"
#include "base/text.h"

// Reads the files and keeps what is to be done, batch by batch: each batch is one transaction with how far it came.

enum { BATCH_RECORDS = 500, BATCH_BYTES = 4 << 20, VALUE_SHOWN = 200 };

// Which keys have come, and where: a set that takes 16 bytes a key, since a register has a million.
struct seen {
    uint64_t hash;  // 0: empty
    uint64_t place; // file << 44 | line
};
struct seen_set {
    struct seen *items;
    size_t count, room;
};
enum { PLACE_LINE_BITS = 44 };

static uint64_t hash_of(const char *key)
{
    uint64_t h = 14695981039346656037u;
    for (; *key != '\0'; key++)
        h = (h ^ (unsigned char)*key) * 1099511628211u;
    h ^= h >> 32;
    h *= 0x9e3779b97f4a7c15u;
    h ^= h >> 29;
    return h == 0 ? 1 : h;
}

static struct seen *seen_place(struct seen *items, size_t room, uint64_t hash)
{
    size_t at = hash & (room - 1);
    while (items[at].hash != 0 && items[at].hash != hash)
        at = (at + 1) & (room - 1);
    return &items[at];
}

static void seen_grow(struct seen_set *set)
{
    size_t room = set->room == 0 ? 1024 : set->room * 2;
    struct seen *items = calloc(room, sizeof *items);
    if (items == NULL) {
        log_error("import: out of memory");
        abort();
    }
    for (size_t i = 0; i < set->room; i++)
        if (set->items[i].hash != 0)
            *seen_place(items, room, set->items[i].hash) = set->items[i];
    free(set->items);
    set->items = items;
    set->room = room;
}

// Where it came first; or NULL, and it is kept.
static const struct seen *seen_before(struct seen_set *set, const char *key, size_t file, int64_t line)
{
    if (set->count * 4 >= set->room * 3)
        seen_grow(set);
    uint64_t hash = hash_of(key);
    struct seen *place = seen_place(set->items, set->room, hash);
    if (place->hash != 0)
        return place;
    *place = (struct seen){hash, (uint64_t)file << PLACE_LINE_BITS | (uint64_t)line};
    set->count++;
    return NULL;
}

struct judged {
    struct import_judgement judgement;
    int64_t line;
    const char *raw; // of a rejected one
    const struct record *record;
};

struct reading {
    struct import_work *w;
    struct arena *arena; // of the batch
    struct judged *items;
    size_t count;
    struct seen_set seen;
    size_t file;
    int64_t record; // of the file, so far
    struct import_reader reader;
};

static const char *place_text(const struct reading *r, uint64_t place, struct arena *a)
{
    size_t file = (size_t)(place >> PLACE_LINE_BITS);
    long long line = (long long)(place & (((uint64_t)1 << PLACE_LINE_BITS) - 1));
    return file == r->file ? arena_printf(a, "%lld", line) : arena_printf(a, "%s:%lld", r->w->files[file].name, line);
}

static void refuse_twice(struct reading *r, struct import_judgement *j, int64_t line)
{
    bool taken = j->action == IMPORT_CREATE || j->action == IMPORT_UPDATE || j->action == IMPORT_UNCHANGED;
    if (!taken || j->key == NULL || j->may_repeat)
        return;
    const struct seen *first = seen_before(&r->seen, j->key, r->file, line);
    if (first == NULL)
        return;
    j->action = IMPORT_REJECT;
    j->issues = issues_in(r->arena);
    issues_add_arg(&j->issues, "", N_("It comes twice: the same stands on line %s already. Take one of them out."),
                   place_text(r, first->place, r->arena));
}

static enum status write_faults(struct store_tx *tx, struct reading *r, const struct judged *j, int64_t *faults)
{
    for (size_t i = 0; i < j->judgement.issues.count; i++) {
        const struct issue *issue = &j->judgement.issues.items[i];
        const char *value = j->record == NULL ? NULL : record_get(j->record, issue->field);
        const char *column = r->reader.mapped ? import_map_column(&r->reader.map, issue->field) : issue->field;
        struct import_fault_stored fault = {
            .number = ++*faults,
            .file = (int64_t)r->file,
            .line = j->line,
            .field = column,
            .value = value == NULL ? "" : text_cut(tx->arena, value, VALUE_SHOWN),
            .message = issue->message,
            .arg = issue->arg,
            .record = i == 0 ? j->raw : NULL,
        };
        TRY(import_fault_insert(tx, r->w->now.id, &fault));
    }
    return OK;
}

static enum status write_row(struct store_tx *tx, struct reading *r, const struct judged *j, int64_t position)
{
    const struct import_judgement *judgement = &j->judgement;
    if (r->w->kind->stage != NULL)
        return r->w->kind->stage(tx, &r->w->run, judgement);
    return import_row_insert(tx, r->w->now.id,
                             &(struct import_row_stored){
                                 .position = position,
                                 .file = (int64_t)r->file,
                                 .line = j->line,
                                 .action = import_action_name(judgement->action),
                                 .key = judgement->key,
                                 .title = judgement->title,
                                 .target = judgement->target,
                                 .after = judgement->after == NULL ? "{}" : judgement->after,
                                 .before = judgement->before,
                                 .notes = import_issues_json(&judgement->issues, tx->arena),
                             });
}

// The counts have been brought up to date before: here is only written, so that it can be run again.
static enum status write_batch(struct store_tx *tx, void *arg)
{
    struct reading *r = arg;
    int64_t position = r->w->now.to_do, faults = r->w->now.faults;
    for (size_t i = 0; i < r->count; i++) {
        const struct import_judgement *j = &r->items[i].judgement;
        if (j->action == IMPORT_CREATE || j->action == IMPORT_UPDATE)
            TRY(write_row(tx, r, &r->items[i], ++position));
        else if (j->action == IMPORT_REJECT)
            TRY(write_faults(tx, r, &r->items[i], &faults));
        else if (j->action == IMPORT_OUTSIDE)
            TRY(import_outside_add(tx, r->w->now.id, j->reason == NULL ? N_("Not of this programme") : j->reason, 1));
    }
    return OK;
}

struct step_job {
    struct reading *r; // or NULL
    struct import_stored next;
};

static enum status write_step(struct store_tx *tx, void *arg)
{
    struct step_job *job = arg;
    TRY(import_update(tx, &job->next, "reading"));
    return job->r == NULL ? OK : write_batch(tx, job->r);
}

static void count_batch(const struct reading *r, struct import_stored *next)
{
    int64_t *const counts[IMPORT_ACTIONS] = {
        [IMPORT_CREATE] = &next->created,  [IMPORT_UPDATE] = &next->updated,  [IMPORT_UNCHANGED] = &next->unchanged,
        [IMPORT_OUTSIDE] = &next->outside, [IMPORT_REJECT] = &next->rejected,
    };
    for (size_t i = 0; i < r->count; i++) {
        const struct import_judgement *j = &r->items[i].judgement;
        ++*counts[j->action];
        next->to_do += j->action == IMPORT_CREATE || j->action == IMPORT_UPDATE;
        if (j->action == IMPORT_REJECT)
            next->faults += (int64_t)j->issues.count;
        else
            next->notes += j->issues.count > 0;
    }
}

// Keeps the batch and how far it came.
static enum status keep(struct reading *r)
{
    struct import_work *w = r->w;
    struct step_job job = {.r = r, .next = w->now};
    uint64_t done = 0, total = 0;
    count_batch(r, &job.next);
    if (r->reader.records != NULL)
        records_progress(r->reader.records, &done, &total);
    int64_t before = w->kind->scan == NULL ? 0 : w->now.total_bytes / 2;
    for (size_t i = 0; i < r->file; i++)
        before += w->files[i].size;
    job.next.read_bytes = before + (int64_t)done;
    job.next.file_at = (int64_t)r->file;
    job.next.record_at = r->record;
    TRY(store_write(app_store(w->app), &w->actor, app_now(w->app), write_step, &job));
    w->now = job.next;
    r->count = 0;
    arena_reset(r->arena);
    r->items = ARENA_ARRAY(r->arena, struct judged, BATCH_RECORDS);
    import_tell(w);
    return OK;
}

static bool asked_to_stop(const struct import_work *w)
{
    return w->stopping != NULL && w->stopping(w->stopping_context);
}

static enum status take_record(struct reading *r, const struct record *raw, const struct record *record, bool again)
{
    struct judged *item = &r->items[r->count];
    *item = (struct judged){.line = raw->line, .record = record};
    enum status status = import_judge(r->w->kind, &r->w->run, record, r->arena, &item->judgement);
    if (status == INVALID) {
        for (size_t i = 0; i < item->judgement.issues.count; i++)
            issues_add_arg(r->w->issues, "file", item->judgement.issues.items[i].message,
                           item->judgement.issues.items[i].arg);
        if (item->judgement.issues.count == 0)
            issues_add(r->w->issues, "file", N_("This is no file of the chosen kind"));
    }
    TRY(status);
    refuse_twice(r, &item->judgement, raw->line);
    if (again)
        return OK;
    if (item->judgement.action == IMPORT_REJECT)
        item->raw = import_record_json(raw, r->arena);
    r->count++;
    return OK;
}

static void note_file(struct import_work *w, const char *name)
{
    // A broken file of several is to be told apart.
    for (size_t i = 0; w->file_count > 1 && i < w->issues->count; i++)
        if (strcmp(w->issues->items[i].field, "file") == 0)
            w->issues->items[i].field = arena_strdup(w->issues->arena, name);
    if (w->file_count > 1)
        issues_add(w->issues, "", N_("Nothing of these files was stored. Import the others without this one, one by one or "
                                     "from a folder of their own."));
}

static enum status open_next(struct import_work *w, size_t number, struct import_reader *out)
{
    const struct import_file *f = &w->files[number];
    const struct import_pair *mapping;
    size_t count = import_pairs_read(w->now.mapping, w->arena, &mapping);
    w->run.part = f->part;
    w->run.file = f->name;
    w->run.list = NULL;
    static const struct record nothing;
    w->run.head = &nothing;
    enum status status = import_open_file(w->kind, import_file_path(w->app, w->now.id, f, number, w->arena), f->part,
                                          mapping, count, w->now.options, w->issues, out);
    if (status == NOT_FOUND) {
        issues_add_arg(w->issues, "file", N_("There is no such file any more: %s"), f->name);
        return INVALID;
    }
    return status;
}

// The records before record_at of file_at are judged again for the kind's and our own memory.
static enum status read_file(struct reading *r)
{
    struct import_work *w = r->w;
    bool earlier = (int64_t)r->file < w->now.file_at;
    int64_t known = (int64_t)r->file == w->now.file_at ? w->now.record_at : 0;
    enum status status = open_next(w, r->file, &r->reader);
    r->record = 0;
    while (status == OK) {
        struct record raw;
        const struct record *record;
        status = import_next_record(&r->reader, &w->run, r->arena, &raw, &record);
        if (status != OK)
            break;
        r->record++;
        bool again = earlier || r->record <= known;
        status = take_record(r, &raw, record, again);
        bool full = r->count == BATCH_RECORDS || arena_used(r->arena) > BATCH_BYTES;
        if (status == OK && full && again) {
            arena_reset(r->arena);
            r->items = ARENA_ARRAY(r->arena, struct judged, BATCH_RECORDS);
        } else if (status == OK && full) {
            status = keep(r);
        }
        if (status == OK && full && asked_to_stop(w))
            status = BUSY;
    }
    if (status == NOT_FOUND)
        status = !earlier && r->count > 0 ? keep(r) : OK;
    if (status == INVALID)
        note_file(w, w->files[r->file].name);
    import_close_file(&r->reader);
    return status;
}

static enum status keep_state(struct import_work *w, const struct import_stored *next)
{
    struct step_job job = {.next = *next};
    TRY(store_write(app_store(w->app), &w->actor, app_now(w->app), write_step, &job));
    w->now = *next;
    return OK;
}

static enum status scan_file(struct import_work *w, size_t number, struct arena *a, int64_t *before)
{
    struct import_reader reader = {0};
    enum status status = open_next(w, number, &reader);
    for (int64_t n = 1; status == OK; n++) {
        struct record raw;
        const struct record *record;
        status = import_next_record(&reader, &w->run, a, &raw, &record);
        if (status == OK && raw.problem == NULL)
            status = w->kind->scan(&w->run, record, a);
        if (n % BATCH_RECORDS == 0 || arena_used(a) > BATCH_BYTES)
            arena_reset(a);
        if (status == OK && n % (BATCH_RECORDS * 20) == 0) {
            uint64_t done, total;
            struct import_stored next = w->now;
            records_progress(reader.records, &done, &total);
            next.read_bytes = *before + (int64_t)done;
            if (!w->now.scanned)
                status = keep_state(w, &next);
            import_tell(w);
            if (status == OK && asked_to_stop(w))
                status = BUSY;
        }
    }
    if (status == INVALID)
        note_file(w, w->files[number].name);
    import_close_file(&reader);
    *before += w->files[number].size;
    return status == NOT_FOUND ? OK : status;
}

// Every stretch of reading begins with it: what it learns is in memory only.
static enum status scan_all(struct import_work *w)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    int64_t before = 0;
    for (size_t i = 0; i < w->file_count; i++)
        TRY(scan_file(w, i, a, &before));
    struct import_stored next = w->now;
    next.scanned = true;
    return w->now.scanned ? OK : keep_state(w, &next);
}

static enum status read_files(struct import_work *w)
{
    struct reading r = {.w = w, .arena = arena_open()};
    enum status status = OK;
    r.items = ARENA_ARRAY(r.arena, struct judged, BATCH_RECORDS);
    for (r.file = 0; status == OK && r.file < w->file_count; r.file++)
        status = read_file(&r);
    free(r.seen.items);
    arena_close(r.arena);
    return status;
}

struct refusing {
    struct import_work *w;
    struct import_stored next;
};

// The state and what was staged go together: a stop between them would leave a version that could be taken into use.
static enum status refuse_job(struct store_tx *tx, void *arg)
{
    struct refusing *r = arg;
    TRY(keep_state(r->w, &r->next));
    return r->w->kind->discard == NULL ? OK : r->w->kind->discard(tx, &r->w->run);
}

// Nothing of a file that is refused is kept but the reason.
static enum status refuse(struct import_work *w)
{
    struct refusing r = {.w = w, .next = w->now};
    struct import_stored *next = &r.next;
    next->state = "refused";
    next->problem = import_issues_json(w->issues, w->arena);
    next->created = next->updated = next->unchanged = next->outside = next->rejected = 0;
    next->notes = next->faults = next->to_do = 0;
    TRY(store_write(app_store(w->app), &w->actor, app_now(w->app), refuse_job, &r));
    TRY(import_clear_all(w->app, w->now.id, true));
    return INVALID;
}

enum status import_read_all(struct import_work *w)
{
    enum status status = import_begin_run(w);
    if (status == OK && w->kind->scan != NULL)
        status = scan_all(w);
    if (status == OK)
        status = read_files(w);
    if (status == OK && w->kind->judged != NULL)
        status = w->kind->judged(&w->run, w->issues);
    if (status == INVALID)
        status = refuse(w);
    import_end_run(w);
    TRY(status);
    struct import_stored next = w->now;
    next.read_bytes = next.total_bytes;
    next.state = next.unasked ? "applying" : "ready";
    if (w->issues->count > 0) { // what the kind remarks on the whole
        struct issues remarks = issues_in(w->arena);
        import_issues_read(next.problem, &remarks);
        for (size_t i = 0; i < w->issues->count; i++)
            issues_add_arg(&remarks, w->issues->items[i].field, w->issues->items[i].message, w->issues->items[i].arg);
        next.problem = import_issues_json(&remarks, w->arena);
    }
    return keep_state(w, &next);
}
