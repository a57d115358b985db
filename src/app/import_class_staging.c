// SPDX-License-Identifier: EUPL-1.2
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "app/classes.h"
#include "app/import_classes.h"
#include "app/imports.h"
#include "app/internal.h"
#include "base/buf.h"
#include "base/name_map.h"
#include "store/import_store.h"

// What is known of a piece: from the version in use, from the files, or both.
struct known {
    const char *key;
    uint64_t content;  // of the version in use
    uint64_t said;     // what the files say
    bool base, seen;
};

struct class_target {
    struct class_version version;
    int64_t base; // the version in use that it is compared with, or 0
    day base_to;  // until when that holds
    struct name_map *names;
    struct known *known;
    size_t known_room;
    size_t taken, rejected;
};

enum { TARGETS_MOST = 16 };
struct class_staging {
    struct class_target targets[TARGETS_MOST];
    size_t target_count;
    struct class_target *current;
    char *file;
    int part, mode;
    void *own;
};

static struct class_staging *staging_of(const struct import_run *run)
{
    return run->state;
}

enum status class_staging_begin(struct import_run *run, struct issues *issues)
{
    day from;
    run->state = ARENA_NEW(run->arena, struct class_staging);
    return class_option_from(run, issues, &from);
}

void class_staging_end(struct import_run *run)
{
    struct class_staging *s = staging_of(run);
    for (size_t i = 0; s != NULL && i < s->target_count; i++) {
        name_map_close(s->targets[i].names);
        free(s->targets[i].known);
    }
    run->state = NULL;
}

// Pieces as texts: the key finds the piece again and can be taken apart, the content says whether it is the same.

static const char *piece_key(const struct class_piece *p, struct arena *a)
{
    char on[DAY_TEXT];
    switch (p->type) {
    case PIECE_ITEM:
        return arena_printf(a, "i%s", p->item.key);
    case PIECE_LABEL:
        return arena_printf(a, "l%s\t%s\t%d", p->label.code, p->label.lang, p->label.position);
    case PIECE_RELATION:
        return arena_printf(a, "r%s\t%s\t%s", p->relation.from, p->relation.kind, p->relation.to);
    case PIECE_CHANGE:
        day_write(p->change.on, on);
        return arena_printf(a, "c%s\t%s\t%s", p->change.old_code, p->change.new_code, on);
    }
    return "";
}

static uint64_t hash_add(uint64_t hash, const char *text)
{
    for (const char *p = text_or_empty(text); *p != '\0'; p++)
        hash = (hash ^ (unsigned char)*p) * 1099511628211u;
    return (hash ^ 0xff) * 1099511628211u;
}

static uint64_t piece_content(const struct class_piece *p)
{
    uint64_t h = 14695981039346656037u;
    const struct class_item *i = &p->item;
    switch (p->type) {
    case PIECE_ITEM: {
        const char *texts[] = {i->type,    i->code,      i->parent,    i->name_nb, i->name_nn,
                               i->name_en, i->labels_nb, i->labels_en, i->note};
        for (size_t n = 0; n < COUNT_OF(texts); n++)
            h = hash_add(h, texts[n]);
        uint64_t numbers[] = {(uint64_t)i->level, (uint64_t)i->valid_from, (uint64_t)i->valid_to};
        for (size_t n = 0; n < COUNT_OF(numbers); n++)
            h = (h ^ numbers[n]) * 1099511628211u;
        return h;
    }
    case PIECE_LABEL:
        return hash_add(hash_add(h, p->label.name), p->label.labels);
    case PIECE_RELATION:
        return h;
    case PIECE_CHANGE:
        return hash_add(hash_add(h, p->change.old_name), p->change.new_name);
    }
    return h;
}

// The place is good until the next call.
static struct known *known_put(struct class_target *t, const char *key)
{
    size_t at = name_map_put(t->names, key);
    if (at >= t->known_room) {
        size_t room = t->known_room == 0 ? 1024 : t->known_room * 2;
        t->known = reallocarray(t->known, room, sizeof *t->known);
        if (t->known == NULL)
            abort();
        memset(t->known + t->known_room, 0, (room - t->known_room) * sizeof *t->known);
        t->known_room = room;
    }
    t->known[at].key = name_map_name(t->names, at);
    return &t->known[at];
}

