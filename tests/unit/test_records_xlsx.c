// SPDX-License-Identifier: EUPL-1.2
#include <zip.h>

#include "records_fixture.h"

struct part {
    const char *name, *text;
    size_t size; // 0: of the text
};

static const char rels[] = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" "
                           "Type=\"http://x/officeDocument\" Target=\"/xl/workbook.xml\"/></Relationships>";
static const char workbook[] = "<workbook xmlns:r=\"http://x\"><sheets><sheet name=\"Ark &amp; 1\" sheetId=\"1\" r:id=\"s1\"/>"
                               "<sheet name=\"Graf\" sheetId=\"3\" r:id=\"c1\"/><sheet name=\"To\" sheetId=\"2\" r:id=\"s2\"/></sheets></workbook>";
static const char workbook_rels[] = "<Relationships><Relationship Id=\"s1\" Type=\"http://x/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                                    "<Relationship Id=\"s2\" Type=\"http://x/worksheet\" Target=\"../xl/worksheets/Sheet2.xml\"/>"
                                    "<Relationship Id=\"c1\" Type=\"http://x/chartsheet\" Target=\"chartsheets/sheet1.xml\"/>"
                                    "<Relationship Id=\"t\" Type=\"http://x/sharedStrings\" Target=\"sharedStrings.xml\"/>"
                                    "<Relationship Id=\"f\" Type=\"http://x/styles\" Target=\"styles.xml\"/></Relationships>";
static const char strings[] = "<sst><si><t>navn</t></si><si><r><rPr><b/></rPr><t>K\xC3\xA5</t></r><r><t xml:space=\"preserve\">re </t></r>"
                              "<rPh sb=\"0\" eb=\"1\"><t>uttale</t></rPh></si><si><t>a_x000D_\nb_x005F_x0041_</t></si><si/></sst>";
static const char styles[] = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"0000\"/>"
                             "<numFmt numFmtId=\"165\" formatCode=\"[$-414]d. mmmm yyyy;@\"/>"
                             "<numFmt numFmtId=\"166\" formatCode=\"yyyy\\-mm\\-dd hh:mm\"/>"
                             "<numFmt numFmtId=\"167\" formatCode=\"&quot;dager&quot; 0\"/><numFmt numFmtId=\"168\" formatCode=\"[h]:mm\"/></numFmts>"
                             "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"
                             "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"
                             "<xf numFmtId=\"166\"/><xf numFmtId=\"167\"/><xf numFmtId=\"168\"/><xf numFmtId=\"20\"/></cellXfs></styleSheet>";
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"
#define TEXT(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"

static void *make_archive(struct arena *a, const struct part *parts, size_t count, const char *password, size_t *size_out)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *store = zip_source_buffer_create(NULL, 0, 0, &error);
    assert_non_null(store);
    zip_source_keep(store);
    zip_t *zip = zip_open_from_source(store, ZIP_TRUNCATE, &error);
    assert_non_null(zip);
    for (size_t i = 0; i < count; i++) {
        size_t size = parts[i].size > 0 ? parts[i].size : strlen(parts[i].text);
        zip_source_t *text = zip_source_buffer(zip, parts[i].text, size, 0);
        zip_int64_t index = zip_file_add(zip, parts[i].name, text, ZIP_FL_ENC_UTF_8);
        assert_true(index >= 0);
        if (password != NULL)
            assert_int_equal(zip_file_set_encryption(zip, (zip_uint64_t)index, ZIP_EM_AES_256, password), 0);
    }
    assert_int_equal(zip_close(zip), 0);
    zip_stat_t stat;
    assert_int_equal(zip_source_stat(store, &stat), 0);
    void *out = arena_alloc(a, stat.size);
    assert_int_equal(zip_source_open(store), 0);
    assert_int_equal(zip_source_read(store, out, stat.size), stat.size);
    zip_source_close(store);
    zip_source_free(store);
    *size_out = stat.size;
    return out;
}

static void *make_workbook(struct arena *a, const char *sheet, const char *book, size_t *size_out)
{
    const struct part parts[] = {
        {"_rels/.rels", rels, 0},
        {"xl/workbook.xml", book, 0},
        {"xl/_rels/workbook.xml.rels", workbook_rels, 0},
        {"xl/sharedStrings.xml", strings, 0},
        {"xl/styles.xml", styles, 0},
        {"xl/worksheets/sheet1.xml", sheet, 0},
        {"xl/worksheets/sheet2.xml", SHEET("<row><c><v>7</v></c></row><row/><row><c><v>8</v></c></row>"), 0},
    };
    return make_archive(a, parts, COUNT_OF(parts), NULL, size_out);
}

