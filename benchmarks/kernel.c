/* The same algorithm as the compiled ensemble, shortcuts and all, written in C by hand, for worlds without scripted
   events, homes, defection, drawn numbers or issue space, and with one row of votes that counts only yes. What a member
   weighs when it decides is complete. It gives the same bits. */

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define NEVER 2147483647
#define NONE (-1)
enum { ACTIVE = 1, OUT = 2, CHOSEN = 3 };
enum { COMMITS = 1, MEETS = 3, EXITS = 4, BREAKS = 5, LENGTH = 6, RESIDUAL = 7 };
/* and the numbers of the coefficients, C_SPEED, C_PATRON, ...: the compiler is given them, see native.py */
#define SLACK 1e-9
#define UNKNOWN 1e30
#define FIXED 0x1p-40

typedef struct {   /* what Python fills in: numbers of things, then arrays as in sim/whitesmoke/model/world.py */
    int64_t n, K, D, M, H, round_days, rounds;
    const uint32_t *member_address;
    const int64_t *candidate_address, *demand_address, *holder, *concerns, *grantor, *demand_start,
        *holders, *raised, *dropped, *available, *focal_day, *row_weight, *quota, *out_start;
    const uint32_t *out_member;
    const int64_t *out_units;
    const double *influence_weight, *c, *status_quo, *affinity, *valence, *worth, *ceiling, *focal_weight, *patron_tie;
    const int8_t *red_line;
} World;

typedef struct {
    uint32_t key0, key1, run, round;
    int64_t day, movers, moving, holdouts, total, winner;
    double pressure, weeks_left, weeks;
    double *baseline, *met, *share, *shame, *rate, *luck, *reckoned, *appeal;
    int64_t *influence, *committed, *yes, *silent_since, *silence;
    int32_t *mover, *order, *left;
    int8_t *stance, *next, *status, *gives_up, *endorsed, *present;
} State;

static double COARSE[64], FINE[32];

static double exp_(double x) {
    if (x < -708.0) return 0.0;
    if (x > 709.0) return INFINITY;
    double m = floor(x * 1.4426950408889634 + 0.5);
    double r = (x - m * 6.93147180369123816490e-01) - m * 1.90821492927058770002e-10, r2 = r * r, r4 = r2 * r2;
    double low = (1.0 + r) + r2 * (1.0 / 2 + r * (1.0 / 6));
    double middle = (1.0 / 24 + r * (1.0 / 120)) + r2 * (1.0 / 720 + r * (1.0 / 5040));
    double high = (1.0 / 40320 + r * (1.0 / 362880)) + r2 * (1.0 / 3628800 + r * (1.0 / 39916800));
    double top = 1.0 / 479001600 + r * (1.0 / 6227020800.0);
    int64_t whole = (int64_t)m;
    return (low + r4 * (middle + r4 * (high + r4 * top))) * (COARSE[(whole >> 5) + 32] * FINE[whole & 31]);
}

static double log_(double x) {
    int m;
    double f = frexp(x, &m);
    if (f < 0.7071067811865476) { f = 2.0 * f; m -= 1; }
    double z = (f - 1.0) / (f + 1.0), z2 = z * z, series = 1.0 / 23;
    for (double d = 21.0; d >= 3.0; d -= 2.0) series = series * z2 + 1.0 / d;
    return m * 6.93147180369123816490e-01 + (m * 1.90821492927058770002e-10 + (2.0 * z + 2.0 * z * (z2 * series)));
}

static double ratio(double r, const double *top, const double *bottom) {
    double a = top[0], b = bottom[0];
    for (int j = 1; j < 8; j++) { a = a * r + top[j]; b = b * r + bottom[j]; }
    return a / b;
}

/* the normal quantile: Wichura (1988), AS 241; central, and outer */
static const double T[3][8] = {
    {2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457,
     13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608},
    {7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
     3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734},
    {2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093,
     0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772}};
static const double B[3][8] = {
    {5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867,
     5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0},
    {1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
     0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0},
    {2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4,
     0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0}};