// The version in use

static enum status known_add(struct class_target *t, const struct class_piece *p)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct known *k = known_put(t, piece_key(p, a));
    k->base = true;
    k->content = piece_content(p);
    return OK;
}

static enum status known_item(void *arg, const struct class_item *item)
{
    return known_add(arg, &(struct class_piece){.type = PIECE_ITEM, .item = *item});
}

static enum status known_label(void *arg, const struct class_label *label)
{
    return known_add(arg, &(struct class_piece){.type = PIECE_LABEL, .label = *label});
}

static enum status known_relation(void *arg, const struct class_relation *relation)
{
    return known_add(arg, &(struct class_piece){.type = PIECE_RELATION, .relation = *relation});
}

static enum status known_change(void *arg, const struct class_change *change)
{
    return known_add(arg, &(struct class_piece){.type = PIECE_CHANGE, .change = *change});
}

static enum status base_read(struct import_run *run, struct class_target *t)
{
    struct store *store = app_store(run->app);
    struct class_version base;
    enum status status = class_version_in_use(store, t->version.slot, run->arena, &base);
    if (status == NOT_FOUND)
        return OK;
    TRY(status);
    t->base = base.id;
    t->base_to = base.valid_to;
    TRY(class_item_each(store, base.id, known_item, t));
    TRY(class_label_each(store, base.id, known_label, t));
    TRY(class_relation_each(store, base.id, known_relation, t));
    return class_change_each(store, base.id, known_change, t);
}

// Targets

bool class_staging_new_file(struct import_run *run)
{
    struct class_staging *s = staging_of(run);
    if (s->file != NULL && strcmp(s->file, run->file) == 0 && s->part == run->part)
        return false;
    s->file = arena_strdup(run->arena, run->file);
    s->part = run->part;
    s->current = NULL;
    s->mode = 0;
    return true;
}

enum status class_staging_target(struct import_run *run, const struct class_version *about, struct class_target **out)
{
    struct class_staging *s = staging_of(run);
    size_t at = 0;
    while (at < s->target_count && strcmp(s->targets[at].version.slot, about->slot) != 0)
        at++;
    if (at == TARGETS_MOST)
        return INVALID;
    struct class_target *t = &s->targets[at];
    if (at == s->target_count) {
        s->target_count++;
        *t = (struct class_target){.version = *about, .names = name_map_open()};
        // Ids of imports are far enough from each other: the time is in them.
        t->version.id = run->import + (int64_t)at;
        t->version.import = run->import;
        t->version.file = arena_strdup(run->arena, run->file);
        t->version.slot = arena_strdup(run->arena, about->slot);
        t->version.name = arena_strdup(run->arena, about->name);
        TRY(base_read(run, t));
    }
    s->current = *out = t;
    return OK;
}

struct class_target *class_staging_current(struct import_run *run)
{
    return staging_of(run)->current;
}

int class_staging_mode(const struct import_run *run)
{
    return staging_of(run)->mode;
}

void class_staging_set_mode(struct import_run *run, int mode)
{
    staging_of(run)->mode = mode;
}

void *class_staging_own(const struct import_run *run)
{
    return staging_of(run) == NULL ? NULL : staging_of(run)->own;
}

void class_staging_set_own(struct import_run *run, void *own)
{
    staging_of(run)->own = own;
}

bool class_staging_has(struct class_target *t, const char *key)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t at = name_map_find(t->names, arena_printf(a, "i%s", key));
    return at != NAME_MAP_NONE && t->known[at].seen;
}

// Judging

static void text_set(json_t *to, const char *name, const char *text)
{
    if (text != NULL && text[0] != '\0')
        json_object_set_new(to, name, json_string(text));
}

static void day_set(json_t *to, const char *name, day d)
{
    char text[DAY_TEXT];
    day_write(d, text);
    text_set(to, name, text);
}

