// SPDX-License-Identifier: EUPL-1.2
// The import machine: uploads, previews, refusal, cancelling, the lists of what is wrong, and going on after a stop.
#include "import_fixture.h"

#include <time.h>
#include <zlib.h>

#include "app/import_inside.h"

#define HEAD                                                                                                           \
    "organisasjonsnummer;navn;organisasjonsform.kode;forretningsadresse.postnummer;forretningsadresse.kommunenummer\n"

static const char *line(int n, const char *name)
{
    return arena_printf(kept, "%s;%s;AS;3015;0602\n", number(n), name);
}

static int upload_of(const char *text)
{
    int fd = open(file_of("upload", text, strlen(text)), O_RDONLY);
    assert_true(fd >= 0);
    assert_int_equal(unlink(path_of("upload")), 0);
    return fd;
}

static struct import_id begin_upload(const char *name, const char *text)
{
    struct import_id id;
    struct import_source source = {.name = name, .fd = upload_of(text)};
    last_issues = issues_in(kept);
    assert_int_equal(import_begin(app, &office, import_kind_find("employers"), &source, 1, &last_issues, &id), OK);
    close(source.fd);
    return id;
}

static bool folder_there(struct import_id id)
{
    return access(arena_printf(kept, "%s/imports/%lld", dir, (long long)id.value), F_OK) == 0;
}