static double central(double u) {
    double q = u - 0.5;
    return q * ratio(0.180625 - q * q, T[0], B[0]);
}

static double outer(double u) {
    double r = sqrt(-log_(u < 0.5 ? u : 1.0 - u));
    double value = r <= 5.0 ? ratio(r - 1.6, T[1], B[1]) : ratio(r - 5.0, T[2], B[2]);
    return u < 0.5 ? -value : value;
}

static double draw(const State *s, uint32_t member, uint32_t target, uint32_t purpose, double *second) {
    uint32_t c0 = s->run, c1 = s->round, c2 = member, c3 = (purpose << 24) | target, k0 = s->key0, k1 = s->key1;
    for (int round = 0; round < 10; round++) {
        uint64_t low = (uint64_t)0xD2511F53 * c0, high = (uint64_t)0xCD9E8D57 * c2;
        c0 = (uint32_t)(high >> 32) ^ c1 ^ k0;
        c1 = (uint32_t)high;
        c2 = (uint32_t)(low >> 32) ^ c3 ^ k1;
        c3 = (uint32_t)low;
        k0 += 0x9E3779B9, k1 += 0xBB67AE85;
    }
    if (second) *second = ((double)(((uint64_t)c2 << 20) | (c3 >> 12)) + 0.5) * 0x1p-52;
    return ((double)(((uint64_t)c0 << 20) | (c1 >> 12)) + 0.5) * 0x1p-52;
}

static double probability(double rate, double weeks) { return 1.0 - exp_(-rate * weeks); }

static double patience_at_least(double u) { return u * (1.0 + u * (1.0 / 2 + u * (1.0 / 3 + u * (1.0 / 4)))); }

static int happens(double u, double rate, double weeks) {
    return u <= rate * weeks + SLACK && u < probability(rate, weeks);
}
static double logistic(double x) { return 1.0 / (1.0 + exp_(-x)); }

static double exp_at_most(double x) {
    if (x > 32.0) return UNKNOWN;
    double z = (x > -32.0 ? x : -32.0) * 0.03125, power = 1.0 + z + z * z * (1.0 / 2 + z * (1.0 / 6 + z * (1.0 / 12)));
    power *= power;
    power *= power;
    power *= power;
    power *= power;
    return power * power;
}

static double growth_at_most(double x) {
    if (x > 1.0) return UNKNOWN;
    if (!(x > 0.0)) x = 0.0;
    return 1.0 + x * (1.0 + x * (0.5 + x * 0.25));
}

static double larger(double a, double b) { return b > a ? b : a; }
static int live(const World *w, const State *s, int64_t d, int64_t k) {
    return w->raised[d] <= s->day && s->day <= w->dropped[d] && (w->concerns[d] < 0 || w->concerns[d] == k);
}
static int eligible(const World *w, const State *s, int64_t k) {
    return s->status[k] == ACTIVE && w->available[k] <= s->day;
}

static void commit(const World *w, State *s, int64_t i, int64_t k, int sign) {
    s->committed[k] += sign;
    s->yes[k] += sign * w->row_weight[i];
    for (int64_t e = w->out_start[i]; e < w->out_start[i + 1]; e++) {
        s->influence[w->out_member[e] * w->K + k] += sign * w->out_units[e];
        if (sign > 0) s->appeal[w->out_member[e]] *= growth_at_most(w->c[C_INFLUENCE] * (w->out_units[e] * FIXED));
    }
}

static void residuals(const World *w, State *s, int64_t k) {
    double spread = w->c[C_RESIDUAL];
    int64_t far = 0;
    for (int64_t i = 0; i < w->n; i++) s->reckoned[i] = 0.0;
    if (spread <= 0.0) return;
    for (int64_t i = 0; i < w->n; i++)
        s->luck[i] = draw(s, w->member_address[i], w->candidate_address[k], RESIDUAL, NULL);
    for (int64_t i = 0; i < w->n; i++) s->reckoned[i] = spread * central(s->luck[i]);
    for (int64_t i = 0; i < w->n; i++) {
        s->order[far] = i;
        far += !(fabs(s->luck[i] - 0.5) <= 0.425);
    }
    for (int64_t x = 0; x < far; x++) s->reckoned[s->order[x]] = spread * outer(s->luck[s->order[x]]);
}

