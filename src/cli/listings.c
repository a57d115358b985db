// SPDX-License-Identifier: EUPL-1.2
// version, routes and access: what the program says about itself.
#include <stdio.h>

#include <jansson.h>

#include "cli/cli.h"
#include "cli/json.h"
#include "web/routes.h"

static const struct option_spec JSON_OPTIONS[] = {OPTION_JSON};

static int run_version(struct invocation *in)
{
    const char *catalogue = catalogue_version(catalogue_builtin());
    if (in->command != NULL && option_given(in, "json"))
        json_put(json_pack("{s:s, s:s}", "version", YPSILON_VERSION, "catalogue", catalogue));
    else
        printf("ypsilon %s\n%s\n", YPSILON_VERSION, catalogue);
    return EXIT_DONE;
}

const struct command VERSION_COMMAND = {
    .name = "version",
    .arguments = "",
    .summary = N_("Name the versions of the program and of its catalogue."),
    .options = JSON_OPTIONS,
    .option_count = COUNT_OF(JSON_OPTIONS),
    .run = run_version,
};

static const char *method_name(enum method m)
{
    return m == METHOD_POST ? "POST" : "GET";
}

static void put_routes_json(void)
{
    json_t *list = json_array();
    for (size_t i = 0; i < route_count(); i++) {
        const struct route *route = route_at(i);
        json_t *roles = json_array();
        for (int role = 0; role < ROLES; role++)
            if (route->roles >> role & 1)
                json_array_append_new(roles, json_string(role_name((enum role)role)));
        json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:o}", "method", method_name(route->method), "path",
                                              route->pattern, "name", route->name, "roles", roles));
    }
    json_put(list);
}

static int run_routes(struct invocation *in)
{
    if (option_given(in, "json")) {
        put_routes_json();
        return EXIT_DONE;
    }
    for (size_t i = 0; i < route_count(); i++) {
        const struct route *route = route_at(i);
        printf("%-4s %-36s %-26s", method_name(route->method), route->pattern, route->name);
        for (int role = 0; role < ROLES; role++)
            if (route->roles >> role & 1)
                printf(" %s", role_name((enum role)role));
        putchar('\n');
    }
    return EXIT_DONE;
}

const struct command ROUTES_COMMAND = {
    .name = "routes",
    .arguments = "",
    .summary = N_("List the web's addresses and the roles that may call each."),
    .options = JSON_OPTIONS,
    .option_count = COUNT_OF(JSON_OPTIONS),
    .run = run_routes,
};

static int run_access(struct invocation *in)
{
    struct buf table = buf_in(in->arena);
    access_describe(&table);
    fputs(buf_text(&table), stdout);
    return EXIT_DONE;
}

const struct command ACCESS_COMMAND = {
    .name = "access",
    .arguments = "",
    .summary = N_("Write the access table: who sees what, why, until when (Markdown)."),
    .run = run_access,
};
