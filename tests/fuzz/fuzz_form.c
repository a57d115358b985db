// SPDX-License-Identifier: EUPL-1.2
#include "replay.h"

#include "base/buf.h"
#include "base/text.h"
#include "web/form.h"
#include "web/wire.h"

// Forms, and the same bytes as the target of a request: reading refuses them, or gives clean text that reads the same
// when it is encoded and read again. Replays the files of a folder: fuzz_form FOLDER. With clang's -fsanitize=fuzzer
// and -DFUZZING it searches for new ones.

static void must_hold(bool held, const char *what)
{
    if (held)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static void encode(struct buf *b, const char *text)
{
    for (; *text != '\0'; text++)
        buf_printf(b, "%%%02x", (unsigned char)*text);
}

static void read_values(struct arena *a, const struct form *f, const char *name)
{
    const char *text = form_text(f, a, name), *lines = form_lines(f, a, name);
    must_hold(text_valid(text, strlen(text)) && strpbrk(text, "\r\n\t") == NULL, "a line is not one line");
    must_hold(text_valid(lines, strlen(lines)) && strchr(lines, '\r') == NULL, "lines are not tidy");
    int64_t n;
    day d;
    month m;
    struct code c;
    if (form_int(f, name, &n) == OK && form_id(f, name, &n) == OK)
        must_hold(n > 0, "an id is not above 0");
    if (form_day(f, name, &d) == OK) {
        day again;
        must_hold(form_read_day(form_day_text(a, d), &again) && again == d, "a day does not come back");
    }
    if (form_month(f, name, &m) == OK) {
        month again;
        must_hold(form_read_month(form_month_text(a, m), &again) && again == m, "a month does not come back");
    }
    if (form_code(f, name, &c) == OK)
        must_hold(code_given(c), "a code is none");
}

static void read_form(struct arena *a, const char *bytes, size_t size)
{
    struct form f, again;
    if (form_read(a, bytes, size, &f) != OK)
        return;
    must_hold(f.count <= FORM_FIELDS_MOST, "too many fields");
    struct buf b = buf_in(a);
    for (size_t i = 0; i < f.count; i++) {
        const char *value = f.fields[i].value;
        must_hold(text_valid(value, strlen(value)), "a value is not text");
        if (i > 0)
            buf_add_char(&b, '&');
        encode(&b, f.fields[i].name);
        buf_add_char(&b, '=');
        encode(&b, value);
        if (i < 20)
            read_values(a, &f, f.fields[i].name);
    }
    if (b.length > FORM_BYTES_MOST)
        return;
    must_hold(form_read(a, buf_text(&b), b.length, &again) == OK && again.count == f.count, "a form does not come back");
    for (size_t i = 0; i < f.count; i++)
        must_hold(strcmp(f.fields[i].name, again.fields[i].name) == 0 && strcmp(f.fields[i].value, again.fields[i].value) == 0,
                  "a field does not come back");
}

static void read_target(struct arena *a, const char *text)
{
    const struct wire_header headers[] = {{"Host", "localhost"}, {"Cookie", text}};
    struct wire w = {.method = "GET", .target = text, .version = "HTTP/1.1", .headers = (struct wire_header *)headers, .count = 2};
    struct request r = {.arena = a};
    uint64_t body;
    bool head_only;
    if (wire_read(&w, &(struct wire_policy){.loopback_names = true}, &r, &body, &head_only) != 0)
        return;
    must_hold(r.path[0] == '/' && text_valid(r.path, strlen(r.path)), "a path is not text");
    must_hold(strstr(r.path, "//") == NULL && strstr(r.path, "/../") == NULL && strchr(r.path, '\\') == NULL, "a path leads astray");
    must_hold(request_next(&r, "/")[0] == '/' && request_next(&r, "/")[1] != '/', "a way back leads away");
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    read_form(a, (const char *)bytes, size);
    read_target(a, arena_strndup(a, (const char *)bytes, size));
    return 0;
}

#ifndef FUZZING
int main(int argc, char **argv)
{
    return replay_folder(argc, argv);
}
#endif
