// SPDX-License-Identifier: EUPL-1.2
#include "replay.h"

#include <zip.h>

#include "records_check.h"

// Workbooks: archives as they are, and, since mutations hardly ever give a good one, the parts of one with a line "--"
// between them: sheet, shared texts, styles, workbook. Replays the files of a folder: fuzz_xlsx FOLDER. With clang's
// -fsanitize=fuzzer and -DFUZZING it searches for new ones.

static const char rels[] = "<Relationships><Relationship Id=\"a\" Type=\"/officeDocument\" Target=\"w.xml\"/></Relationships>";
static const char workbook[] = "<workbook><sheets><sheet name=\"A\" id=\"s\"/></sheets></workbook>";
static const char workbook_rels[] = "<Relationships><Relationship Id=\"s\" Type=\"/worksheet\" Target=\"s.xml\"/><Relationship Id=\"t\" "
                                    "Type=\"/sharedStrings\" Target=\"t.xml\"/><Relationship Id=\"f\" Type=\"/styles\" Target=\"f.xml\"/>"
                                    "</Relationships>";

static void add_part(zip_t *zip, const char *name, const void *bytes, size_t size)
{
    zip_source_t *source = zip_source_buffer(zip, bytes, size, 0);
    zip_int64_t index = source == NULL ? -1 : zip_file_add(zip, name, source, 0);
    must_hold(index >= 0 && zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_STORE, 0) == 0, "no archive can be made");
}

static void check_parts(const char *bytes, size_t size)
{
    static const char *const names[] = {"s.xml", "t.xml", "f.xml", "w.xml"};
    static const char between[] = "\n--\n";
    struct arena *a CLEANUP_ARENA = arena_open();
    zip_source_t *store = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(store);
    zip_t *zip = zip_open_from_source(store, ZIP_TRUNCATE, NULL);
    must_hold(zip != NULL, "no archive can be made");
    add_part(zip, "_rels/.rels", rels, strlen(rels));
    add_part(zip, "_rels/w.xml.rels", workbook_rels, strlen(workbook_rels));
    const char *end = bytes + size;
    size_t i = 0;
    for (; i < COUNT_OF(names) && bytes <= end; i++) {
        const char *next = memmem(bytes, (size_t)(end - bytes), between, strlen(between));
        const char *stop = next == NULL ? end : next;
        add_part(zip, names[i], bytes, (size_t)(stop - bytes));
        bytes = next == NULL ? end + 1 : next + strlen(between);
    }
    if (i < 2)
        add_part(zip, "t.xml", "<sst/>", 6);
    if (i < 4)
        add_part(zip, "w.xml", workbook, strlen(workbook));
    must_hold(zip_close(zip) == 0, "no archive can be made");
    zip_stat_t stat;
    must_hold(zip_source_stat(store, &stat) == 0 && zip_source_open(store) == 0, "no archive can be made");
    void *archive = arena_alloc(a, stat.size);
    must_hold(zip_source_read(store, archive, stat.size) == (zip_int64_t)stat.size, "no archive can be made");
    zip_source_close(store);
    zip_source_free(store);
    check_records(archive, stat.size, NULL, 512, NULL, NULL);
    check_records(archive, stat.size, &(struct records_options){.header_line = 2, .field_bytes_most = 5, .record_bytes_most = 20,
                  .fields_most = 3, .bytes_most = 300}, 3, NULL, NULL);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    if (size > 1 && bytes[0] == 'P' && bytes[1] == 'K')
        check_records(bytes, size, NULL, 512, NULL, NULL);
    else
        check_parts((const char *)bytes, size);
    return 0;
}

#ifndef FUZZING
int main(int argc, char **argv)
{
    return replay_folder(argc, argv);
}
#endif