static void check_sheet(const char *sheet, const struct records_options *options, const char *book, const char *expected)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t size, length = strlen(expected);
    void *bytes = make_workbook(a, sheet, book, &size);
    const char *said = say_file(a, bytes, size, options);
    bool whole = length == 0 || expected[length - 1] == '\n';
    if (whole ? strcmp(said, expected) != 0 : strncmp(said, expected, length) != 0)
        fail_msg("%s\nsays\n%s\nnot\n%s", sheet, said, expected);
}

static const char *const xyz[] = {"x", "y", "z"};

static void sheets_are_read(void **state)
{
    static const struct {
        const char *sheet, *said;
        struct records_options options;
    } cases[] = {
        {SHEET("<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"str\"><f>A1&amp;1</f><v>by</v></c></row>"
               "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" t=\"inlineStr\"><is><r><t>Bo</t></r><r><t>d&#xF8;</t></r></is></c></row>"
               "<row r=\"4\"><c r=\"B4\"><v>3</v></c></row><row r=\"9\"/>"),
         "3 navn=K\xC3\xA5re  by=Bod\xC3\xB8\n4 navn= by=3\n", {0}},
        {SHEET("<row>" TEXT("a") TEXT("b") "</row><row><c t=\"s\"><v>2</v></c><c t=\"b\"><v>1</v></c></row>"
               "<row><c t=\"b\"><v>0</v></c><c t=\"d\"><v>2024-03-01</v></c></row>"),
         "2 a=a\r\nb_x0041_ b=true\n3 a=false b=2024-03-01\n", {0}},
        // Numbers as they are meant.
        {SHEET("<row>" TEXT("a") "</row><row><c><v>981452984</v></c></row><row><c><v>0.1</v></c></row><row><c><v>0.30000000000000004</v></c>"
               "</row><row><c><v>9.1E8</v></c></row><row><c s=\"2\"><v>150</v></c></row><row><c s=\"5\"><v>3</v></c></row><row><c s=\"6\">"
               "<v>1.5</v></c></row><row><c><v>-2</v></c></row><row><c><v>x1</v></c></row><row><c><v>inf</v></c></row><row><c s=\"99\"><v>4</v></c></row>"),
         "2 a=981452984\n3 a=0.1\n4 a=0.3\n5 a=910000000\n6 a=0150\n7 a=3\n8 a=1.5\n9 a=-2\n!10 a=x1\n!11 a=inf\n12 a=4\n", {0}},
        // Days: 60 is the day that never was.
        {SHEET("<row>" TEXT("a") "</row><row><c s=\"1\"><v>45352</v></c></row><row><c s=\"3\"><v>45352.99</v></c></row><row><c s=\"4\">"
               "<v>45352.4375</v></c></row><row><c s=\"4\"><v>45352.9999999</v></c></row><row><c s=\"7\"><v>0.75</v></c></row><row><c s=\"1\">"
               "<v>59</v></c></row><row><c s=\"1\"><v>60</v></c></row><row><c s=\"1\"><v>61</v></c></row><row><c s=\"1\"><v>-1</v></c></row>"
               "<row><c s=\"1\"><v>99999999</v></c></row>"),
         "2 a=2024-03-01\n3 a=2024-03-01\n4 a=2024-03-01T10:30:00\n5 a=2024-03-02T00:00:00\n6 a=18:00:00\n7 a=1900-02-28\n8 a=60\n"
         "9 a=1900-03-01\n10 a=-1\n11 a=99999999\n", {0}},
        // A formula gives what it gave when it was saved; text that looks like one stays text.
        {SHEET("<row>" TEXT("a") "</row><row><c><f>1+1</f><v>2</v></c></row><row>" TEXT("=1+1") "</row><row><c t=\"e\"><v>#N/A</v></c></row>"
               "<row><c><f>now()</f></c></row>"),
         "2 a=2\n3 a==1+1\n!4 a=#N/A\n", {0}},
        {SHEET("<row><c r=\"B1\"><v>1</v></c></row><row><c r=\"A2\"><v>2</v></c><c r=\"C2\"><v>3</v></c></row>"), "!2 #1=2 1= =3\n", {0}},
        {SHEET("<row>" TEXT("Liste") "</row><row>" TEXT("a") TEXT("b") "</row><row>" TEXT("1") TEXT("2") "</row>"), "3 a=1 b=2\n",
         {.header_line = 2}},
        {SHEET("<row>" TEXT("1") TEXT("2") "</row>"), "1 x=1 y=2 z=\n", {.columns = xyz, .column_count = 3}},
        {SHEET(""), "3 7=8\n", {.sheet = "To"}},
        // Elements of other names, and what stands beside the cells.
        {"<worksheet><cols><col min=\"1\"/></cols><sheetData><row>" TEXT("a") "<x><c><v>9</v></c></x></row><row hidden=\"1\"><c><v>1</v>"
         "<extLst><v>5</v></extLst></c></row></sheetData><mergeCells><row><c><v>3</v></c></row></mergeCells></worksheet>", "2 a=1\n", {0}},
        // Refused.
        {SHEET(""), "invalid There is nothing in this sheet", {0}},
        {SHEET(""), "invalid Tre", {.sheet = "Tre"}},
        {SHEET(""), "invalid Graf", {.sheet = "Graf"}},
        {SHEET("<row>" TEXT("a") "</row><row><c t=\"s\"><v>4</v></c></row>"), "invalid This workbook is damaged", {0}},
        {SHEET("<row r=\"2\">" TEXT("a") "</row><row r=\"1\"/>"), "invalid This workbook is damaged", {0}},
        {SHEET("<row><c r=\"B1\"/><c r=\"A1\"/></row>"), "invalid This workbook is damaged", {0}},
        {SHEET("<row>" TEXT("a") TEXT("a") "</row>"), "invalid a", {0}},
        {SHEET("<row>" TEXT("a") "</row><row><c r=\"XFD2\"><v>1</v></c></row>"), "invalid 2", {0}},
        {SHEET("<row>" TEXT("a") "</row><row>" TEXT("12345") "</row>"), "invalid 2", {.field_bytes_most = 4}},
        {"<worksheet><sheetData><row>", "invalid This workbook is damaged", {0}},
        {"<!DOCTYPE worksheet [<!ENTITY e \"x\">]>" SHEET("<row>" TEXT("&e;") "</row>"), "invalid This workbook is damaged", {0}},
        {SHEET("<row>" TEXT("&e;") "</row>"), "invalid This workbook is damaged", {0}},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        check_sheet(cases[i].sheet, &cases[i].options, workbook, cases[i].said);
}

static void days_are_counted_from_1904_where_the_workbook_says_so(void **state)
{
    static const char book[] = "<workbook xmlns:r=\"x\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"A\" r:id=\"s1\"/></sheets></workbook>";
    check_sheet(SHEET("<row>" TEXT("a") "</row><row><c s=\"1\"><v>0</v></c></row><row><c s=\"1\"><v>43890</v></c></row>"), NULL, book,
                "2 a=1904-01-01\n3 a=2024-03-01\n");
}

static void sheets_are_listed(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct records *r CLEANUP_RECORDS = NULL;
    size_t size;
    void *bytes = make_workbook(a, SHEET("<row>" TEXT("a") "</row>"), workbook, &size);
    assert_int_equal(records_open_bytes(bytes, size, NULL, a, &issues, &r), OK);
    const char *const *names;
    assert_int_equal(records_sheets(r, &names), 2);
    assert_string_equal(names[0], "Ark & 1");
    assert_string_equal(names[1], "To");
    assert_int_equal(records_columns(r, &names), 1);
    assert_int_equal(records_format(r), RECORDS_XLSX);
}

// Rows before the fault are given out first.
static void a_broken_sheet_gives_what_stands_before(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct buf sheet = buf_in(a), said = buf_in(a);
    buf_add_text(&sheet, "<worksheet><sheetData><row>" TEXT("a") "</row>");
    for (int i = 2; i < 500; i++) {
        buf_printf(&sheet, "<row><c><v>%d</v></c></row>", i);
        buf_printf(&said, "%d a=%d\n", i, i);
    }
    buf_add_text(&sheet, "<row></c>");
    buf_add_text(&said, "invalid This workbook is damaged");
    check_sheet(sheet.data, NULL, workbook, buf_text(&said));
}

static void other_archives_are_refused(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t size;
    const struct part other[] = {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0}};
    void *bytes = make_archive(a, other, 1, NULL, &size);
    assert_non_null(strstr(say_file(a, bytes, size, NULL), "invalid This is not an Excel workbook"));
    const struct part closed[] = {{"_rels/.rels", rels, 0}};
    bytes = make_archive(a, closed, 1, "hemmelig", &size);
    assert_non_null(strstr(say_file(a, bytes, size, NULL), "invalid This workbook has a password"));
    bytes = make_archive(a, closed, 1, NULL, &size);
    assert_non_null(strstr(say_file(a, bytes, size, NULL), "invalid This workbook is damaged"));
    bytes = make_workbook(a, SHEET("<row>" TEXT("a") "</row>"), workbook, &size);
    for (size_t n = 4; n < size; n += 7)
        assert_non_null(strstr(say_file(a, bytes, n, NULL), "invalid"));
}

