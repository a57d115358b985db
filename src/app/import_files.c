// SPDX-License-Identifier: EUPL-1.2
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/import_inside.h"
#include "app/internal.h"
#include "base/log.h"
#include "base/text.h"

enum { FILES_MOST = 500, PIECE = 256 * 1024 };

static bool ends_with(const char *name, size_t length, const char *end)
{
    size_t n = strlen(end);
    return length >= n && strncasecmp(name + length - n, end, n) == 0;
}

// The length of the name without ".gz".
static size_t bare_length(const char *name)
{
    size_t length = strlen(name);
    return ends_with(name, length, ".gz") ? length - 3 : length;
}

static bool readable_name(const char *name)
{
    static const char *const ENDS[] = {".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".gz"};
    for (size_t i = 0; i < COUNT_OF(ENDS); i++)
        if (ends_with(name, strlen(name), ENDS[i]))
            return true;
    return false;
}

// -1: of none.
static int part_of(const struct import_kind *kind, const char *name)
{
    for (size_t i = 0; i < kind->part_count; i++) {
        const char *end = kind->parts[i].file;
        if (*end == '\0' ? readable_name(name) : ends_with(name, bare_length(name), end))
            return (int)i;
    }
    return -1;
}

// Of a file that stands by itself and whose name fits none.
static int usual_part(const struct import_kind *kind)
{
    for (size_t i = 0; i < kind->part_count; i++)
        if (kind->parts[i].file[0] == '\0')
            return (int)i;
    return 0;
}

// Names come from outside, and go into messages and lists.
static const char *shown_name(const char *name, struct arena *a)
{
    const char *slash = strrchr(name, '/');
    name = slash == NULL ? name : slash + 1;
    if (!text_valid(name, strlen(name)) || !text_visible(name))
        return "file";
    return text_cut(a, text_line(a, name), 120);
}

struct taking {
    const struct import_kind *kind;
    struct arena *arena;
    struct issues *issues;
    struct import_file *files;
    const char **sources; // what to read them from, beside files
    size_t count;
};

static enum status take_path(struct taking *t, const char *path, const char *name, bool alone)
{
    struct stat st;
    int part = part_of(t->kind, name);
    if (stat(path, &st) != 0) {
        issues_add_arg(t->issues, "file", N_("There is no such file: %s"), path);
        return INVALID;
    }
    if (S_ISDIR(st.st_mode)) {
        issues_add_arg(t->issues, "", N_("Passed over, since it is a folder; import it by itself: %s"),
                       shown_name(name, t->arena));
        return OK;
    }
    if (!S_ISREG(st.st_mode) || (part < 0 && !alone)) {
        issues_add_arg(t->issues, "", N_("Passed over, since it is no file of this kind: %s"),
                       shown_name(name, t->arena));
        return OK;
    }
    if (access(path, R_OK) != 0) {
        issues_add_arg(t->issues, "file", N_("This file may not be read: %s"), path);
        return INVALID;
    }
    if (t->count == FILES_MOST) {
        issues_add(t->issues, "file", N_("There are more than 500 files. Import them in parts."));
        return INVALID;
    }
    char *whole = realpath(path, NULL);
    t->files[t->count++] = (struct import_file){
        .part = part < 0 ? usual_part(t->kind) : part,
        .name = shown_name(name, t->arena),
        .path = arena_strdup(t->arena, whole == NULL ? path : whole),
        .size = st.st_size,
    };
    free(whole);
    return OK;
}

static enum status take_directory(struct taking *t, const char *path)
{
    struct dirent **entries;
    int n = scandir(path, &entries, NULL, alphasort);
    if (n < 0) {
        issues_add_arg(t->issues, "file", N_("This directory may not be read: %s"), path);
        return INVALID;
    }
    enum status status = OK;
    for (int i = 0; i < n; i++) {
        if (status == OK && entries[i]->d_name[0] != '.')
            status = take_path(t, arena_printf(t->arena, "%s/%s", path, entries[i]->d_name), entries[i]->d_name, false);
        free(entries[i]);
    }
    free(entries);
    return status;
}

static int in_order(const void *one, const void *other)
{
    const struct import_file *x = one, *y = other;
    return x->part != y->part ? (x->part > y->part) - (x->part < y->part) : strcmp(x->name, y->name);
}

static enum status check_parts(struct taking *t)
{
    enum status status = OK;
    if (t->count == 0) {
        issues_add(t->issues, "file", N_("There is no file to import. Give a CSV, JSON or XLSX file."));
        return INVALID;
    }
    for (size_t p = 0; p < t->kind->part_count; p++) {
        bool found = !t->kind->parts[p].required;
        for (size_t i = 0; i < t->count; i++)
            found |= t->files[i].part == (int)p;
        if (!found) {
            issues_add_arg(t->issues, "file", N_("A file is missing, whose name ends with %s"), t->kind->parts[p].file);
            status = INVALID;
        }
    }
    return status;
}

static bool write_all(int to, const char *bytes, size_t n)
{
    while (n > 0) {
        ssize_t wrote = write(to, bytes, n);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        bytes += wrote;
        n -= (size_t)wrote;
    }
    return true;
}

static enum status copy_file(int from, const char *path, int64_t *size_out)
{
    int to = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    char *piece = malloc(PIECE);
    bool good = to >= 0 && piece != NULL;
    off_t at = 0;
    while (good) {
        ssize_t n = pread(from, piece, PIECE, at);
        if (n < 0 && errno == EINTR)
            continue;
        good = n >= 0 && write_all(to, piece, (size_t)n);
        if (n <= 0)
            break;
        at += n;
    }
    good = good && fsync(to) == 0;
    if (to >= 0)
        close(to);
    free(piece);
    *size_out = at;
    if (!good)
        log_error("import: an upload could not be kept: %s", strerror(errno));
    return good ? OK : FAILED;
}

static enum status make_folder(struct app *app, struct arena *a, const char **out)
{
    const char *all = import_folder(app_store(app), a);
    if (mkdir(all, 0700) != 0 && errno != EEXIST) {
        log_error("import: no folder for uploads: %s", strerror(errno));
        return FAILED;
    }
    char *name = arena_printf(a, "%s/new-XXXXXX", all);
    if (mkdtemp(name) == NULL) {
        log_error("import: no folder for an upload: %s", strerror(errno));
        return FAILED;
    }
    *out = name;
    return OK;
}

static enum status take_uploads(struct app *app, struct taking *t, const struct import_source *sources, size_t count,
                                const char **folder_out)
{
    const char *folder;
    TRY(make_folder(app, t->arena, &folder));
    *folder_out = folder;
    int *fds = ARENA_ARRAY(t->arena, int, count);
    for (size_t i = 0; i < count; i++) {
        const char *name = shown_name(text_or_empty(sources[i].name), t->arena);
        int part = part_of(t->kind, name);
        if (part < 0 && count > 1) {
            issues_add_arg(t->issues, "", N_("Passed over, since it is no file of this kind: %s"), name);
            continue;
        }
        fds[t->count] = sources[i].fd;
        // The size stands for where it comes from until the files are in order.
        t->files[t->count] = (struct import_file){part < 0 ? usual_part(t->kind) : part, name, "", (int64_t)t->count};
        t->count++;
    }
    qsort(t->files, t->count, sizeof *t->files, in_order);
    for (size_t i = 0; i < t->count; i++)
        TRY(copy_file(fds[t->files[i].size], arena_printf(t->arena, "%s/%zu", folder, i), &t->files[i].size));
    return OK;
}

enum status import_take_files(struct app *app, const struct import_kind *kind, const struct import_source *sources,
                              size_t count, struct arena *a, struct issues *issues, struct import_file **out,
                              size_t *count_out, const char **own_folder_out)
{
    struct taking t = {.kind = kind, .arena = a, .issues = issues};
    t.files = ARENA_ARRAY(a, struct import_file, FILES_MOST);
    *own_folder_out = NULL;
    if (count > 0 && sources[0].path == NULL) {
        if (count > FILES_MOST)
            count = FILES_MOST;
        TRY(take_uploads(app, &t, sources, count, own_folder_out));
    } else {
        for (size_t i = 0; i < count; i++) {
            struct stat st;
            bool directory = stat(sources[i].path, &st) == 0 && S_ISDIR(st.st_mode);
            TRY(directory ? take_directory(&t, sources[i].path)
                          : take_path(&t, sources[i].path, sources[i].path, true));
        }
        qsort(t.files, t.count, sizeof *t.files, in_order);
    }
    TRY(check_parts(&t));
    *out = t.files;
    *count_out = t.count;
    return OK;
}

const char *import_own_folder(struct app *app, struct import_id id, struct arena *a)
{
    return arena_printf(a, "%s/%lld", import_folder(app_store(app), a), (long long)id.value);
}

enum status import_name_folder(struct app *app, const char *folder, struct import_id id)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    if (rename(folder, import_own_folder(app, id, a)) == 0)
        return OK;
    log_error("import: the folder of an upload could not be named: %s", strerror(errno));
    return FAILED;
}

