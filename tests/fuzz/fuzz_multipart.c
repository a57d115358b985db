// SPDX-License-Identifier: EUPL-1.2
#include "replay.h"

#include "base/text.h"
#include "web/multipart.h"

// Bodies of forms with files, the boundary being "b": reading refuses them, or gives the same fields and files however
// the bytes were cut into pieces; the first byte says how. Replays the files of a folder: fuzz_multipart FOLDER.

struct got {
    enum status status;
    struct form form;
    const struct upload *uploads;
    size_t count;
};

static void must_hold(bool held, const char *what)
{
    if (held)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static bool begin(void *context, const struct form *before)
{
    return !form_has(before, "no");
}

static struct got read_pieces(struct arena *a, const unsigned char *bytes, size_t size, size_t piece)
{
    struct got got = {0};
    struct multipart_rule rule = {.most = size};
    struct multipart *m = multipart_open(a, "b", &rule, size, begin, NULL);
    for (size_t at = 0; at < size; at += piece)
        got.status = multipart_feed(m, (const char *)bytes + at, size - at < piece ? size - at : piece);
    enum status ended = multipart_end(m, &got.form, &got.uploads, &got.count);
    must_hold(got.status == OK || got.status == ended, "a refused form is taken at the end");
    got.status = ended;
    multipart_close(m);
    return got;
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    if (size == 0)
        return 0;
    struct arena *a CLEANUP_ARENA = arena_open();
    struct got whole = read_pieces(a, bytes + 1, size - 1, size);
    struct got cut = read_pieces(a, bytes + 1, size - 1, (size_t)bytes[0] + 1);
    must_hold(whole.status == cut.status, "pieces change the answer");
    if (whole.status != OK)
        return 0;
    must_hold(whole.form.count == cut.form.count && whole.count == cut.count, "pieces change the number");
    for (size_t i = 0; i < whole.form.count; i++) {
        const struct form_field *f = &whole.form.fields[i], *g = &cut.form.fields[i];
        must_hold(strcmp(f->name, g->name) == 0 && strcmp(f->value, g->value) == 0, "pieces change a field");
        must_hold(text_valid(f->name, strlen(f->name)) && text_valid(f->value, strlen(f->value)), "a field is not text");
    }
    for (size_t i = 0; i < whole.count; i++) {
        const struct upload *f = &whole.uploads[i], *g = &cut.uploads[i];
        must_hold(f->size == g->size && memcmp(f->bytes, g->bytes, f->size) == 0, "pieces change a file");
        must_hold(f->bytes[f->size] == 0, "a file does not end");
        must_hold(strpbrk(f->file_name, "/\\") == NULL && text_valid(f->file_name, strlen(f->file_name)), "a file's name leads astray");
    }
    return 0;
}

#ifndef FUZZING
int main(int argc, char **argv)
{
    return replay_folder(argc, argv);
}
#endif