static json_t *piece_json(const struct class_piece *p)
{
    json_t *o = json_object();
    json_object_set_new(o, "type", json_integer(p->type));
    text_set(o, "uri", p->uri);
    switch (p->type) {
    case PIECE_ITEM: {
        const struct class_item *i = &p->item;
        text_set(o, "key", i->key);
        text_set(o, "kind", i->type);
        text_set(o, "code", i->code);
        text_set(o, "parent", i->parent);
        json_object_set_new(o, "level", json_integer(i->level));
        text_set(o, "nb", i->name_nb);
        text_set(o, "nn", i->name_nn);
        text_set(o, "en", i->name_en);
        text_set(o, "labels_nb", i->labels_nb);
        text_set(o, "labels_en", i->labels_en);
        text_set(o, "note", i->note);
        day_set(o, "from", i->valid_from);
        day_set(o, "to", i->valid_to);
        break;
    }
    case PIECE_LABEL:
        text_set(o, "code", p->label.code);
        text_set(o, "lang", p->label.lang);
        json_object_set_new(o, "position", json_integer(p->label.position));
        text_set(o, "name", p->label.name);
        text_set(o, "labels", p->label.labels);
        break;
    case PIECE_RELATION:
        text_set(o, "code", p->relation.from);
        text_set(o, "kind", p->relation.kind);
        text_set(o, "other", p->relation.to);
        break;
    case PIECE_CHANGE:
        text_set(o, "code", p->change.old_code);
        text_set(o, "other", p->change.new_code);
        text_set(o, "name", p->change.old_name);
        text_set(o, "other_name", p->change.new_name);
        day_set(o, "from", p->change.on);
        break;
    }
    return o;
}

static const char *piece_name(const struct class_piece *p)
{
    const char *const names[] = {p->item.name_nb, p->item.name_en, p->label.name, p->label.labels, p->change.new_name};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (names[i] != NULL && names[i][0] != '\0')
            return names[i];
    return "";
}

static const char *piece_code(const struct class_piece *p)
{
    switch (p->type) {
    case PIECE_ITEM:
        return p->item.code;
    case PIECE_LABEL:
        return p->label.code;
    case PIECE_RELATION:
        return p->relation.from;
    case PIECE_CHANGE:
        return p->change.old_code[0] != '\0' ? p->change.old_code : p->change.new_code;
    }
    return "";
}

void class_reject(struct import_run *run, struct import_judgement *out, const char *field, const char *message,
                  const char *arg)
{
    struct class_target *t = class_staging_current(run);
    if (t != NULL)
        t->rejected++;
    out->action = IMPORT_REJECT;
    issues_add_arg(&out->issues, field, message, arg);
}

void class_staging_judge(struct import_run *run, const struct class_piece *pieces, size_t count, struct arena *a,
                         struct import_judgement *out)
{
    struct class_staging *s = staging_of(run);
    struct class_target *t = s->current;
    size_t created = 0, updated = 0, again = 0;
    json_t *list = NULL;
    for (size_t i = 0; i < count; i++) {
        struct known *k = known_put(t, piece_key(&pieces[i], a));
        uint64_t content = piece_content(&pieces[i]);
        if (k->seen && k->said != content) {
            class_reject(run, out, text_or_empty(pieces[i].field),
                         N_("A line before this one says something else of the same code."), NULL);
            json_decref(list);
            return;
        }
        again += k->seen;
        bool differs = !k->seen && (!k->base || k->content != content);
        created += differs && !k->base;
        updated += differs && k->base;
        if (differs) {
            list = list == NULL ? json_array() : list;
            json_array_append_new(list, piece_json(&pieces[i]));
        }
        k->seen = true;
        k->said = content;
    }
    t->taken++;
    out->action = created > 0 ? IMPORT_CREATE : updated > 0 ? IMPORT_UPDATE : IMPORT_UNCHANGED;
    if (again == count && count > 0) {
        out->action = IMPORT_OUTSIDE;
        out->reason = N_("A line before says the same");
    }
    if (list == NULL)
        return;
    json_t *after = json_object();
    json_object_set_new(after, "target", json_integer((json_int_t)(t - s->targets)));
    text_set(after, "code", piece_code(&pieces[0]));
    text_set(after, "name", piece_name(&pieces[0]));
    json_object_set_new(after, "pieces", list);
    char *text = json_dumps(after, JSON_COMPACT);
    out->after = arena_strdup(a, text);
    out->title = piece_name(&pieces[0]);
    free(text);
    json_decref(after);
}

