// SPDX-License-Identifier: EUPL-1.2
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "crowd.h"
#include "match/fast_need.h"
#include "shapes.h"

// The cost of a ranking as profiles become many: the index alone, filled from profiles that are not kept, since ten
// million would not fit beside it. bench_growth [PLOT [MOST]] writes a plot of what it measured.

enum { BEST = 50, SIZES = 4, NEEDS_MOST = 16 };

static const double BAR = 3.0, TURNS_US = 400e3;

static double clock_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static void fill(struct index *x, size_t from, size_t to, const struct implied_table *implied)
{
    static struct crowd_profile p;
    index_begin(x);
    if (from == 0)
        index_month(x, day_month(crowd_today()));
    for (size_t i = from; i < to; i++) {
        crowd_draw(&p, (int64_t)i + 1);
        struct kept_profile *kept = kept_open(&p.profile, implied);
        index_change(x, NULL, kept);
        kept_close(kept); // nothing asks for it again: no profile changes, nor does the month
    }
    index_show(x, (int64_t)to);
}

static double rank_once(struct index *x, const struct match_need *need)
{
    double began = clock_now();
    struct fast_need n = {.kernel = kernel_choose()};
    struct index_version *v = index_hold(x);
    bool can = fast_need_read(&n, index_families_hold(x), need, question_time(need, crowd_today()), 0);
    index_families_release(x);
    if (!can)
        abort();
    struct best best = best_open(BEST);
    size_t ready = 0, ask = 0;
    for (size_t i = 0; i < v->segment_count; i++)
        if (fast_need_task(&n, v->segments[i]))
            n.kernel->rank(&n.task, UINT32_MAX, &best, &ready, &ask);
    if (best.count == 0)
        abort();
    best_close(&best);
    fast_need_close(&n);
    index_release(x, v);
    return clock_now() - began;
}

static double rank_best(struct index *x, const struct match_need *need)
{
    double best = 1e18, end = clock_now() + TURNS_US;
    do {
        double took = rank_once(x, need);
        best = took < best ? took : best;
    } while (clock_now() < end);
    return best;
}

// Both axes count powers of ten: 10⁴ to 10⁷ profiles, 1 µs to 100 ms.
enum { LEFT = 70, TOP = 20, DECADE_X = 150, DECADE_Y = 60, DECADES_X = 3, DECADES_Y = 5 };

static double decades(double n)
{
    double d = 0;
    for (; n >= 10; n /= 10)
        d += 1;
    // between two powers of ten, by halving: enough for a plot
    for (double half = 0.5, square = n * n; half > 1e-4; half /= 2, square *= square)
        if (square >= 10) {
            d += half;
            square /= 10;
        }
    return d;
}

static bool plot(const char *path, const size_t *sizes, size_t size_count, double us[][NEEDS_MOST],
                 const struct shape *shapes, size_t shape_count)
{
    FILE *f = fopen(path, "w");
    if (f == NULL)
        return false;
    fprintf(f, "<!-- SPDX-License-Identifier: EUPL-1.2 -->\n"
               "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 380\" font-family=\"sans-serif\" font-size=\"12\">\n"
               "<title>Time of one ranking by the number of profiles</title>\n"
               "<rect width=\"760\" height=\"380\" fill=\"#fff\"/>\n");
    static const char *const xs[] = {"10,000", "100,000", "1 million", "10 million"};
    static const char *const ys[] = {"1 µs", "10 µs", "100 µs", "1 ms", "10 ms", "100 ms"};
    for (int i = 0; i <= DECADES_X; i++)
        fprintf(f, "<path d=\"M%d %dv%d\" stroke=\"#ccc\"/><text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
                LEFT + i * DECADE_X, TOP, DECADES_Y * DECADE_Y, LEFT + i * DECADE_X, TOP + DECADES_Y * DECADE_Y + 20, xs[i]);
    for (int i = 0; i <= DECADES_Y; i++)
        fprintf(f, "<path d=\"M%d %dh%d\" stroke=\"#ccc\"/><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>\n", LEFT,
                TOP + (DECADES_Y - i) * DECADE_Y, DECADES_X * DECADE_X, LEFT - 6, TOP + (DECADES_Y - i) * DECADE_Y + 4, ys[i]);
    for (size_t s = 0; s < shape_count; s++) {
        int hue = (int)(s * 360 / shape_count);
        fprintf(f, "<path fill=\"none\" stroke=\"hsl(%d 70%% 40%%)\" stroke-width=\"2\" d=\"", hue);
        for (size_t i = 0; i < size_count; i++)
            fprintf(f, "%c%.1f %.1f", i == 0 ? 'M' : 'L', LEFT + (decades((double)sizes[i]) - 4) * DECADE_X,
                    TOP + (DECADES_Y - decades(us[i][s])) * DECADE_Y);
        fprintf(f, "\"/><path d=\"M540 %zuh20\" stroke=\"hsl(%d 70%% 40%%)\" stroke-width=\"2\"/>"
                   "<text x=\"566\" y=\"%zu\">%s</text>\n", 40 + s * 22, hue, 44 + s * 22, shapes[s].name);
    }
    fprintf(f, "</svg>\n");
    return fclose(f) == 0;
}

int main(int count, char **arguments)
{
    static const size_t SIZE_LIST[SIZES] = {10000, 100000, 1000000, 10000000};
    static double us[SIZES][NEEDS_MOST];
    size_t most = count > 2 ? strtoull(arguments[2], NULL, 10) : SIZE_LIST[SIZES - 1], sizes = 0;
    struct shape *shapes;
    size_t shape_count = shapes_make(&shapes), filled = 0;
    struct arena *a CLEANUP_ARENA = arena_open();
    struct implied_table *implied = implied_open(NULL, 0, a);
    struct index *x = index_open(NULL);
    double worst = 0;
    for (; sizes < SIZES && SIZE_LIST[sizes] <= most; sizes++) {
        double began = clock_now();
        fill(x, filled, SIZE_LIST[sizes], implied);
        filled = SIZE_LIST[sizes];
        printf("# %zu profiles: drawn and filled in %.1f s, %.0f bytes a profile\n", filled, (clock_now() - began) / 1e6,
               (double)index_memory(x) / (double)filled);
        for (size_t s = 0; s < shape_count; s++) {
            us[sizes][s] = rank_best(x, &shapes[s].need);
            printf("# growth/%s: %.0f us for %zu\n", shapes[s].name, us[sizes][s], filled);
        }
        fflush(stdout);
    }
    for (size_t s = 0; s < shape_count && sizes == SIZES; s++) {
        double ratio = us[3][s] / 10 / us[2][s];
        printf("growth/%s %.2f x bar %g %s\n", shapes[s].name, ratio, BAR, ratio <= BAR ? "ok" : "short");
        worst = ratio > worst ? ratio : worst;
    }
    if (sizes == SIZES)
        printf("growth %.2f x bar %g %s\n", worst, BAR, worst <= BAR ? "ok" : "short");
    if (count > 1 && !plot(arguments[1], SIZE_LIST, sizes, us, shapes, shape_count))
        perror(arguments[1]);
    index_close(x);
    return sizes == SIZES && worst <= BAR ? 0 : 1;
}
