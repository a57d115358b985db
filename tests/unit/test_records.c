// SPDX-License-Identifier: EUPL-1.2
#include <unistd.h>
#include <zlib.h>

#include "records_fixture.h"

static const char never_closed[] = "invalid 2";

struct file_case {
    const char *bytes, *said;
    struct records_options options;
    size_t size; // when there are NULs in it
};

static void check_cases(const struct file_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        size_t size = cases[i].size > 0 ? cases[i].size : strlen(cases[i].bytes);
        const char *said = say_file(a, cases[i].bytes, size, &cases[i].options);
        size_t length = strlen(cases[i].said);
        bool whole = length == 0 || cases[i].said[length - 1] == '\n';
        if (whole ? strcmp(said, cases[i].said) != 0 : strncmp(said, cases[i].said, length) != 0)
            fail_msg("case %zu: %s\nsays\n%s\nnot\n%s", i, cases[i].bytes, said, cases[i].said);
    }
}

static const char *const three[] = {"x", "y", "z"};

static void csv_is_read(void **state)
{
    static const struct file_case cases[] = {
        {"a,b\n1,2\n", "2 a=1 b=2\n", {0}, 0},
        {"a;b\r\n1;2\r\n3;4", "2 a=1 b=2\n3 a=3 b=4\n", {0}, 0},
        {"a\tb\r1\t2\r", "2 a=1 b=2\n", {0}, 0},
        {"a|b\n1|2\n", "2 a=1 b=2\n", {0}, 0},
        {"navn;beskrivelse\nx;en, to, tre, fire\ny;fem, seks\n", "2 navn=x beskrivelse=en, to, tre, fire\n3 navn=y beskrivelse=fem, seks\n", {0}, 0},
        {"a,\"b;c;d\"\n1,2\n", "2 a=1 b;c;d=2\n", {0}, 0},
        {"tittel\nKokk, hotell\n\nRenholder\n", "2 tittel=Kokk, hotell\n4 tittel=Renholder\n", {0}, 0},
        {"a,b\n\"x \"\"y\"\"\",\"1,\n2\r\n3\"\n4,5\n", "2 a=x \"y\" b=1,\n2\r\n3\n5 a=4 b=5\n", {0}, 0},
        {"a,b\n\"\nx\",1\n2,3\n", "2 a=\nx b=1\n4 a=2 b=3\n", {0}, 0},
        {"a,b\n5\" pipe,2\n", "2 a=5\" pipe b=2\n", {0}, 0},
        {"a,b\n\"\",\"\"\n1,\n", "3 a=1 b=\n", {0}, 0},
        {"a,b\n\"1\",\"2\"", "2 a=1 b=2\n", {0}, 0},
        {"a,b\n1,", "2 a=1 b=\n", {0}, 0},
        {"\n\n a , b \n1,2\n", "4 a=1 b=2\n", {0}, 0},
        // Formulas are text.
        {"a,b\n=1+1,@SUM(A1)\n-3,+4\n", "2 a==1+1 b=@SUM(A1)\n3 a=-3 b=+4\n", {0}, 0},
        // Rows that do not fit.
        {"a,b\n1\n2,3\n4,5,6\n7,8,,\n", "!2 a=1\n3 a=2 b=3\n!4 a=4 b=5 =6\n5 a=7 b=8\n", {0}, 0},
        {"a,b,c\n1\n", "2 a=1\n", {.short_rows = true}, 0},
        {"a,b\n\"x\"y,2\n", "!2 a=xy b=2\n", {0}, 0},
        {"a,b\n1,2\n,\n ,\n", "2 a=1 b=2\n4 a=  b=\n", {0}, 0},
        // Comments, and a header that looks like one.
        {"# a, comment\n# SPDX\na,b\n#1,2\n", "4 a=#1 b=2\n", {0}, 0},
        {"#Fylke 2019\tKommune\n01\t0101\n", "2 Fylke 2019=01 Kommune=0101\n", {0}, 0},
        {"sep=|\na|b,c\n1|2\n", "3 a=1 b,c=2\n", {0}, 0},
        {"Liste\n\na;b\n1;2\n", "4 a=1 b=2\n", {.header_line = 3}, 0},
        // Columns that the file does not name.
        {"0001\tOSLO\tP\n", "1 x=0001 y=OSLO z=P\n", {.columns = three, .column_count = 3}, 0},
        {"a,b;c,d\n", "1 x=a,b;c,d\n", {.columns = three, .column_count = 1}, 0},
        {"a;b\n1,5;2\n", "2 a=1,5 b=2\n", {.delimiter = ';'}, 0},
        {"a,,b,,\n1,2,3,,\n", "2 a=1 #2=2 b=3\n", {0}, 0},
        // Refused.
        {"", "invalid There is nothing", {0}, 0},
        {"\r\n \n", "invalid The line that names", {0}, 0},
        {"a,b,a,b,a\n", "invalid a, b", {0}, 0},
        {"a,b\n\"1,2\n3,4\n", never_closed, {0}, 0},
        {"a,b\n1,2\n3,\"x\ny\"\"\n", "2 a=1 b=2\ninvalid 3", {0}, 0},
        {"%PDF-1.7\n", "invalid This is a PDF", {0}, 0},
        {"\xD0\xCF\x11\xE0\xA1\xB1", "invalid This is an old Excel", {0}, 0},
        {"<!DOCTYPE html>", "invalid This is a web page", {0}, 0},
        {"PK\3\4 and more", "invalid This workbook is damaged", {0}, 0},
        {"PK\3\4 and more", "invalid This is a workbook", {.format = RECORDS_CSV}, 0},
        {"a,b\n", "invalid This is not an Excel", {.format = RECORDS_XLSX}, 0},
        {"a,b\n1234,5\n", "invalid 2", {.field_bytes_most = 3}, 0},
        {"a,b\n1234,5\n", "invalid 2", {.record_bytes_most = 6}, 0},
        {"a,b,c\n", "invalid 1", {.fields_most = 2}, 0},
        {"a,b\n1,2\n", "invalid This file is too large", {.bytes_most = 4}, 0},
    };
    check_cases(cases, COUNT_OF(cases));
}