const char *class_staging_shown(const char *member)
{
    if (strcmp(member, "code") == 0)
        return N_("Code");
    return strcmp(member, "name") == 0 ? N_("Name") : NULL;
}

// Staging

static const char *text_get(const json_t *from, const char *name)
{
    return text_or_empty(json_string_value(json_object_get(from, name)));
}

static day day_get(const json_t *from, const char *name)
{
    day d;
    return day_read(text_get(from, name), &d) ? d : DAY_NONE;
}

static enum status piece_put(struct store_tx *tx, int64_t version, const json_t *p)
{
    const char *code = text_get(p, "code"), *uri = text_get(p, "uri");
    if (uri[0] != '\0')
        TRY(class_code_put(tx, uri, code));
    switch (json_integer_value(json_object_get(p, "type"))) {
    case PIECE_ITEM:
        return class_item_put(tx, version,
                              &(struct class_item){
                                  .key = text_get(p, "key"),
                                  .type = text_get(p, "kind"),
                                  .code = code,
                                  .parent = text_get(p, "parent"),
                                  .level = (int)json_integer_value(json_object_get(p, "level")),
                                  .name_nb = text_get(p, "nb"),
                                  .name_nn = text_get(p, "nn"),
                                  .name_en = text_get(p, "en"),
                                  .labels_nb = text_get(p, "labels_nb"),
                                  .labels_en = text_get(p, "labels_en"),
                                  .note = text_get(p, "note"),
                                  .valid_from = day_get(p, "from"),
                                  .valid_to = day_get(p, "to"),
                              });
    case PIECE_LABEL:
        return class_label_put(tx, version,
                               &(struct class_label){
                                   .code = code,
                                   .lang = text_get(p, "lang"),
                                   .position = (int)json_integer_value(json_object_get(p, "position")),
                                   .name = text_get(p, "name"),
                                   .labels = text_get(p, "labels"),
                               });
    case PIECE_RELATION:
        return class_relation_put(tx, version,
                                  &(struct class_relation){code, text_get(p, "other"), text_get(p, "kind")});
    default:
        return class_change_put(tx, version,
                                &(struct class_change){
                                    .old_code = code,
                                    .new_code = text_get(p, "other"),
                                    .old_name = text_get(p, "name"),
                                    .new_name = text_get(p, "other_name"),
                                    .on = day_get(p, "from"),
                                });
    }
}

enum status class_staging_stage(struct store_tx *tx, struct import_run *run, const struct import_judgement *j)
{
    struct class_staging *s = staging_of(run);
    json_t *after = json_loads(j->after, 0, NULL);
    size_t at = (size_t)json_integer_value(json_object_get(after, "target"));
    const struct class_target *t = &s->targets[at];
    enum status status = class_version_stage(tx, &t->version, t->base);
    json_t *pieces = json_object_get(after, "pieces");
    for (size_t i = 0; status == OK && i < json_array_size(pieces); i++)
        status = piece_put(tx, t->version.id, json_array_get(pieces, i));
    json_decref(after);
    return status;
}

