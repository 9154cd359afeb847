#include "protocol/base/str.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

bool str_equal(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return strcmp(a, b) == 0;
}

bool str_starts(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

bool str_ends(const char *text, const char *ending)
{
    size_t len = strlen(text), tail = strlen(ending);

    return len >= tail && strcmp(text + len - tail, ending) == 0;
}

bool str_blank(const char *text)
{
    return text == NULL || text[strspn(text, " \t\r\n\v\f")] == '\0';
}

bool str_number(const char *text, int64_t low, int64_t high, int64_t *ret_number)
{
    char *end;
    long long number;

    if (text == NULL || *text == '\0' || strchr(" \t\r\n\v\f+", *text) != NULL)
        return false;
    errno = 0;
    number = strtoll(text, &end, 10);
    if (errno != 0 || *end != '\0' || number < low || number > high)
        return false;
    *ret_number = number;
    return true;
}

bool str_span(const char *text, int64_t *ret_ms)
{
    static const struct {
        char unit;
        int64_t ms;
    } units[] = {{'s', 1000}, {'m', 60000}, {'h', 3600000}, {'d', DAY_MS}};
    const int64_t most = 3650 * DAY_MS;
    int64_t number, unit_ms = 1000;
    char digits[24];
    size_t len = text != NULL ? strlen(text) : 0;

    if (len == 0 || len >= sizeof(digits))
        return false;
    memcpy(digits, text, len + 1);
    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (digits[len - 1] == units[i].unit) {
            unit_ms = units[i].ms;
            digits[len - 1] = '\0';
            break;
        }
    if (!str_number(digits, 0, most / unit_ms, &number))
        return false;
    *ret_ms = number * unit_ms;
    return true;
}

/* Days since 1970-01-01 of a date in the proleptic Gregorian calendar, with March
 * as the first month so that the leap day is the year's last. */
static int64_t days_of_date(int64_t year, int month, int day)
{
    int64_t y = year - (month <= 2), era = (y >= 0 ? y : y - 399) / 400,
            year_of_era = y - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
           719468;
}

static void date_of_days(int64_t days, int *ret_year, int *ret_month, int *ret_day)
{
    int64_t shifted = days + 719468, era = shifted / 146097, doe = shifted - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

    *ret_day = (int)(doy - (153 * mp + 2) / 5 + 1);
    *ret_month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *ret_year = (int)(yoe + era * 400 + (*ret_month <= 2));
}

void str_time(int64_t ms, char ret_text[STR_TIME_SIZE])
{
    const int64_t last = INT64_C(253402300799999);
    int year, month, day;
    int64_t rest;

    ms = ms < 0 ? 0 : ms > last ? last : ms;
    date_of_days(ms / DAY_MS, &year, &month, &day);
    rest = ms % DAY_MS;
    snprintf(ret_text, STR_TIME_SIZE, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, day,
             (int)(rest / 3600000), (int)(rest / 60000 % 60), (int)(rest / 1000 % 60),
             (int)(rest % 1000));
}

/* The offset after the seconds: "Z" or "+hh:mm"; minutes to subtract. */
static bool parse_offset(const char *text, int *ret_minutes)
{
    int hours, minutes, used = 0;

    if (strcmp(text, "Z") == 0 || strcmp(text, "z") == 0) {
        *ret_minutes = 0;
        return true;
    }
    if (strlen(text) != 6 || (text[0] != '+' && text[0] != '-') ||
        sscanf(text + 1, "%2d:%2d%n", &hours, &minutes, &used) != 2 || used != 5 || hours > 23 ||
        minutes > 59)
        return false;
    *ret_minutes = (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes);
    return true;
}

bool str_parse_time(const char *text, int64_t *ret_ms)
{
    int year, month, day, hour, minute, second, used = 0, offset, fraction = 0, scale = 100;

    if (text == NULL || strlen(text) > 64 ||
        sscanf(text, "%4d-%2d-%2d%*1[Tt ]%2d:%2d:%2d%n", &year, &month, &day, &hour, &minute,
               &second, &used) != 6 ||
        used != 19)
        return false;
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23 ||
        minute < 0 || minute > 59 || second < 0 || second > 60)
        return false;
    text += used;
    if (*text == '.') {
        if (text[1] < '0' || text[1] > '9')
            return false;
        for (text++; *text >= '0' && *text <= '9'; text++, scale /= 10)
            fraction += (*text - '0') * scale;
    }
    if (!parse_offset(text, &offset))
        return false;
    *ret_ms =
        (days_of_date(year, month, day) * 86400 + hour * 3600 + (minute - offset) * 60 + second) *
            1000 +
        fraction;
    return true;
}