static void encodings_are_told_apart(void **state)
{
    static const struct file_case cases[] = {
        {"\xEF\xBB\xBFnavn;sted\nK\xC3\xA5re;\xC3\x98y\n", "2 navn=K\xC3\xA5re sted=\xC3\x98y\n", {0}, 0},
        {"navn;sted\nK\xE5re;\xD8y \x80\n", "2 navn=K\xC3\xA5re sted=\xC3\x98y \xE2\x82\xAC\n", {0}, 0},
        {"a;b\n\xE5", "2 a=\xC3\xA5\n", {.short_rows = true}, 0},
        {"a\n\x81\x9D", "2 a=  \n", {0}, 0},
        {"\xFF\xFE" "a\0;\0b\0\n\0\xE5\0;\0\x3D\xD8\x00\xDE", "2 a=\xC3\xA5 b=\xF0\x9F\x98\x80\n", {0}, 18},
        {"\xFE\xFF\0a\0;\0b\0\n\0\xE5\0;\x01\x7E", "2 a=\xC3\xA5 b=\xC5\xBE\n", {0}, 16},
        {"a\0;\0b\0\n\0" "1\0;\0" "2\0", "2 a=1 b=2\n", {0}, 14},
        {"\0[\0{\0\"\0a\0\"\0:\0" "1\0}\0]", "1 a=1\n", {0}, 18},
        // Controls: C1 as Windows-1252 has them, others a space; a non-character.
        {"a,b\nx\xC2\x80y,1\x0B" "2\xEF\xBF\xBE\n", "2 a=x\xE2\x82\xACy b=1 2\xEF\xBF\xBD\n", {0}, 0},
        // Mostly UTF-8 and then not: no other encoding, but broken.
        {"a;b\n\xC3\xA5;\xC3\xB8\n\xC3\xA6;\xE5\n1;2\n", "2 a=\xC3\xA5 b=\xC3\xB8\ninvalid 3", {0}, 0},
        {"a;b\r1;2\r\n3;\0\n", "2 a=1 b=2\ninvalid 3", {0}, 13},
        {"a\xE5;b\n1;\0\n", "invalid 2", {0}, 9},
        {"\xFF\xFE\0\0a\0\0\0", "invalid This file is no text", {0}, 8},
        {"\0\0\0\0\0\0", "invalid This file is no text", {0}, 6},
        {"\xFF\xFE" "a\0\n\0\0\xDC", "invalid 2", {0}, 8},
        {"\xFF\xFE" "a\0\n\0b", "invalid 2", {0}, 7},
        {"[{\"a\":\"K\xE5re\"}]", "invalid 1", {0}, 0},
        {"{\"a\":\"\xED\xA0\x80\"}", "invalid 1", {0}, 0},
        {"{\"a\":\"\xC0\xAF\"}", "invalid 1", {0}, 0},
        {"{\"a\":\"\xF4\x90\x80\x80\"}", "invalid 1", {0}, 0},
    };
    check_cases(cases, COUNT_OF(cases));
}

