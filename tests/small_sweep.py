"""A sweep of six points that is played in a moment."""

SMALL = {
    "title": "Influence and <rule>",
    "question": "What do influence and the rule do?",
    "scenario": "tutorial",
    "factors": {
        "influence": {"path": "parameters.influence", "values": [0.0, 1.0, 2.0], "unit": "logits"},
        "rule": {"path": "rule", "values": ["unanimity", "majority"]},
    },
    "design": {"kind": "grid"},
    "replicates": {"runs": 20},
}