// What the version in use has and the files do not.
static enum status piece_remove(struct store_tx *tx, int64_t version, const char *key)
{
    struct arena *a = tx->arena;
    const char *parts[3] = {"", "", ""};
    size_t n = 0;
    for (const char *p = key + 1; n < 3 && key[0] != 'i'; p++) {
        size_t length = strcspn(p, "\t");
        parts[n++] = arena_strndup(a, p, length);
        p += length;
        if (*p == '\0')
            break;
    }
    struct class_change change = {.old_code = parts[0], .new_code = parts[1], .on = DAY_NONE};
    switch (key[0]) {
    case 'i':
        return class_item_remove(tx, version, key + 1);
    case 'l':
        return class_label_remove(tx, version, &(struct class_label){parts[0], parts[1], (int)strtol(parts[2], NULL, 10), "", ""});
    case 'r':
        return class_relation_remove(tx, version, &(struct class_relation){parts[0], parts[2], parts[1]});
    default:
        return day_read(parts[2], &change.on) ? class_change_remove(tx, version, &change) : OK;
    }
}

static enum status target_finish(struct store_tx *tx, void *arg)
{
    const struct class_target *t = arg;
    struct import_stored import;
    struct class_version stands;
    TRY(import_find(tx->store, (struct import_id){t->version.import}, tx->arena, &import));
    if (strcmp(import.state, import_state_name(IMPORT_READING)) != 0)
        return CONFLICT; // somebody has cancelled it, and what was staged is gone
    bool staged = class_version_get(tx->store, t->version.id, tx->arena, &stands) == OK;
    for (size_t i = 0; i < name_map_count(t->names); i++) {
        if (t->known[i].seen || !t->known[i].base)
            continue;
        if (!staged)
            TRY(class_version_stage(tx, &t->version, t->base));
        staged = true;
        TRY(piece_remove(tx, t->version.id, t->known[i].key));
    }
    if (!staged && t->base != 0 && t->base_to != t->version.valid_to) {
        TRY(class_version_stage(tx, &t->version, t->base));
        staged = true;
    }
    return staged ? class_version_ready(tx, t->version.id) : OK;
}

static const char *const REMARKS[CLASS_MEANINGS] = {
    [MEANING_VANISHES] = N_("Codes in use that this version does not have: %s"),
    [MEANING_RENAMED] = N_("Codes in use that get another name: %s"),
    [MEANING_SPLIT] = N_("Codes in use that are divided: %s"),
    [MEANING_MERGED] = N_("Codes in use that are merged with others: %s"),
};
enum { REMARK_CODES = 5 };

// What the version changes for codes in use, as remarks: the first codes of each sort, and how many more there are.
static enum status remark(struct import_run *run, int64_t version, struct issues *issues)
{
    struct class_upgrade u;
    enum status status = class_upgrade_of(run->app, NULL, version, run->arena, &u);
    if (status == NOT_FOUND) // nothing differs
        return OK;
    TRY(status);
    for (int meaning = 0; meaning < CLASS_MEANINGS; meaning++) {
        struct buf codes = buf_in(run->arena);
        size_t count = 0;
        for (size_t i = 0; i < u.row_count; i++) {
            const struct class_upgrade_row *row = &u.rows[i];
            if (row->meaning != (enum class_meaning)meaning || ++count > REMARK_CODES)
                continue;
            buf_printf(&codes, "%s%s %s", count == 1 ? "" : "; ", row->code, row->old_name);
            if (row->new_name[0] != '\0')
                buf_printf(&codes, " → %s", row->new_name);
        }
        if (count > REMARK_CODES)
            buf_printf(&codes, "; … (%zu)", count);
        if (count > 0)
            issues_add_arg(issues, "file", REMARKS[meaning], buf_text(&codes));
    }
    return OK;
}

enum status class_staging_judged(struct import_run *run, struct issues *issues)
{
    struct class_staging *s = staging_of(run);
    for (size_t i = 0; i < s->target_count; i++)
        if (s->targets[i].rejected > s->targets[i].taken) { // it began like one by chance
            issues_add_arg(issues, "file", N_("Most lines of %s are not of this kind."), s->targets[i].version.file);
            return INVALID;
        }
    for (size_t i = 0; run->import != 0 && i < s->target_count; i++) {
        TRY(store_write(app_store(run->app), run->actor, app_now(run->app), target_finish, &s->targets[i]));
        TRY(remark(run, s->targets[i].version.id, issues));
    }
    return OK;
}