static const char *const my_lists[] = {"data.*.rows", NULL};
static const char *const no_lists[] = {NULL};

static void json_is_read(void **state)
{
    static const struct file_case cases[] = {
        {"[{\"a\":1,\"b\":\"x\"},\n {\"a\":true}, {\"b\":null,\"c\":-0.5e+3}]", "1 a=1 b=x\n2 a=true\n2 c=-0.5e+3\n", {0}, 0},
        {" \xC3", "invalid 1", {.format = RECORDS_JSON}, 0},
        {"{\"a\":{\"b\":{\"c\":1}},\"d\":[]}", "1 a.b.c=1\n", {0}, 0},
        {"{\"a\":[1,\"x\",null,true]}", "1 a=1\nx\ntrue\n", {0}, 0},
        {"{\"l\":[{\"m\":1},{\"m\":2}],\"n\":[[1,2],[3]]}", "1 l.0.m=1 l.1.m=2 n.0=1\n2 n.1=3\n", {0}, 0},
        {"{\"a\":[1,{\"b\":2},3,{\"b\":4},5],\"c\":6}", "1 a=1\n3\n5 a.1.b=2 a.3.b=4 c=6\n", {0}, 0},
        {"{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e5\\uD83D\\uDE00\"}", "1 a=\"\\/  \n\r\t\xC3\xA5\xF0\x9F\x98\x80\n", {0}, 0},
        {"[{\"a\":\"x\\u0000y\"},{\"a\":\"\\uD800\\n\"},{\"a\":\"\\uD800\\uD83D\\uDE00\"},{\"a\":\"\\uDC00\"},{\"a\":\"ok\"}]",
         "!1 a=x\xEF\xBF\xBDy\n!1 a=\xEF\xBF\xBD\n\n!1 a=\xEF\xBF\xBD\xF0\x9F\x98\x80\n!1 a=\xEF\xBF\xBD\n1 a=ok\n", {0}, 0},
        {"{\"a\":1}\n{\"a\":2}\n\n{\"a\":3}", "1 a=1\n2 a=2\n4 a=3\n", {0}, 0},
        {"{\"_embedded\":{\"enheter\":[{\"navn\":\"A\"},{\"navn\":\"B\"}]},\"page\":{\"size\":2}}", "1 navn=A\n1 navn=B\n", {0}, 0},
        {"{\"content\":[]}", "", {0}, 0},
        {"{\"items\":null,\"a\":1}", "1 a=1\n", {0}, 0},
        {"[{\"items\":[{\"a\":1}]}]", "1 items.0.a=1\n", {0}, 0},
        {"{\"items\":[{\"a\":1}]}", "1 items.0.a=1\n", {.lists = no_lists}, 0},
        {"{\"data\":{\"x\":{\"rows\":[{\"a\":1}],\"z\":2}}}", "1 a=1\n", {.lists = my_lists}, 0},
        {"[1,\"x\",[2,3],null,{}]", "!1 =1\n!1 =x\n!1 =2\n3\n", {0}, 0},
        {"[]", "", {0}, 0},
        {"[{\"nace2\":\"[{\\\"code\\\":\\\"01.120\\\"}]\"}]", "1 nace2=[{\"code\":\"01.120\"}]\n", {0}, 0},
        // Refused, and at which line.
        {"", "invalid There is nothing", {.format = RECORDS_JSON}, 0},
        {"[{\"a\":1},\n{\"a\"", "1 a=1\ninvalid 2", {0}, 0},
        {"[{\"a\":1}", "1 a=1\ninvalid 1", {0}, 0},
        {"{\"a\":\"x", "invalid 1", {0}, 0},
        {"{\"a\":\"x\n\"}", "invalid 1", {0}, 0},
        {"[{\"a\":1}] x", "1 a=1\ninvalid 1", {0}, 0},
        {"{\"a\":1}\n[]", "1 a=1\ninvalid 2", {0}, 0},
        {"[{\"a\":1},]", "1 a=1\ninvalid 1", {0}, 0},
        {"[{\"a\":1,}]", "invalid 1", {0}, 0},
        {"[{\"a\" 1}]", "invalid 1", {0}, 0},
        {"[{\"a\":1 \"b\":2}]", "invalid 1", {0}, 0},
        {"[{\"a\":[1 2]}]", "invalid 1", {0}, 0},
        {"[{\"a\":[1,]}]", "invalid 1", {0}, 0},
        {"[{a:1}]", "invalid 1", {0}, 0},
        {"[{\"a\":'x'}]", "invalid 1", {0}, 0},
        {"[{\"a\":tru}]", "invalid 1", {0}, 0},
        {"[{\"a\":NaN}]", "invalid 1", {0}, 0},
        {"[{\"a\":\"\\x\"}]", "invalid 1", {0}, 0},
        {"[{\"a\":\"\\u12g4\"}]", "invalid 1", {0}, 0},
        {"[{\"a\":01}]", "invalid 1", {0}, 0},
        {"[{\"a\":1.}]", "invalid 1", {0}, 0},
        {"[{\"a\":.5}]", "invalid 1", {0}, 0},
        {"[{\"a\":+1}]", "invalid 1", {0}, 0},
        {"[{\"a\":-}]", "invalid 1", {0}, 0},
        {"[{\"a\":1e}]", "invalid 1", {0}, 0},
        {"[{\"a\":1e999}]", "invalid 1", {0}, 0},
        {"[{\"a\":1e0099}]", "1 a=1e0099\n", {0}, 0},
        {"[{\"a\":1,\n\"a\":2}]", "invalid 2, a", {0}, 0},
        {"[{\"a\":{\"b\":1},\"a.b\":2}]", "invalid 1, a.b", {0}, 0},
        {"[{\"a\":null,\"a\":null}]", "invalid 1, a", {0}, 0},
        {"[{\"a\":{},\"a\":1}]", "invalid 1, a", {0}, 0},
        {"{\"content\":[{\"a\":1}],\"content\":[]}", "1 a=1\ninvalid 1, content", {0}, 0},
        {"{\"content\":[{\"a\":1}],\"items\":[]}", "1 a=1\ninvalid content, items", {0}, 0},
        {"[{\"a\":1,\"b\":2,\"c\":3}]", "invalid 1", {.fields_most = 2}, 0},
        {"[{\"a\":\"1234\"}]", "invalid 1", {.field_bytes_most = 3}, 0},
        {"[{\"a\":[11,22]}]", "invalid 1", {.field_bytes_most = 4}, 0},
    };
    check_cases(cases, COUNT_OF(cases));
}

