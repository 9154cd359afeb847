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
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t doe = shifted - era * 146097;
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

/* Takes exactly count digits and, unless it is NUL, the character after them. */
static bool take_digits(const char **text, int count, char after, int *ret_number)
{
    *ret_number = 0;
    for (; count > 0; count--, ++*text) {
        if (**text < '0' || **text > '9')
            return false;
        *ret_number = *ret_number * 10 + (**text - '0');
    }
    if (after == '\0')
        return true;
    return *(*text)++ == after;
}

/* The offset after the seconds, to the end: "Z" or "+hh:mm"; minutes to subtract. */
static bool parse_offset(const char *text, int *ret_minutes)
{
    int hours, minutes, sign = *text == '-' ? -1 : 1;

    *ret_minutes = 0;
    if (strcmp(text, "Z") == 0 || strcmp(text, "z") == 0)
        return true;
    if (*text != '+' && *text != '-')
        return false;
    text++;
    if (!take_digits(&text, 2, ':', &hours) || !take_digits(&text, 2, '\0', &minutes) ||
        *text != '\0' || hours > 23 || minutes > 59)
        return false;
    *ret_minutes = sign * (hours * 60 + minutes);
    return true;
}

/* The day at *text as days since 1970. A date that the calendar has not, such as February
 * 30, comes back from its day number as another one. */
static bool take_date(const char **text, int64_t *ret_days)
{
    int year, month, day, same_year, same_month, same_day;

    if (!take_digits(text, 4, '-', &year) || !take_digits(text, 2, '-', &month) ||
        !take_digits(text, 2, '\0', &day) || month < 1 || month > 12)
        return false;
    *ret_days = days_of_date(year, month, day);
    date_of_days(*ret_days, &same_year, &same_month, &same_day);
    return same_year == year && same_month == month && same_day == day;
}

bool str_parse_time(const char *text, int64_t *ret_ms)
{
    int hour, minute, second, offset, fraction = 0, scale = 100;
    int64_t days;

    if (text == NULL || strlen(text) > 64 || !take_date(&text, &days) || *text == '\0' ||
        strchr("Tt ", *text++) == NULL || !take_digits(&text, 2, ':', &hour) ||
        !take_digits(&text, 2, ':', &minute) || !take_digits(&text, 2, '\0', &second) ||
        hour > 23 || minute > 59 || second > 60)
        return false;
    if (*text == '.') {
        if (text[1] < '0' || text[1] > '9')
            return false;
        for (text++; *text >= '0' && *text <= '9'; text++, scale /= 10)
            fraction += (*text - '0') * scale;
    }
    if (!parse_offset(text, &offset))
        return false;
    *ret_ms = (days * 86400 + hour * 3600 + (minute - offset) * 60 + second) * 1000 + fraction;
    return true;
}
