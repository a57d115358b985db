// SPDX-License-Identifier: EUPL-1.2
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "web/http.h"
#include "web/multipart.h"
#include "web/routes.h"

#define HEAD(name) "Content-Disposition: form-data; name=\"" name "\"\r\n"
#define FILE_HEAD(name, file) "Content-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"\r\n"
#define TOKEN "--b\r\n" HEAD("csrf") "\r\nright\r\n"

struct got {
    enum status status;
    struct form form;
    const struct upload *uploads;
    size_t count;
};

static bool token_right(void *context, const struct form *before)
{
    ++*(int *)context;
    const char *token = form_typed(before, "csrf");
    return token != NULL && strcmp(token, "right") == 0;
}

static int asked;

static struct got read_all(struct arena *a, const char *body, size_t size, size_t piece, bool on_disk, struct multipart **out)
{
    struct got got = {0};
    struct multipart_rule rule = {.most = 1 << 20, .on_disk = on_disk, .folder = "/tmp"};
    asked = 0;
    struct multipart *m = multipart_open(a, "b", &rule, size, token_right, &asked);
    for (size_t at = 0; at < size && got.status == OK; at += piece)
        got.status = multipart_feed(m, body + at, size - at < piece ? size - at : piece);
    if (got.status == OK)
        got.status = multipart_end(m, &got.form, &got.uploads, &got.count);
    else
        assert_int_equal(multipart_end(m, &got.form, &got.uploads, &got.count), got.status);
    if (out != NULL)
        *out = m;
    else
        multipart_close(m);
    return got;
}

static void boundaries_are_read_strictly(void **state)
{
    static const struct {
        const char *type, *boundary;
    } rows[] = {
        {"multipart/form-data; boundary=----WebKitFormBoundaryAbC123", "----WebKitFormBoundaryAbC123"},
        {"Multipart/Form-Data;boundary=\"a b:c\"", "a b:c"},
        {"multipart/form-data; boundary=x ", "x"},
        {"multipart/form-data; boundary=", NULL},
        {"multipart/form-data", NULL},
        {"multipart/form-data; charset=utf-8; boundary=x", NULL},
        {"multipart/form-data; boundary=x; charset=utf-8", NULL},
        {"multipart/form-data; boundary=a b", NULL},
        {"multipart/form-data; boundary=\"a ", NULL},
        {"multipart/form-data; boundary=\"a \"", NULL},
        {"multipart/form-data; boundary=a\\b", NULL},
        {"multipart/mixed; boundary=x", NULL},
        {"multipart/form-datax; boundary=x", NULL},
        {"multipart/form-data; boundary=1234567890123456789012345678901234567890123456789012345678901234567890",
         "1234567890123456789012345678901234567890123456789012345678901234567890"},
        {"multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901", NULL},
    };
    struct arena *a CLEANUP_ARENA = arena_open();
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *got = multipart_boundary(a, rows[i].type);
        if ((got == NULL) != (rows[i].boundary == NULL) || (got != NULL && strcmp(got, rows[i].boundary) != 0))
            fail_msg("%s gave %s", rows[i].type, got == NULL ? "nothing" : got);
    }
}

// Line breaks, half delimiters and NUL belong to the file.
static const char CONTENT[] = "%PDF\r\n\r\n--\r\n--a\r--b\n--b\r\r\n-\0\r\n-- b\r\r\n";
static const char BODY[] = TOKEN "--b\r\n" FILE_HEAD("file", "C:\\cv \xc3\xa5 %22x%22.pdf") "Content-Type: application/pdf\r\n\r\n"
    "%PDF\r\n\r\n--\r\n--a\r--b\n--b\r\r\n-\0\r\n-- b\r\r\n\r\n"
    "--b\r\n" HEAD("note") "\r\n\r\n--b\r\n" FILE_HEAD("none", "") "\r\n\r\n--b--\r\n";