static void depth_is_bounded(void **state)
{
    for (int depth = 30; depth <= 34; depth++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct buf b = buf_in(a);
        for (int i = 0; i < depth; i++)
            buf_add_text(&b, "[");
        buf_add_text(&b, "1");
        for (int i = 0; i < depth; i++)
            buf_add_text(&b, "]");
        const char *said = say_file(a, b.data, b.length, NULL);
        assert_int_equal(strncmp(said, "invalid 1", 9) != 0, depth <= 32);
    }
}

// Everything around the list, also what stands behind it.
static void the_head_is_kept(void **state)
{
    static const char text[] = "{\"name\":\"N\",\"levels\":[{\"n\":1}],\"_embedded\":{\"x\":1,\"enheter\":[{\"a\":1},{\"a\":2}]},"
                               "\"page\":{\"totalElements\":2}}";
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct records *r CLEANUP_RECORDS = NULL;
    assert_int_equal(records_open_bytes(text, strlen(text), NULL, a, &issues, &r), OK);
    assert_null(records_list(r));
    struct record record, head;
    assert_int_equal(records_next(r, a, &record), OK);
    assert_string_equal(records_list(r), "_embedded.enheter");
    head = records_head(r, a);
    assert_int_equal(head.count, 3);
    assert_string_equal(record_get(&head, "name"), "N");
    assert_string_equal(record_get(&head, "levels.0.n"), "1");
    assert_null(record_get(&head, "page.totalElements"));
    assert_int_equal(records_next(r, a, &record), OK);
    assert_string_equal(record_get(&record, "a"), "2");
    assert_int_equal(records_next(r, a, &record), NOT_FOUND);
    head = records_head(r, a);
    assert_string_equal(record_get(&head, "page.totalElements"), "2");
    assert_string_equal(record_get(&head, "_embedded.x"), "1");
    assert_int_equal(records_format(r), RECORDS_JSON);
}

