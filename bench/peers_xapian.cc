// SPDX-License-Identifier: EUPL-1.2
#include <unistd.h>
#include <xapian.h>

#include <cstdio>
#include <string>
#include <vector>

extern "C" {
#include "peers.h"
extern const struct peer peer_xapian;
}

// Xapian: a document for each profile, a term for each statement that is met (m…) or missing (x…) and one that all have.
// Terms weigh 1, times a factor, so that a document's weight is its place in the order, an exact integer; lots decide as
// sorting keys. First who is ready is asked for, then all.

namespace {

const double MET = 1024, MISSES_NOT = MET * 128; // above all scores, above all counts of musts

Xapian::Database *db;
std::string term(char kind, unsigned s)
{
    return kind + std::to_string(s);
}

// The lot XOR the need's. Sorting is by decreasing keys, so the key is turned round.
class LotKey : public Xapian::KeyMaker {
public:
    explicit LotKey(uint32_t l) : lot(l) {}
    std::string operator()(const Xapian::Document &d) const override
    {
        const std::string v = d.get_value(0);
        uint32_t mine = 0;
        for (unsigned char c : v)
            mine = mine << 8 | c;
        mine = ~(mine ^ lot);
        const char key[] = {char(mine >> 24), char(mine >> 16), char(mine >> 8), char(mine)};
        return std::string(key, sizeof key);
    }

private:
    uint32_t lot;
};

bool xapian_open(const struct peer_crowd *c, const char *scratch)
{
    try {
        const std::string path = std::string(scratch) + "/xapian";
        {
            Xapian::WritableDatabase w(path, Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_NO_SYNC | Xapian::DB_DANGEROUS);
            for (size_t i = 0; i < c->count; i++) {
                Xapian::Document d;
                d.add_boolean_term("all");
                for (unsigned s = 0; s < c->statement_count; s++) {
                    if (peer_bit(c->statements[s].met, i))
                        d.add_boolean_term(term('m', s));
                    else if (peer_bit(c->statements[s].missing, i))
                        d.add_boolean_term(term('x', s));
                }
                const uint32_t l = c->lots[i];
                const char lot[] = {char(l >> 24), char(l >> 16), char(l >> 8), char(l)};
                d.add_value(0, std::string(lot, sizeof lot));
                w.add_document(d); // becomes number i + 1
            }
            w.commit();
        }
        db = new Xapian::Database(path);
        std::printf("# xapian %s\n", Xapian::version_string());
        return true;
    } catch (const Xapian::Error &e) {
        std::printf("# xapian: %s\n", e.get_description().c_str());
        return false;
    }
}

Xapian::Query join(const struct peer_requirement &r, char kind)
{
    Xapian::Query q(term(kind, r.statements[0]));
    for (unsigned i = 1; i < r.statement_count; i++)
        q = Xapian::Query(kind == 'm' ? Xapian::Query::OP_OR : Xapian::Query::OP_AND, q,
                          Xapian::Query(term(kind, r.statements[i])));
    return q;
}

Xapian::Query weigh(const Xapian::Query &q, double factor)
{
    return Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, q, factor);
}

Xapian::Query question(const struct peer_need &need, bool ready)
{
    const Xapian::Query all("all");
    Xapian::Query filter = weigh(all, 0);
    std::vector<Xapian::Query> parts;
    for (size_t i = 0; i < need.count; i++) {
        const struct peer_requirement &r = need.list[i];
        if (!r.must) {
            parts.push_back(weigh(Xapian::Query(Xapian::Query::OP_FILTER, all, join(r, 'm')), r.weight));
        } else if (ready) {
            filter = Xapian::Query(Xapian::Query::OP_FILTER, filter, join(r, 'm'));
        } else {
            parts.push_back(weigh(Xapian::Query(Xapian::Query::OP_FILTER, all, join(r, 'm')), MET));
            parts.push_back(weigh(Xapian::Query(Xapian::Query::OP_AND_NOT, all, join(r, 'x')), MISSES_NOT));
        }
    }
    if (parts.empty())
        return filter;
    return Xapian::Query(Xapian::Query::OP_AND_MAYBE, filter,
                         Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end()));
}

double xapian_answer(const struct peer_need *need, size_t, unsigned way, struct peer_row *rows, size_t *count)
{
    try {
        const double began = peer_clock();
        *count = 0;
        for (int ready = way == 0; ready >= 0 && *count < PEER_BEST; ready--) {
            Xapian::Enquire e(*db);
            e.set_weighting_scheme(Xapian::CoordWeight());
            e.set_query(question(*need, ready != 0));
            e.set_docid_order(Xapian::Enquire::ASCENDING);
            e.set_sort_by_relevance_then_key((new LotKey(need->lot))->release(), true);
            const Xapian::MSet found = e.get_mset(0, PEER_BEST);
            *count = 0;
            for (Xapian::MSetIterator i = found.begin(); i != found.end(); ++i) {
                const unsigned long w = (unsigned long)(i.get_weight() + 0.5);
                const unsigned missing = ready ? 0 : unsigned(need->musts - w / 131072);
                const unsigned met = ready ? unsigned(need->musts) : unsigned(w % 131072 / 1024);
                rows[(*count)++] = {*i, uint16_t(missing), uint16_t(need->musts - missing - met), uint32_t(w % 1024)};
            }
        }
        return peer_clock() - began;
    } catch (const Xapian::Error &e) {
        std::printf("# xapian: %s\n", e.get_description().c_str());
        return -1;
    }
}

void xapian_close()
{
    delete db;
}

} // namespace

const struct peer peer_xapian = {
    "xapian", true, {"by stages", "at once", nullptr, nullptr}, xapian_open, xapian_answer, xapian_close,
};