static void a_form_comes_out_as_it_went_in(void **state)
{
    for (size_t piece = 1; piece < sizeof BODY; piece++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct got got = read_all(a, BODY, sizeof BODY - 1, piece, false, NULL);
        assert_int_equal(got.status, OK);
        assert_int_equal(asked, 1);
        assert_int_equal(got.form.count, 2);
        assert_string_equal(form_typed(&got.form, "csrf"), "right");
        assert_string_equal(form_typed(&got.form, "note"), "");
        struct request r = {.uploads = got.uploads, .upload_count = got.count};
        assert_null(request_upload(&r, "none"));
        const struct upload *file = request_upload(&r, "file");
        assert_non_null(file);
        assert_string_equal(file->file_name, "cv \xc3\xa5 \"x\".pdf");
        assert_string_equal(file->type, "application/pdf");
        assert_int_equal(file->size, sizeof CONTENT - 1);
        assert_int_equal(file->fd, -1);
        assert_memory_equal(file->bytes, CONTENT, sizeof CONTENT);
    }
}

static void a_file_on_disk_is_read_by_its_descriptor(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct multipart *m;
    struct got got = read_all(a, BODY, sizeof BODY - 1, 7, true, &m);
    assert_int_equal(got.status, OK);
    assert_int_equal(got.count, 1);
    assert_null(got.uploads[0].bytes);
    assert_int_equal(got.uploads[0].size, sizeof CONTENT - 1);
    char bytes[sizeof CONTENT];
    int fd = got.uploads[0].fd;
    assert_int_equal(read(fd, bytes, sizeof bytes), sizeof CONTENT - 1);
    assert_memory_equal(bytes, CONTENT, sizeof CONTENT - 1);
    multipart_close(m);
    assert_int_equal(read(fd, bytes, 1), -1);
}

static void no_file_is_kept_before_the_token(void **state)
{
    static const char *const bodies[] = {
        "--b\r\n" FILE_HEAD("file", "a") "\r\nxyz\r\n--b--",
        "--b\r\n" FILE_HEAD("file", "a") "\r\nxyz\r\n" TOKEN "--b--",
        "--b\r\n" HEAD("csrf") "\r\nwrong\r\n--b\r\n" FILE_HEAD("file", "a") "\r\nxyz\r\n--b\r\n" FILE_HEAD("b", "b") "\r\nxyz\r\n--b--",
    };
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct got got = read_all(a, bodies[i], strlen(bodies[i]), 5, i % 2 == 1, NULL);
        assert_int_equal(got.status, OK);
        assert_int_equal(asked, 1);
        assert_int_equal(got.count, 0);
    }
}

static void what_is_no_such_form_is_refused(void **state)
{
    static const char *const bodies[] = {
        "",
        "--b",
        "--b--x",
        "--b--\r",
        "--b--\r\n\r\n",
        "\r\n--b--",
        "preamble\r\n--b--",
        "--b\n",
        "--b \r\n" HEAD("a") "\r\nx\r\n--b--",
        "--bc\r\n" HEAD("a") "\r\nx\r\n--bc--",
        "--b\r\n" HEAD("a") "\r\nx\r\n--bc--",
        "--b\r\n" HEAD("a") "\r\nx--b--",
        "--b\r\n" HEAD("a") "\r\nx\n--b--",
        "--b\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data; name=\"a\"; filename*=utf-8''x\r\n\r\nx\r\n--b--",
        "--b\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\nx\r\n--b--",
        "--b\r\n" HEAD("a") HEAD("a") "\r\nx\r\n--b--",
        "--b\r\n" HEAD("\xff") "\r\nx\r\n--b--",
        "--b\r\n" HEAD("a") "\r\n\xff\r\n--b--",
        "--b\r\n" HEAD("a") "\r\n\x01\r\n--b--",
        "--b\r\n" FILE_HEAD("a", "\x01") "\r\nx\r\n--b--",
        "--b\r\n" HEAD("a") "Content-Type: multipart/mixed; boundary=c\r\n\r\nx\r\n--b--",
        "--b\r\n" HEAD("a") "Content-Transfer-Encoding: base64\r\n\r\nx\r\n--b--",
        "--b\r\n" HEAD("a") " folded\r\n\r\nx\r\n--b--",
        "--b\r\n" HEAD("a") "X Y: z\r\n\r\nx\r\n--b--",
        "--b\r\n" HEAD("a") "no colon\r\n\r\nx\r\n--b--",
    };
    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        for (size_t piece = 1; piece < 100; piece += 33) {
            struct arena *a CLEANUP_ARENA = arena_open();
            if (read_all(a, bodies[i], strlen(bodies[i]), piece, false, NULL).status != INVALID)
                fail_msg("row %zu is taken: %s", i, bodies[i]);
        }
}