static void bombs_are_refused(void **state)
{
    enum { SIZE = 64 << 20 };
    static const char too_much[] = "invalid This workbook becomes so much larger";
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t size;
    char *spaces = arena_alloc(a, SIZE);
    memset(spaces, ' ', SIZE);
    const struct part sheet[] = {{"_rels/.rels", rels, 0}, {"xl/workbook.xml", workbook, 0}, {"xl/_rels/workbook.xml.rels", workbook_rels, 0},
                                 {"xl/sharedStrings.xml", "<sst/>", 0}, {"xl/worksheets/sheet1.xml", spaces, SIZE}};
    unsigned char *bytes = make_archive(a, sheet, COUNT_OF(sheet), NULL, &size);
    assert_non_null(strstr(say_file(a, bytes, size, NULL), too_much));
    // The same with a size that is not true.
    int changed = 0;
    for (size_t i = 0; i + 4 <= size; i++)
        if (memcmp(bytes + i, &(uint32_t){SIZE}, 4) == 0) {
            memcpy(bytes + i, &(uint32_t){1000}, 4);
            changed++;
        }
    assert_true(changed > 0);
    assert_non_null(strstr(say_file(a, bytes, size, NULL), "invalid"));
    const struct part texts[] = {{"_rels/.rels", rels, 0}, {"xl/workbook.xml", workbook, 0}, {"xl/_rels/workbook.xml.rels", workbook_rels, 0},
                                 {"xl/sharedStrings.xml", spaces, SIZE}};
    bytes = make_archive(a, texts, COUNT_OF(texts), NULL, &size);
    assert_non_null(strstr(say_file(a, bytes, size, NULL), too_much));
}