static void begin(const World *w, State *s) {
    const double *c = w->c;
    s->round = 0, s->day = 0, s->winner = NONE, s->movers = w->n, s->moving = 0, s->total = 0;
    memset(s->stance, NONE, w->n);
    memset(s->next, NONE, w->n);
    memset(s->influence, 0, sizeof(int64_t) * w->n * w->K);
    for (int64_t d = 0; d < w->D; d++) s->met[d] = 0.0;
    for (int64_t k = 0; k < w->K; k++) {
        s->status[k] = ACTIVE, s->left[k] = NEVER, s->gives_up[k] = 0;
        s->endorsed[k] = 0, s->committed[k] = 0, s->yes[k] = 0, s->silent_since[k] = -1;
        double u = draw(s, 0, w->candidate_address[k], LENGTH, NULL);
        s->silence[k] = floor(c[C_SILENCE_LOW] + u * (c[C_SILENCE_HIGH] - c[C_SILENCE_LOW] + 1.0));
    }
    for (int64_t i = 0; i < w->n; i++) {
        s->mover[i] = i, s->present[i] = 1, s->appeal[i] = UNKNOWN;
        s->total += w->row_weight[i];
    }
    for (int64_t k = 0; k < w->K; k++) {
        residuals(w, s, k);
        for (int64_t i = 0; i < w->n; i++)
            s->baseline[i * w->K + k] =
                w->affinity[i * w->K + k] + w->valence[k] - 0.0 + s->reckoned[i] - w->status_quo[i];
    }
}

static int waiting(const World *w, const State *s, int64_t i) {
    if (s->stance[i] != NONE) return 0;
    for (int64_t d = w->demand_start[i]; d < w->demand_start[i + 1]; d++)
        if ((w->concerns[d] < 0 || s->status[w->concerns[d]] == ACTIVE) && s->met[d] < w->ceiling[d]) return 1;
    return 0;
}

static void tally(const World *w, State *s) {
    const double *c = w->c;
    s->holdouts = 0;
    for (int64_t h = 0; h < w->H; h++) s->holdouts += waiting(w, s, w->holders[h]);
    s->pressure = s->weeks_left = 0.0;
    for (int64_t m = 0; m < w->M; m++)
        if (w->focal_day[m] >= s->day) {
            s->weeks_left = (w->focal_day[m] - s->day) / 7.0;
            s->pressure = c[C_PRESSURE] * w->focal_weight[m] * exp_(-s->weeks_left / c[C_MEMORY]);
            break;
        }
    for (int64_t k = 0; k < w->K; k++) {
        s->share[k] = (double)s->committed[k] / w->n;
        int64_t withholding = w->n - s->committed[k];
        s->shame[k] = c[C_ISOLATION] * s->share[k] * s->share[k] / (withholding > 1 ? withholding : 1);
    }
}

static double refusal(const World *w, int64_t i) {
    if (w->influence_weight[i] <= w->c[C_SMALL]) return 0.0;
    double great = (w->influence_weight[i] - w->c[C_SMALL]) / (1.0 - w->c[C_SMALL]);
    return great * great;
}

static int may_be_firm(const World *w, int64_t i) {
    double never = 0.0;
    for (int64_t d = w->demand_start[i]; d < w->demand_start[i + 1]; d++) {
        never += larger(0.0, w->worth[d] * (1.0 - w->ceiling[d]));
        if (w->red_line[d]) return 1;
    }
    return never > w->c[C_TOLERANCE];
}

static double opposition(const World *w, const State *s, int64_t k) {
    double total = 0.0;
    for (int64_t h = 0; h < w->H; h++) {
        int64_t i = w->holders[h];
        double never = 0.0;
        for (int64_t d = w->demand_start[i]; d < w->demand_start[i + 1]; d++)
            if (live(w, s, d, k)) never += w->worth[d] * (1.0 - w->ceiling[d]);
        if (s->stance[i] != k && never > w->c[C_TOLERANCE]) total += refusal(w, i);
    }
    return total;
}