static void too_much_is_refused(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct buf fields = buf_in(a), files = buf_in(a), head = buf_in(a), text = buf_in(a);
    for (int i = 0; i <= FORM_FIELDS_MOST; i++)
        buf_add_text(&fields, "--b\r\n" HEAD("a") "\r\nx\r\n");
    buf_add_text(&fields, "--b--");
    assert_int_equal(read_all(a, fields.data, fields.length, 1000, false, NULL).status, INVALID);
    buf_add_text(&files, TOKEN);
    for (int i = 0; i <= UPLOADS_MOST; i++)
        buf_add_text(&files, "--b\r\n" FILE_HEAD("a", "a") "\r\nx\r\n");
    buf_add_text(&files, "--b--");
    assert_int_equal(read_all(a, files.data, files.length, 1000, false, NULL).status, INVALID);
    assert_int_equal(read_all(a, files.data, files.length, 1000, true, NULL).status, INVALID);
    buf_add_text(&head, "--b\r\n" HEAD("a") "X: ");
    for (int i = 0; i < MULTIPART_HEAD_MOST; i++)
        buf_add_char(&head, 'x');
    buf_add_text(&head, "\r\n\r\nx\r\n--b--");
    assert_int_equal(read_all(a, head.data, head.length, 1000, false, NULL).status, INVALID);
    buf_add_text(&text, "--b\r\n" HEAD("a") "\r\n");
    for (int i = 0; i <= FORM_BYTES_MOST; i++)
        buf_add_char(&text, 'x');
    buf_add_text(&text, "\r\n--b--");
    assert_int_equal(read_all(a, text.data, text.length, 1000, false, NULL).status, INVALID);
    assert_int_equal(read_all(a, text.data, text.length, 1000, true, NULL).status, INVALID);
}

static void a_large_file_takes_little_memory(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    static char piece[1 << 16];
    enum { PIECES = 1000 };
    struct multipart_rule rule = {.most = UINT64_MAX, .on_disk = true, .folder = "/tmp"};
    struct multipart *m = multipart_open(a, "b", &rule, (uint64_t)PIECES * sizeof piece, token_right, &asked);
    const char *begin = TOKEN "--b\r\n" FILE_HEAD("file", "a") "\r\n", *end = "\r\n--b--";
    assert_int_equal(multipart_feed(m, begin, strlen(begin)), OK);
    for (int i = 0; i < PIECES; i++)
        assert_int_equal(multipart_feed(m, piece, sizeof piece), OK);
    assert_int_equal(multipart_feed(m, end, strlen(end)), OK);
    struct got got = {0};
    assert_int_equal(multipart_end(m, &got.form, &got.uploads, &got.count), OK);
    assert_int_equal(got.uploads[0].size, (uint64_t)PIECES * sizeof piece);
    assert_true(arena_used(a) < 2 << 20);
    multipart_close(m);
}

static void a_disk_that_is_not_there_is_told(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct multipart_rule rule = {.most = 1000, .on_disk = true, .folder = "/nowhere"};
    struct multipart *m = multipart_open(a, "b", &rule, sizeof BODY - 1, token_right, &asked);
    struct got got;
    assert_int_equal(multipart_feed(m, BODY, sizeof BODY - 1), FAILED);
    assert_int_equal(multipart_end(m, &got.form, &got.uploads, &got.count), FAILED);
    multipart_close(m);
}

static void every_rule_is_for_a_route_that_is_sent_to(void **state)
{
    static const char *const names[] = {
#define UPLOAD(route, most, where) #route,
#include "web/uploads.def"
#undef UPLOAD
    };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        bool found = false;
        for (size_t k = 0; k < route_count(); k++)
            found |= route_at(k)->method == METHOD_POST && strcmp(route_at(k)->name, names[i]) == 0;
        if (!found)
            fail_msg("no POST route is called %s", names[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(boundaries_are_read_strictly),
        cmocka_unit_test(a_form_comes_out_as_it_went_in),
        cmocka_unit_test(a_file_on_disk_is_read_by_its_descriptor),
        cmocka_unit_test(no_file_is_kept_before_the_token),
        cmocka_unit_test(what_is_no_such_form_is_refused),
        cmocka_unit_test(too_much_is_refused),
        cmocka_unit_test(a_large_file_takes_little_memory),
        cmocka_unit_test(every_rule_is_for_a_route_that_is_sent_to),
        cmocka_unit_test(a_disk_that_is_not_there_is_told),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