void import_drop_folder(const char *folder)
{
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return;
    for (struct dirent *e; (e = readdir(dir)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0 && unlinkat(dirfd(dir), e->d_name, 0) != 0 &&
            errno != ENOENT)
            log_warning("import: a file of an upload could not be removed: %s", strerror(errno));
    closedir(dir);
    if (rmdir(folder) != 0 && errno != ENOENT)
        log_warning("import: the folder of an upload could not be removed: %s", strerror(errno));
}

const char *import_file_path(struct app *app, struct import_id id, const struct import_file *f, size_t number,
                             struct arena *a)
{
    return f->path[0] != '\0' ? f->path : arena_printf(a, "%s/%zu", import_own_folder(app, id, a), number);
}

static enum status digest_file(crypto_generichash_state *state, const char *path)
{
    int from = open(path, O_RDONLY | O_CLOEXEC);
    if (from < 0)
        return NOT_FOUND;
    unsigned char *piece = malloc(PIECE);
    ssize_t n = piece == NULL ? -1 : 1;
    while (n > 0) {
        n = read(from, piece, PIECE);
        if (n < 0 && errno == EINTR)
            n = 1;
        else if (n > 0)
            crypto_generichash_update(state, piece, (unsigned long long)n);
    }
    free(piece);
    close(from);
    if (n < 0)
        log_error("import: a file could not be read: %s", strerror(errno));
    return n < 0 ? FAILED : OK;
}

enum status import_digest(struct app *app, struct import_id id, const struct import_file *files, size_t count,
                          unsigned char out[IMPORT_DIGEST])
{
    struct arena *a CLEANUP_ARENA = arena_open();
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, IMPORT_DIGEST);
    for (size_t i = 0; i < count; i++) {
        crypto_generichash_update(&state, (const unsigned char *)&files[i].size, sizeof files[i].size);
        TRY(digest_file(&state, import_file_path(app, id, &files[i], i, a)));
    }
    crypto_generichash_final(&state, out, IMPORT_DIGEST);
    return OK;
}

enum status import_lock(struct app *app, struct import_id id, int *out)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    const char *folder = import_own_folder(app, id, a);
    if ((mkdir(import_folder(app_store(app), a), 0700) != 0 && errno != EEXIST) ||
        (mkdir(folder, 0700) != 0 && errno != EEXIST)) {
        log_error("import: no folder to work in: %s", strerror(errno));
        return FAILED;
    }
    int fd = open(arena_printf(a, "%s/lock", folder), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) {
        log_error("import: no lock: %s", strerror(errno));
        return FAILED;
    }
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        *out = fd;
        return OK;
    }
    close(fd);
    return BUSY;
}