static void leave(const World *w, State *s, int64_t k) {
    s->status[k] = OUT, s->left[k] = s->round, s->silent_since[k] = -1;
    s->movers = 0;
    for (int64_t i = 0; i < w->n; i++) {
        s->appeal[i] = UNKNOWN;
        if (s->stance[i] == k) {
            s->stance[i] = s->next[i] = NONE;
            commit(w, s, i, k, -1);
        }
        if (s->stance[i] == NONE) s->mover[s->movers++] = i;
    }
    for (int64_t d = 0; d < w->D; d++)
        if (w->grantor[d] == 0 && w->concerns[d] == k) s->met[d] = 0.0;
}

static void exits(const World *w, State *s) {
    const double *c = w->c;
    if (c[C_EXIT] <= 0.0) return;
    double most = 0.0;
    for (int64_t h = 0; h < w->H; h++) most += may_be_firm(w, w->holders[h]) ? refusal(w, w->holders[h]) : 0.0;
    for (int64_t k = 0; k < w->K; k++) {
        s->gives_up[k] = 0;
        if (s->status[k] != ACTIVE) continue;
        double u = draw(s, 0, w->candidate_address[k], EXITS, NULL);
        int64_t elsewhere = 0;
        for (int64_t rival = 0; rival < w->K; rival++) elsewhere += rival != k ? s->committed[rival] : 0;
        double hope = 1.0 - (double)elsewhere / w->n;
        double at_most = exp_at_most(-c[C_HOPELESSNESS] * hope) + fabs(c[C_VETO]) * most;
        if (u > c[C_EXIT] * at_most * fabs(1.0 + s->pressure) * s->weeks + SLACK) continue;
        double rate = c[C_EXIT] * (exp_(-c[C_HOPELESSNESS] * hope) + c[C_VETO] * opposition(w, s, k)) * (1.0 + s->pressure);
        s->gives_up[k] = happens(u, rate, s->weeks);
    }
    for (int64_t k = 0; k < w->K; k++)
        if (s->gives_up[k]) leave(w, s, k);
}

static int meetings(double expected, double u) {
    int number = 0;
    double term = exp_(-expected), so_far = term;
    while (u >= so_far && number < 40) {
        number += 1;
        term *= expected / number;
        so_far += term;
    }
    return number;
}

static void bargain(const World *w, State *s) {
    const double *c = w->c;
    double expected = 4.0 * c[C_CONCESSION] * (1.0 + s->pressure) / (s->holdouts > 1 ? s->holdouts : 1) * s->weeks;
    int supported = 0;
    for (int64_t k = 0; k < w->K; k++) supported |= s->status[k] == ACTIVE && s->share[k] >= c[C_BARGAINING_FROM];
    for (int64_t h = 0; supported && h < w->H; h++) {
        int64_t i = w->holders[h];
        if (!waiting(w, s, i)) continue;
        for (int64_t d = w->demand_start[i]; d < w->demand_start[i + 1]; d++) {
            int able = 0;
            for (int64_t k = 0; k < w->K; k++)
                able |= s->status[k] == ACTIVE && live(w, s, d, k) && s->share[k] >= c[C_BARGAINING_FROM];
            if (!able || s->met[d] >= w->ceiling[d]) continue;
            double u = draw(s, w->member_address[i], w->demand_address[d], MEETS, NULL);
            if (u + expected < 1.0 - SLACK) continue;
            for (int number = meetings(expected, u); number > 0; number--) s->met[d] += (w->ceiling[d] - s->met[d]) / 2.0;
        }
    }
}