static void the_head_of_a_broken_file_can_be_asked_for(void **state)
{
    static const char text[] = "{\"name\":\"N\",\"content\":[{\"a\":1}],\"rest\":\"x";
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct records *r CLEANUP_RECORDS = NULL;
    assert_int_equal(records_open_bytes(text, strlen(text), NULL, a, &issues, &r), OK);
    struct record record;
    assert_int_equal(records_next(r, a, &record), OK);
    assert_int_equal(records_next(r, a, &record), INVALID);
    struct record head = records_head(r, a);
    assert_string_equal(record_get(&head, "name"), "N");
    assert_string_equal(record_get(&head, "rest"), "x");
}

static void columns_are_told(void **state)
{
    static const char text[] = "K\xF8" "de;Navn;\n1;2;3\n";
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct records *r CLEANUP_RECORDS = NULL;
    assert_int_equal(records_open_bytes(text, strlen(text), NULL, a, &issues, &r), OK);
    const char *const *names;
    assert_int_equal(records_columns(r, &names), 2);
    assert_string_equal(names[0], "K\xC3\xB8" "de");
    assert_string_equal(names[1], "Navn");
    assert_string_equal(records_encoding(r), "Windows-1252");
    assert_int_equal(records_delimiter(r), ';');
    assert_int_equal(records_format(r), RECORDS_CSV);
}

static void json_inside_a_value_is_read(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct record record;
    assert_int_equal(record_read_json("[{\"code\":\"01.120\",\"name\":\"Ris\"}]", a, &record), OK);
    assert_string_equal(record_get(&record, "0.code"), "01.120");
    assert_int_equal(record_read_json(" {\"a\":{\"b\":[1,2]}} ", a, &record), OK);
    assert_string_equal(record_get(&record, "a.b"), "1\n2");
    static const char *const wrong[] = {"", "x", "1", "[", "{\"a\":1}x", "{\"a\":1,\"a\":1}", "[\"\\"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(record_read_json(wrong[i], a, &record), INVALID);
}

// Fields, rows and escapes that end just where a buffer of the reader does.
static void windows_cut_nothing(void **state)
{
    enum { ROWS = 30000 };
    for (int shift = 0; shift < 9; shift++) {
        struct arena *a CLEANUP_ARENA = arena_open();
        struct buf csv = buf_in(a), json = buf_in(a), said = buf_in(a);
        buf_printf(&csv, "id;%.*s\r\n", shift + 1, "nnnnnnnnn");
        buf_printf(&json, "[%.*s", shift, "         ");
        for (int i = 0; i < ROWS; i++) {
            buf_printf(&csv, "%d;\"\xC3\xA5\"\"\xF0\x9F\x98\x80\"\r\n", i);
            buf_printf(&json, "%s{\"id\":%d,\"n\":\"\xC3\xA5\\\"\\uD83D\\uDE00\"}", i > 0 ? "," : "", i);
        }
        buf_add_text(&json, "]");
        const char *read_csv = say_file(a, csv.data, csv.length, NULL), *read_json = say_file(a, json.data, json.length, NULL);
        for (int i = 0; i < ROWS; i++)
            buf_printf(&said, "%d id=%d %.*s=\xC3\xA5\"\xF0\x9F\x98\x80\n", i + 2, i, shift + 1, "nnnnnnnnn");
        assert_true(strcmp(read_csv, buf_text(&said)) == 0);
        if (shift > 0)
            continue;
        said = buf_in(a);
        for (int i = 0; i < ROWS; i++)
            buf_printf(&said, "1 id=%d n=\xC3\xA5\"\xF0\x9F\x98\x80\n", i);
        assert_true(strcmp(read_json, buf_text(&said)) == 0);
    }
}

static size_t pack(struct arena *a, const char *text, size_t size, unsigned char **out)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY), Z_OK);
    size_t room = deflateBound(&z, size);
    *out = arena_alloc(a, room);
    z.next_in = (unsigned char *)text;
    z.avail_in = (unsigned)size;
    z.next_out = *out;
    z.avail_out = (unsigned)room;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    deflateEnd(&z);
    return room - z.avail_out;
}

