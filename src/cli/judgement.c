// SPDX-License-Identifier: EUPL-1.2
#include "cli/judgement.h"

#include <stdio.h>

#include "base/text.h"
#include "cli/json.h"

enum { VERDICT_WIDTH = 8 };

const char *judgement_requirement(struct invocation *in, const struct app *app, const struct need_view *need,
                                  size_t index)
{
    return requirement_words(app, in->lang, &need->all[index], need->place_name, in->arena);
}

void judgement_put(struct invocation *in, const struct app *app, const struct need_view *need,
                   const struct ranked_candidate *candidate)
{
    const struct explanation *e = &candidate->explanation;
    printf("%s (%lld): %s, %s %d\n", candidate->name, (long long)candidate->person.value,
           tr(in->lang, match_class_title(candidate->row.class)), tr(in->lang, N_("score")), candidate->row.score);
    for (size_t i = 0; i < e->row_count && i < need->all_count; i++) {
        const struct requirement *r = &need->all[i];
        const struct verdict_row *v = &e->rows[i];
        const char *verdict = tr(in->lang, verdict_title(v->verdict));
        // printf's width counts bytes.
        printf("  %s%*s %s%s: %s\n", verdict, VERDICT_WIDTH - (int)text_length(verdict), "",
               r->must ? "" : tr(in->lang, N_("(should) ")),
               judgement_requirement(in, app, need, i),
               verdict_words(app, in->lang, r, v, e, need->need.start_from, in->arena));
        const char *question = question_words(app, in->lang, r, v, in->arena);
        if (*question != '\0')
            printf("           %s\n", question);
    }
}

json_t *judgement_json(struct invocation *in, const struct app *app, const struct need_view *need,
                       const struct ranked_candidate *candidate)
{
    const struct explanation *e = &candidate->explanation;
    json_t *rows = json_array();
    for (size_t i = 0; i < e->row_count && i < need->all_count; i++) {
        const struct requirement *r = &need->all[i];
        const struct verdict_row *v = &e->rows[i];
        json_array_append_new(
            rows, json_pack("{s:s, s:b, s:i, s:s, s:s, s:s}", "requirement", judgement_requirement(in, app, need, i), "must",
                            r->must, "weight", r->weight, "verdict", verdict_name(v->verdict), "why",
                            verdict_words(app, in->lang, r, v, e, need->need.start_from, in->arena), "question",
                            question_words(app, in->lang, r, v, in->arena)));
    }
    return json_pack("{s:o, s:s, s:s, s:i, s:i, s:i, s:o}", "candidate", json_id(candidate->person.value), "name",
                     candidate->name, "class", class_name(candidate->row.class), "missing", candidate->row.missing,
                     "unknown", candidate->row.unknown, "score", candidate->row.score, "requirements", rows);
}