static double acceptance(const World *w, const State *s, int64_t i, int64_t k) {
    const double *c = w->c, *baseline = s->baseline + i * w->K;
    double best = 0.0, unmet = 0.0, awaited = 0.0;
    for (int64_t rival = 0; rival < w->K; rival++)
        if (rival != k && s->status[rival] == ACTIVE) best = larger(best, baseline[rival] - baseline[k]);
    for (int64_t d = w->demand_start[i]; d < w->demand_start[i + 1]; d++)
        if (live(w, s, d, k) && w->red_line[d]) unmet = INFINITY;
        else if (live(w, s, d, k)) unmet += w->worth[d] * (1.0 - s->met[d]);
    for (int64_t d = w->demand_start[i]; d < w->demand_start[i + 1]; d++)
        if (live(w, s, d, k) && !w->red_line[d]) {
            double chance = 1.0 - exp_(-2.0 * c[C_CONCESSION] * s->weeks_left / (s->holdouts > 1 ? s->holdouts : 1));
            awaited += c[C_ANTICIPATION] * w->worth[d] * larger(0.0, w->ceiling[d] - s->met[d]) * chance;
        }
    double listened = c[C_INFLUENCE] * (s->influence[i * w->K + k] * FIXED);
    double isolation = best > 0.0 ? s->shame[k] * (1.0 - c[C_COVER]) : s->shame[k];
    double patron = w->patron_tie[i] * c[C_PATRON] * s->endorsed[k];
    return baseline[k] + patron - unmet + listened + isolation + s->pressure - awaited - c[C_PULL] * larger(0.0, best);
}

static void decide(const World *w, State *s, int64_t i, double u) {
    const double speed = w->c[C_SPEED], weeks = s->weeks;
    double total = 0.0, so_far = 0.0;
    for (int64_t k = 0; k < w->K; k++)
        if (eligible(w, s, k)) {
            s->rate[k] = speed * logistic(acceptance(w, s, i, k));
            total += s->rate[k];
        }
    if (!happens(u, total, weeks)) return;
    double v;
    draw(s, w->member_address[i], 0, COMMITS, &v);
    for (int64_t k = 0; k < w->K; k++)
        if (eligible(w, s, k)) {
            so_far += s->rate[k];
            if (s->rate[k] > 0.0) {
                s->next[i] = k, s->moving = 1;
                if (v * total < so_far) return;
            }
        }
}

static double urgency(const World *w, const State *s) {
    const double *c = w->c;
    double shamed = 0.0;
    for (int64_t k = 0; k < w->K; k++) shamed = larger(shamed, larger(s->shame[k], s->shame[k] * (1.0 - c[C_COVER])));
    return larger(0.0, c[C_SPEED]) * s->weeks * exp_at_most(shamed + larger(0.0, s->pressure));
}

static double appeal(const World *w, const State *s, int64_t i) {
    const double *c = w->c, *baseline = s->baseline + i * w->K;
    double total = 0.0, best = -INFINITY;
    for (int64_t k = 0; k < w->K; k++)
        if (s->status[k] == ACTIVE) best = larger(best, baseline[k]);
    for (int64_t k = 0; k < w->K; k++) {
        if (s->status[k] != ACTIVE) continue;
        double patron = w->patron_tie[i] * c[C_PATRON] * s->endorsed[k];
        double listened = c[C_INFLUENCE] * (s->influence[i * w->K + k] * FIXED);
        total += exp_at_most(baseline[k] + patron + listened - c[C_PULL] * (best - baseline[k]));
    }
    return total;
}

static void stances(const World *w, State *s) {
    int64_t eights = (s->movers + 7) / 8 * 8;
    for (int64_t x = 0; x < (eights < w->n ? eights : w->n); x++) {
        s->luck[x] = draw(s, w->member_address[s->mover[x]], 0, COMMITS, NULL);
        s->reckoned[x] = patience_at_least(s->luck[x]);
    }
    double today = urgency(w, s);
    for (int64_t x = 0; x < s->movers; x++) {
        int64_t i = s->mover[x];
        if (!s->present[i] || s->stance[i] != NONE || s->reckoned[x] > s->appeal[i] * today + SLACK) continue;
        s->appeal[i] = appeal(w, s, i);
        if (s->reckoned[x] <= s->appeal[i] * today + SLACK) decide(w, s, i, s->luck[x]);
    }
}