static void an_upload_goes_through_its_states(void **state)
{
    struct import_id id = begin_upload("../../etc/Våre bedrifter.csv",
                                       arena_printf(kept, HEAD "%s%s", line(200, "EN AS"), line(201, "TO AS")));
    struct stat st;
    assert_true(folder_there(id));
    assert_int_equal(stat(arena_printf(kept, "%s/imports/%lld/0", dir, (long long)id.value), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    struct import_view v = view_of(id);
    assert_string_equal(v.file, "Våre bedrifter.csv");
    assert_int_equal(v.state, IMPORT_NEW);
    assert_int_equal(v.can, IMPORT_CAN_READ | IMPORT_CAN_CANCEL);
    assert_int_equal(import_apply(app, &office, id), CONFLICT);

    struct import_peek peek;
    struct import_settings settings = {0};
    const char *before = dump_tables();
    assert_int_equal(import_peek(app, &office, id, &settings, 5, kept, &last_issues, &peek), OK);
    assert_int_equal(peek.format, RECORDS_CSV);
    assert_int_equal(peek.delimiter, ';');
    assert_int_equal(peek.column_count, 5);
    assert_string_equal(peek.columns[1].field, "navn");
    assert_string_equal(peek.columns[1].examples[1], "TO AS");
    assert_int_equal(peek.row_count, 2);
    assert_int_equal(peek.rows[0].action, IMPORT_CREATE);
    assert_string_equal(peek.rows[0].title, "EN AS");
    assert_true(peek.rows[0].change_count > 3);

    assert_int_equal(import_read(app, &office, id, &settings, &last_issues), OK);
    assert_int_equal(import_peek(app, &office, id, &settings, 5, kept, &last_issues, &peek), CONFLICT);
    v = work_on(id);
    assert_int_equal(v.state, IMPORT_READY);
    assert_int_equal(v.created, 2);
    assert_int_equal(v.can, IMPORT_CAN_APPLY | IMPORT_CAN_CANCEL);
    assert_string_equal(dump_tables(), before); // nothing is stored yet
    struct import_preview *rows;
    size_t count;
    assert_int_equal(import_rows(app, &office, id, 0, 0, 10, kept, &rows, &count), OK);
    assert_int_equal(count, 2);
    assert_null(rows[0].changes[0].before);
    assert_int_equal(import_rows(app, &office, id, IMPORT_ROWS_UPDATED, 0, 10, kept, &rows, &count), OK);
    assert_int_equal(count, 0);

    assert_int_equal(import_apply(app, &office, id), OK);
    v = work_on(id);
    assert_int_equal(v.state, IMPORT_APPLIED);
    assert_int_equal(v.done, 2);
    assert_int_equal(v.can, IMPORT_CAN_REVERT);
    assert_string_equal(v.user_name, office.name);
    assert_false(folder_there(id));
    assert_int_equal(import_cancel(app, &office, id), CONFLICT);
}

static void only_the_office_imports(void **state)
{
    struct import_view *list;
    struct import_id id;
    size_t count;
    struct import_source source = {.path = file_of("who.csv", HEAD, strlen(HEAD)), .fd = -1};
    struct issues issues = issues_in(kept);
    assert_int_equal(import_begin(app, &adviser, import_kind_find("employers"), &source, 1, &issues, &id), DENIED);
    assert_int_equal(import_begin(app, &employer_user, import_kind_find("employers"), &source, 1, &issues, &id),
                     NOT_FOUND);
    assert_int_equal(import_list(app, &adviser, (struct import_id){0}, 10, kept, &list, &count), DENIED);
    assert_int_equal(import_list(app, &office, (struct import_id){0}, 10, kept, &list, &count), OK);
    assert_true(count > 0);
    id = list[0].id;
    struct import_view v;
    struct import_settings settings = {0};
    struct import_peek peek;
    struct import_preview *rows;
    struct import_fault *faults;
    struct import_sink sink = {0};
    static const struct {
        const struct actor *who;
        enum status answer;
    } OTHERS[] = {{&adviser, DENIED}, {&employer_user, NOT_FOUND}};
    for (size_t i = 0; i < 2; i++) {
        const struct actor *who = OTHERS[i].who;
        assert_int_equal(import_get(app, who, id, kept, &v), OTHERS[i].answer);
        assert_int_equal(import_peek(app, who, id, &settings, 1, kept, &issues, &peek), OTHERS[i].answer);
        assert_int_equal(import_read(app, who, id, &settings, &issues), OTHERS[i].answer);
        assert_int_equal(import_apply(app, who, id), OTHERS[i].answer);
        assert_int_equal(import_revert(app, who, id), OTHERS[i].answer);
        assert_int_equal(import_cancel(app, who, id), OTHERS[i].answer);
        assert_int_equal(import_rows(app, who, id, 0, 0, 1, kept, &rows, &count), OTHERS[i].answer);
        assert_int_equal(import_faults(app, who, id, 0, 1, kept, &faults, &count), OTHERS[i].answer);
        assert_int_equal(import_faults_csv(app, who, id, LANG_EN, &sink), OTHERS[i].answer);
        assert_int_equal(import_lines_csv(app, who, id, &sink), OTHERS[i].answer);
    }
    assert_int_equal(import_get(app, NULL, id, kept, &v), OK); // the operator
}

static void cancelling_leaves_nothing(void **state)
{
    const char *before = dump_tables();
    struct import_settings settings = {0};
    struct import_id id = begin_upload("cancel.csv", arena_printf(kept, HEAD "%s;x\n", line(210, "AVBRUTT AS")));
    assert_int_equal(import_read(app, &office, id, &settings, &last_issues), OK);
    assert_int_equal(work_on(id).state, IMPORT_READY);
    assert_int_equal(import_cancel(app, &office, id), OK);
    struct import_preview *rows;
    size_t count;
    assert_int_equal(import_rows(app, &office, id, 0, 0, 10, kept, &rows, &count), OK);
    assert_int_equal(count, 0);
    assert_false(folder_there(id));
    assert_string_equal(dump_tables(), before);
}

// Each is refused as a whole, with a reason and a line, and nothing has changed.
static void a_broken_file_is_refused_and_nothing_changed(void **state)
{
    struct buf text = buf_in(kept);
    buf_add_text(&text, HEAD);
    for (int i = 0; i < 3000; i++)
        buf_add_text(&text, arena_printf(kept, "%s;FIRMA %d AS;AS;3015;0602\n", number(300 + i % 50), i));
    gzFile gz = gzopen(path_of("whole.csv.gz"), "wb");
    assert_int_equal(gzwrite(gz, text.data, (unsigned)text.length), (int)text.length);
    assert_int_equal(gzclose(gz), Z_OK);
    struct stat st;
    assert_int_equal(stat(path_of("whole.csv.gz"), &st), 0);
    FILE *whole = fopen(path_of("whole.csv.gz"), "r");
    char *bytes = arena_alloc(kept, (size_t)st.st_size);
    assert_int_equal(fread(bytes, 1, (size_t)st.st_size, whole), (size_t)st.st_size);
    fclose(whole);
    file_of("cut.csv.gz", bytes, (size_t)st.st_size * 2 / 3);
    const char *json = arena_printf(kept,
                                    "[{\"organisasjonsnummer\":\"%s\",\"navn\":\"A\",\"forretningsadresse\":{"
                                    "\"kommunenummer\":\"0602\"}},\n{\"organ",
                                    number(220));
    file_of("cut.json", json, strlen(json));
    static const char *const FILES[] = {"cut.csv.gz", "cut.json"};
    const char *before = dump_tables();
    for (size_t i = 0; i < 2; i++) {
        struct import_id id = begin_path(path_of(FILES[i]));
        struct import_settings settings = WITH_ALL;
        // Where the first lines show it already, it is not begun.
        if (import_read(app, &office, id, &settings, &last_issues) == INVALID) {
            assert_non_null(issues_find(&last_issues, "file"));
            assert_int_equal(view_of(id).state, IMPORT_NEW);
            assert_int_equal(import_cancel(app, &office, id), OK);
            continue;
        }
        struct import_view v = work_on(id);
        assert_int_equal(v.state, IMPORT_REFUSED);
        assert_int_equal(v.created + v.updated + v.unchanged + v.outside + v.rejected, 0);
        assert_true(v.problem.count > 0);
        struct import_preview *rows;
        size_t count;
        assert_int_equal(import_rows(app, &office, id, 0, 0, 10, kept, &rows, &count), OK);
        assert_int_equal(count, 0);
        assert_string_equal(dump_tables(), before);
    }
}

static void a_folder_with_a_wrong_file_says_how_to_go_on(void **state)
{
    assert_int_equal(mkdir(path_of("mixed"), 0700), 0);
    const char *good = arena_printf(kept, HEAD "%s;GOD AS;AS;3015;0602\n", number(221));
    file_of("mixed/1.csv", good, strlen(good));
    file_of("mixed/2.json", "[{\"a\":1},", 9);
    const char *before = dump_tables();
    struct import_settings settings = WITH_ALL;
    struct import_id id = begin_path(path_of("mixed"));
    assert_int_equal(import_read(app, &office, id, &settings, &last_issues), OK);
    struct import_view v = work_on(id);
    assert_int_equal(v.state, IMPORT_REFUSED);
    assert_non_null(issues_find(&v.problem, "2.json"));
    assert_true(says(v.problem.items[v.problem.count - 1].message, "one by one"));
    assert_string_equal(dump_tables(), before);
}

static void what_is_no_file_of_the_kind_is_not_begun(void **state)
{
    struct import_id id;
    struct issues issues = issues_in(kept);
    struct import_source absent = {.path = path_of("not-there.csv"), .fd = -1};
    assert_int_equal(import_begin(app, &office, import_kind_find("employers"), &absent, 1, &issues, &id), INVALID);
    assert_int_equal(mkdir(path_of("empty"), 0700), 0);
    struct import_source empty = {.path = path_of("empty"), .fd = -1};
    issues = issues_in(kept);
    assert_int_equal(import_begin(app, &office, import_kind_find("employers"), &empty, 1, &issues, &id), INVALID);
    assert_true(says(issues.items[0].message, "no file to import"));
}

static void a_mapping_or_an_option_that_is_wrong_is_told(void **state)
{
    struct import_peek peek;
    struct import_id id = begin_upload("map.csv", "Nummer;Firma\n123;A\n");
    struct import_settings settings = {0};
    struct issues issues = issues_in(kept);
    assert_int_equal(import_peek(app, &office, id, &settings, 3, kept, &issues, &peek), INVALID);
    assert_non_null(issues_find(&issues, "map-organisasjonsnummer"));
    assert_int_equal(peek.column_count, 2); // shown all the same, to be mended
    assert_string_equal(peek.columns[0].examples[0], "123");
    static const struct import_pair mapping[] = {{"organisasjonsnummer", "Nummer"}, {"navn", "Ikke der"}};
    settings.mapping = mapping;
    settings.mapping_count = 2;
    issues = issues_in(kept);
    assert_int_equal(import_read(app, &office, id, &settings, &issues), INVALID);
    assert_non_null(issues_find(&issues, "map-navn"));
    static const struct import_pair options[] = {{"region", "moon"}, {"as-of", "yesterday"}};
    settings = (struct import_settings){.mapping = mapping, .mapping_count = 1, .options = options, .option_count = 2};
    issues = issues_in(kept);
    assert_int_equal(import_read(app, &office, id, &settings, &issues), INVALID);
    assert_non_null(issues_find(&issues, "option-region"));
    settings.options = options + 1;
    settings.option_count = 1;
    issues = issues_in(kept);
    assert_int_equal(import_read(app, &office, id, &settings, &issues), INVALID);
    assert_non_null(issues_find(&issues, "option-as-of"));
    assert_int_equal(view_of(id).state, IMPORT_NEW);
    settings.option_count = 0;
    issues = issues_in(kept);
    assert_int_equal(import_read(app, &office, id, &settings, &issues), OK);
    assert_int_equal(work_on(id).rejected, 1);
}

static void only_new_or_only_known_ones_are_done_when_so_chosen(void **state)
{
    struct import_view v = import_text("m0.csv", arena_printf(kept, HEAD "%s", line(230, "KJENT AS")), WITH_NOTHING);
    assert_counts(&v, 1, 0, 0, 0, 0);
    const char *both = arena_printf(kept, HEAD "%s%s", line(230, "KJENT NÅ AS"), line(231, "NY AS"));
    struct import_settings settings = WITH_NOTHING;
    settings.mode = IMPORT_UPDATE_ONLY;
    v = import_text("m1.csv", both, settings);
    assert_counts(&v, 0, 1, 0, 1, 0);
    settings.mode = IMPORT_CREATE_ONLY;
    v = import_text("m2.csv", arena_printf(kept, HEAD "%s%s", line(230, "KJENT IGJEN AS"), line(231, "NY AS")),
                    settings);
    assert_counts(&v, 1, 0, 0, 1, 0);
    assert_string_equal(employer_of(number(230)).name, "KJENT NÅ AS");
}

static enum status put_buf(void *context, const char *bytes, size_t n)
{
    buf_add(context, bytes, n);
    return OK;
}

static void what_is_wrong_comes_back_as_files(void **state)
{
    const char *text =
        arena_printf(kept,
                     "organisasjonsnummer;navn;organisasjonsform.kode;forretningsadresse.postnummer;forretningsadresse."
                     "kommunenummer;Merknad\n"
                     "111;\"=CMD; \"\"x\"\"\";AS;3015;0602;ring\n%s;BRA AS;AS;3015;0602;\n222;B;AS;3015;0602;@x\n",
                     number(240));
    struct import_view v = import_text("bad.csv", text, WITH_NOTHING);
    assert_counts(&v, 1, 0, 0, 0, 2);
    struct buf faults = buf_in(kept), lines = buf_in(kept);
    struct import_sink sink = {put_buf, &faults};
    assert_int_equal(import_faults_csv(app, &office, v.id, LANG_NB, &sink), OK);
    assert_true(says(buf_text(&faults), "\xEF\xBB\xBF"
                                        "Fil;Linje;Kolonne;Verdi;Grunn\r\nbad.csv;2;organisasjonsnummer;111;"));
    assert_true(says(buf_text(&faults), "ni siffer"));
    sink.context = &lines;
    assert_int_equal(import_lines_csv(app, &office, v.id, &sink), OK);
    assert_string_equal(buf_text(&lines),
                        "\xEF\xBB\xBF"
                        "organisasjonsnummer;navn;organisasjonsform.kode;forretningsadresse.postnummer;"
                        "forretningsadresse.kommunenummer;Merknad\r\n"
                        "111;\"'=CMD; \"\"x\"\"\";AS;3015;0602;ring\r\n222;B;AS;3015;0602;\"'@x\"\r\n");
}

static bool stop_at_once(void *context)
{
    int *left = context;
    return --*left <= 0;
}

// Works as the worker of a server that is asked to stop after so many batches.
static enum status work_some(struct import_id id, int batches)
{
    struct arena *a CLEANUP_ARENA = arena_open();
    struct issues issues = issues_in(a);
    struct import_work w = {
        .app = app, .arena = a, .issues = &issues, .stopping = stop_at_once, .stopping_context = &batches};
    return import_work_on(&w, id);
}

static const char *many_lines(int first, int count)
{
    struct buf b = buf_in(kept);
    buf_add_text(&b, HEAD);
    for (int i = 0; i < count; i++)
        buf_add_text(&b, line(first + i, arena_printf(kept, "MANGE %d AS", i)));
    return buf_text(&b);
}

static void an_import_goes_on_where_it_was(void **state)
{
    const char *text = many_lines(5000, 2300), *path = file_of("long.csv", text, strlen(text));
    struct import_id id = begin_path(path);
    struct import_settings settings = WITH_NOTHING;
    assert_int_equal(import_read(app, &office, id, &settings, &last_issues), OK);
    assert_int_equal(work_some(id, 2), BUSY);
    struct import_view v = view_of(id);
    assert_int_equal(v.state, IMPORT_READING);
    assert_true((v.can & IMPORT_CAN_RESUME) != 0);
    assert_true(v.created > 0 && v.created < 2300);
    // The file must be what it was.
    file_of("long.csv", text, strlen(text) - 30);
    last_issues = issues_in(kept);
    assert_int_equal(import_work(app, id, NULL, NULL, &last_issues), CONFLICT);
    assert_true(says(last_issues.items[0].message, "not the same any more"));
    file_of("long.csv", text, strlen(text));
    be_on(day_make(2018, 5, 3)); // another process
    assert_int_equal(work_some(id, 8), BUSY);
    v = view_of(id);
    assert_int_equal(v.state, IMPORT_APPLYING);
    assert_true(v.done > 0 && v.done < 2300);
    be_on(day_make(2018, 5, 3));
    v = work_on(id);
    assert_counts(&v, 2300, 0, 0, 0, 0);
    assert_string_equal(employer_of(number(5000)).name, "MANGE 0 AS");
    assert_string_equal(employer_of(number(7299)).name, "MANGE 2299 AS");
    // Taking back is stopped and goes on as well.
    assert_int_equal(import_revert(app, &office, id), OK);
    assert_int_equal(work_some(id, 3), BUSY);
    assert_int_equal(view_of(id).state, IMPORT_REVERTING);
    v = work_on(id);
    assert_int_equal(v.state, IMPORT_REVERTED);
    assert_int_equal(v.kept, 0);
    assert_false(here(number(5000)));
    assert_false(here(number(7299)));
}

static void two_do_not_work_on_the_same(void **state)
{
    int lock;
    struct import_id id = begin_upload("busy.csv", arena_printf(kept, HEAD "%s", line(250, "OPPTATT AS")));
    struct import_settings settings = WITH_NOTHING;
    assert_int_equal(import_read(app, &office, id, &settings, &last_issues), OK);
    assert_int_equal(import_lock(app, id, &lock), OK);
    assert_int_equal(import_work(app, id, NULL, NULL, &last_issues), BUSY);
    close(lock);
    assert_int_equal(work_on(id).state, IMPORT_APPLIED);
}

static void the_worker_does_what_waits(void **state)
{
    struct import_worker *worker;
    struct import_id id = begin_upload("worker.csv", arena_printf(kept, HEAD "%s", line(260, "ARBEIDER AS")));
    struct import_settings settings = WITH_NOTHING;
    assert_int_equal(import_read(app, &office, id, &settings, &last_issues), OK);
    assert_int_equal(import_worker_open(app, &worker), OK);
    for (int i = 0; i < 300 && view_of(id).state != IMPORT_APPLIED; i++)
        usleep(20000);
    import_worker_close(worker);
    assert_int_equal(view_of(id).state, IMPORT_APPLIED);
    assert_true(here(number(260)));
}

static void a_hundred_thousand_lines_are_read(void **state)
{
    struct buf b = buf_in(kept);
    buf_add_text(&b, HEAD);
    for (int i = 0; i < 100000; i++)
        buf_printf(&b, "%d;LINJE %d;AS;0150;0301\n", 800000000 + i * 7, i);
    struct import_id id = begin_upload("100000.csv", buf_text(&b));
    struct import_settings settings = WITH_NOTHING;
    assert_int_equal(import_read(app, &office, id, &settings, &last_issues), OK);
    struct import_view v = work_on(id);
    assert_int_equal(v.state, IMPORT_APPLIED);
    assert_int_equal(v.created + v.updated + v.unchanged + v.outside + v.rejected, 100000);
    assert_true(v.outside > 5000 && v.rejected > 50000);
}

static void what_has_had_its_time_goes(void **state)
{
    struct import_id id = begin_upload("old.csv", arena_printf(kept, HEAD "%s", line(270, "GAMMEL AS")));
    struct import_view v =
        import_text("kept.csv", arena_printf(kept, HEAD "%s", line(271, "LENGE SIDEN AS")), WITH_NOTHING);
    assert_int_equal(import_tend(app), OK);
    assert_int_equal(view_of(id).state, IMPORT_NEW);
    const char *folder = arena_printf(kept, "%s/imports/%lld", dir, (long long)id.value);
    struct timespec old[2] = {{.tv_sec = time(NULL) - 86400 * (IMPORT_UPLOAD_DAYS + 1)},
                              {.tv_sec = time(NULL) - 86400 * (IMPORT_UPLOAD_DAYS + 1)}};
    assert_int_equal(utimensat(AT_FDCWD, folder, old, 0), 0);
    assert_int_equal(import_tend(app), OK);
    assert_int_equal(view_of(id).state, IMPORT_CANCELLED);
    assert_false(folder_there(id));
    assert_int_equal(view_of(v.id).can, IMPORT_CAN_REVERT);
    be_on(day_make(2018, 12, 1));
    assert_int_equal(view_of(v.id).can, 0);
    assert_int_equal(import_revert(app, &office, v.id), CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_upload_goes_through_its_states),
        cmocka_unit_test(only_the_office_imports),
        cmocka_unit_test(cancelling_leaves_nothing),
        cmocka_unit_test(a_broken_file_is_refused_and_nothing_changed),
        cmocka_unit_test(a_folder_with_a_wrong_file_says_how_to_go_on),
        cmocka_unit_test(what_is_no_file_of_the_kind_is_not_begun),
        cmocka_unit_test(a_mapping_or_an_option_that_is_wrong_is_told),
        cmocka_unit_test(only_new_or_only_known_ones_are_done_when_so_chosen),
        cmocka_unit_test(what_is_wrong_comes_back_as_files),
        cmocka_unit_test(an_import_goes_on_where_it_was),
        cmocka_unit_test(two_do_not_work_on_the_same),
        cmocka_unit_test(the_worker_does_what_waits),
        cmocka_unit_test(a_hundred_thousand_lines_are_read),
        cmocka_unit_test(what_has_had_its_time_goes),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, region_open, region_close);
}