static void long_lists_of_entries_are_not_read(void **state)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    size_t size;
    unsigned char *bytes = make_workbook(a, SHEET("<row>" TEXT("a") "</row>"), workbook, &size);
    unsigned char *end = bytes + size - 22;
    assert_memory_equal(end, "PK\5\6", 4);
    end[10] = end[8] = 0x20;
    end[11] = end[9] = 0x4E; // 20,000
    assert_non_null(strstr(say_file(a, bytes, size, NULL), "invalid This workbook becomes so much larger"));
}

// A long text that many short cells point at.
static void repeated_texts_are_bounded(void **state)
{
    enum { LENGTH = 100000, ROWS = 200000 };
    struct arena *a CLEANUP_ARENA = arena_open(), *each CLEANUP_ARENA = arena_open();
    struct buf text = buf_in(a), rows = buf_in(a);
    buf_add_text(&text, "<sst><si><t>a</t></si><si><t>");
    for (int i = 0; i < LENGTH; i++)
        buf_add_char(&text, 'x');
    buf_add_text(&text, "</t></si></sst>");
    buf_add_text(&rows, "<worksheet><sheetData><row><c t=\"s\"><v>0</v></c></row>");
    for (int i = 0; i < ROWS; i++)
        buf_add_text(&rows, "<row><c t=\"s\"><v>1</v></c></row>");
    buf_add_text(&rows, "</sheetData></worksheet>");
    const struct part parts[] = {{"_rels/.rels", rels, 0}, {"xl/workbook.xml", workbook, 0}, {"xl/_rels/workbook.xml.rels", workbook_rels, 0},
                                 {"xl/sharedStrings.xml", text.data, text.length}, {"xl/worksheets/sheet1.xml", rows.data, rows.length}};
    size_t size, count = 0;
    void *bytes = make_archive(a, parts, COUNT_OF(parts), NULL, &size);
    struct issues issues = issues_in(a);
    struct records *r CLEANUP_RECORDS = NULL;
    assert_int_equal(records_open_bytes(bytes, size, NULL, a, &issues, &r), OK);
    struct record record;
    enum status got;
    for (; (got = records_next(r, each, &record)) == OK; count++)
        arena_reset(each);
    assert_int_equal(got, INVALID);
    assert_true(count > 100 && count < 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sheets_are_read),
        cmocka_unit_test(days_are_counted_from_1904_where_the_workbook_says_so),
        cmocka_unit_test(sheets_are_listed),
        cmocka_unit_test(a_broken_sheet_gives_what_stands_before),
        cmocka_unit_test(other_archives_are_refused),
        cmocka_unit_test(bombs_are_refused),
        cmocka_unit_test(long_lists_of_entries_are_not_read),
        cmocka_unit_test(repeated_texts_are_bounded),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests_name("workbooks", tests, NULL, NULL);
}