static void packed_files_are_read(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    unsigned char *one, *two, both[256];
    size_t first = pack(a, "a,b\n1,2\n", 8, &one), second = pack(a, "3,4\n", 4, &two);
    assert_string_equal(say_file(a, one, first, NULL), "2 a=1 b=2\n");
    memcpy(both, one, first);
    memcpy(both + first, two, second);
    assert_string_equal(say_file(a, both, first + second, NULL), "2 a=1 b=2\n3 a=3 b=4\n");
    for (size_t n = 2; n < first; n++)
        assert_non_null(strstr(say_file(a, one, n, NULL), "invalid This compressed file ends too early"));
    both[first] = 'x';
    assert_non_null(strstr(say_file(a, both, first + 1, NULL), "invalid Something stands behind"));
    both[first - 8] ^= 1; // of the check sum
    assert_non_null(strstr(say_file(a, both, first, NULL), "invalid The compressed data are damaged"));
    size_t twice = pack(a, (const char *)one, first, &two);
    assert_non_null(strstr(say_file(a, two, twice, NULL), "invalid This file has been compressed twice"));
}

static void bombs_are_refused(void **state)
{
    enum { SIZE = 48 << 20 };
    struct arena *a CLEANUP_ARENA = arena_open();
    char *text = arena_alloc(a, SIZE);
    memset(text, ' ', SIZE);
    text[0] = '[';
    unsigned char *packed;
    size_t size = pack(a, text, SIZE, &packed);
    assert_true(SIZE / size > 900);
    assert_non_null(strstr(say_file(a, packed, size, NULL), "invalid This file becomes so much larger"));
    assert_non_null(strstr(say_file(a, packed, size, &(struct records_options){.ratio_most = 2000}), "invalid 1"));
}

static void many_rows_and_columns_are_bounded(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open(), *each CLEANUP_ARENA = arena_open();
    struct buf rows = buf_in(a), columns = buf_in(a);
    buf_add_text(&rows, "a;b;c\n");
    for (int i = 0; i < 100000; i++)
        buf_printf(&rows, "%d;Navn;=x\n", i);
    struct issues issues = issues_in(a);
    struct records *r CLEANUP_RECORDS = NULL;
    assert_int_equal(records_open_bytes(rows.data, rows.length, NULL, a, &issues, &r), OK);
    size_t held = arena_used(a);
    int64_t count = 0;
    struct record record;
    while (records_next(r, each, &record) == OK) {
        assert_int_equal(record.line, count + 2);
        assert_null(record.problem);
        count++;
        arena_reset(each);
    }
    assert_int_equal(count, 100000);
    assert_true(arena_used(a) - held < 64 * 1024);
    for (int i = 0; i < 1000; i++)
        buf_printf(&columns, "k%d,", i);
    assert_non_null(strstr(say_file(a, columns.data, columns.length, NULL), "invalid 1"));
}

static void files_are_opened(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct records *r;
    assert_int_equal(records_open("no/such/file.csv", NULL, a, &issues, &r), NOT_FOUND);
    assert_int_equal(issues.count, 1);
    assert_int_equal(records_open(".", NULL, a, &issues, &r), INVALID);
    assert_int_equal(records_open("/dev/zero", NULL, a, &issues, &r), INVALID);
    char path[] = "/tmp/records-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    assert_int_equal(write(file, "a,b\n1,2\n", 8), 8);
    close(file);
    assert_int_equal(records_open(path, NULL, a, &issues, &r), OK);
    unlink(path);
    struct record record;
    assert_int_equal(records_next(r, a, &record), OK);
    assert_string_equal(record_get(&record, "b"), "2");
    assert_null(record_get(&record, "c"));
    assert_int_equal(records_next(r, a, &record), NOT_FOUND);
    records_close(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_is_read),
        cmocka_unit_test(encodings_are_told_apart),
        cmocka_unit_test(json_is_read),
        cmocka_unit_test(depth_is_bounded),
        cmocka_unit_test(the_head_is_kept),
        cmocka_unit_test(the_head_of_a_broken_file_can_be_asked_for),
        cmocka_unit_test(columns_are_told),
        cmocka_unit_test(json_inside_a_value_is_read),
        cmocka_unit_test(windows_cut_nothing),
        cmocka_unit_test(packed_files_are_read),
        cmocka_unit_test(bombs_are_refused),
        cmocka_unit_test(many_rows_and_columns_are_bounded),
        cmocka_unit_test(files_are_opened),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("records", tests, NULL, NULL);
}