static void count(const World *w, State *s) {
    if (!s->moving) return;
    int64_t kept = 0;
    for (int64_t x = 0; x < s->movers; x++) {
        int64_t i = s->mover[x], k = s->next[i];
        if (k == NONE) {
            s->mover[kept++] = i;
            continue;
        }
        s->stance[i] = k;
        commit(w, s, i, k, 1);
    }
    s->movers = kept, s->moving = 0;
}

static int broken(const World *w, const State *s, int64_t k) {
    for (int64_t i = 0; i < w->n; i++) {
        if (s->stance[i] == k) continue;
        double unmet = 0.0;
        for (int64_t d = w->demand_start[i]; d < w->demand_start[i + 1]; d++)
            if (live(w, s, d, k)) unmet += w->worth[d] * (1.0 - s->met[d]);
        if (s->stance[i] == NONE && unmet <= w->c[C_TOLERANCE]) continue;
        double u = draw(s, w->member_address[i], w->candidate_address[k], BREAKS, NULL);
        if (happens(u, w->c[C_OBJECTION], s->weeks)) return 1;
    }
    return 0;
}

static void verdict(const World *w, State *s) {
    for (int64_t k = 0; k < w->K; k++) {
        if (s->status[k] != ACTIVE) continue;
        if (w->quota[1] * s->yes[k] < w->quota[0] * s->total + w->quota[2]) {
            s->silent_since[k] = -1;
            continue;
        }
        if (s->silent_since[k] < 0 || broken(w, s, k)) s->silent_since[k] = s->day;
        if (s->day - s->silent_since[k] >= s->silence[k])
            if (s->winner == NONE || s->committed[k] > s->committed[s->winner]) s->winner = k;
    }
}

void play(const World *w, int64_t seed, int64_t first, int64_t runs, int64_t *winner, int64_t *last, int32_t *left,
          double *met) {
    State s = {.key0 = (uint32_t)seed, .key1 = (uint32_t)((uint64_t)seed >> 32), .weeks = w->round_days / 7.0};
#define ROOM(field, count) s.field = malloc(sizeof *s.field * (count))
    ROOM(baseline, w->n * w->K); ROOM(influence, w->n * w->K); ROOM(mover, w->n); ROOM(stance, w->n); ROOM(next, w->n);
    ROOM(met, w->D + 1); ROOM(share, w->K); ROOM(shame, w->K); ROOM(rate, w->K); ROOM(committed, w->K);
    ROOM(yes, w->K); ROOM(silent_since, w->K); ROOM(silence, w->K); ROOM(left, w->K); ROOM(status, w->K);
    ROOM(gives_up, w->K); ROOM(luck, w->n); ROOM(reckoned, w->n); ROOM(order, w->n); ROOM(appeal, w->n);
    ROOM(present, w->n); ROOM(endorsed, w->K);
    for (int j = 0; j < 64; j++) COARSE[j] = ldexp(1.0, 32 * (j - 32));
    for (int j = 0; j < 32; j++) FINE[j] = ldexp(1.0, j);
    for (int64_t r = 0; r < runs; r++) {
        s.run = first + r;
        begin(w, &s);
        while (s.winner == NONE && s.round < w->rounds) {
            s.round += 1;
            s.day = s.round * w->round_days;
            tally(w, &s);
            exits(w, &s);
            bargain(w, &s);
            stances(w, &s);
            count(w, &s);
            verdict(w, &s);
        }
        winner[r] = s.winner, last[r] = s.round;
        memcpy(left + r * w->K, s.left, sizeof(int32_t) * w->K);
        memcpy(met + r * w->D, s.met, sizeof(double) * w->D);
    }
    free(s.baseline); free(s.influence); free(s.mover); free(s.stance); free(s.next); free(s.met); free(s.share);
    free(s.shame); free(s.rate); free(s.committed); free(s.yes); free(s.silent_since); free(s.silence);
    free(s.left); free(s.status); free(s.gives_up); free(s.luck); free(s.reckoned); free(s.order); free(s.appeal);
    free(s.present); free(s.endorsed);
}
