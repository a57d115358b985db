// SPDX-License-Identifier: EUPL-1.2
#include "sql/sql.h"

#include <string.h>

struct sql_value sql_text_value(const char *text)
{
    if (text == NULL)
        return sql_null_value();
    return (struct sql_value){.type = SQL_TEXT, .bytes = text, .size = strlen(text)};
}
