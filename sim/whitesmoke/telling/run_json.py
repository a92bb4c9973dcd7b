"""A run as the one object that `run --json` prints; see docs/output.md."""

from __future__ import annotations

from whitesmoke.model import codes
from whitesmoke.model.objections import objections
from whitesmoke.model.trace import Trace
from whitesmoke.telling import amended, balloting, prices, ratified
from whitesmoke.telling.granted import ledger
from whitesmoke.telling.story import holdouts, verdict
from whitesmoke.telling.words import say


def as_json(trace: Trace) -> dict[str, object]:
    """Return a run as the one object that `run --json` prints; see docs/output.md."""
    from whitesmoke import __version__

    names, k, kept = trace.case.names, trace.winner, objections(trace)
    return {
        "scenario": names.scenario,
        "version": __version__,
        "seed": trace.seed,
        "replicate": trace.run,
        "rule": names.rule,
        "outcome": "deadlock" if k == codes.NONE else "consensus",
        "ending": trace.ending,
        "ending_class": trace.ending_class,
        "refused_by": [names.members[i] for i in trace.refused_by],
        "overruled": [names.members[i] for i in trace.overruled],
        "withdrawn": None if trace.withdrawn == codes.NONE else names.candidates[trace.withdrawn],
        "winner": None if k == codes.NONE else names.candidates[k],
        "round": trace.rounds,
        "date": trace.decided_on.isoformat(),
        "verdict": " ".join(verdict(trace)),
        "timeline": [
            {
                "date": (trace.decided_on if e.kind == "consensus" else names.date_of_round(e.round)).isoformat(),
                "round": e.round,
                "kind": e.kind,
                "member": names.members[e.member] if e.member >= 0 else None,
                "candidate": names.candidates[e.candidate] if e.candidate >= 0 else None,
                "demand": names.demands[e.demand] if e.demand >= 0 else None,
                "detail": e.detail,
                "text": say(trace, e),
                **amended.of_entry(trace, e),
            }
            for e in trace.entries
        ],
        "tally": [
            {
                "date": names.date_of_round(t).isoformat(),
                "round": t,
                "members": members,
                "committed": dict(zip(names.candidates, map(int, committed))),
                **ratified.of_round(trace, t),
            }
            for t, (members, committed) in enumerate(zip(trace.members, trace.committed))
        ],
        "concessions": [
            {
                "member": grant.member,
                "demand": grant.demand,
                "share": grant.share,
                "by": grant.by,
                "date": grant.date.isoformat(),
                "meetings": grant.meetings,
                "scripted": grant.scripted,
            }
            for grant in ledger(trace)
        ],
        "objectors": [
            {
                "member": names.members[one.member],
                "until": names.date_of_round(one.round + 1).isoformat() if one.after else None,
                "ended": one.after or None,
            }
            for one in (kept.by if kept else [])
        ],
        "last_holdouts": [
            {
                "member": holdout.member,
                "date": holdout.date.isoformat() if holdout.date else None,
                "held_by": holdout.held_by,
                "moved_by": holdout.moved_by,
            }
            for holdout in holdouts(trace)
        ],
        **prices.as_json(trace),
        **amended.as_json(trace),
        **ratified.as_json(trace),
        **balloting.as_json(trace),
    }
