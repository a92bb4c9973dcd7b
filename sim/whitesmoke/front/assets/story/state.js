// What is told, and where the reader stands in it. Stances of a member: a candidate from 0, or one of these two.
const ABSENT = -2, WAITS = -1;

const labels = data.labels, steps = data.steps, members = data.members, candidates = data.candidates;
const state = { at: 0, picked: -1, face: "tiles", lever: -1, whose: "script", playing: false };
const collator = new Intl.Collator(labels.language), alphabet = members.map((m, j) => j).sort((a, b) => collator.compare(members[a].name, members[b].name));
const standings = stand();
const parts = {};
let timer = 0, last = -1;

function stand() {
  const now = members.map(() => ABSENT);
  return steps.map((step) => { for (const [i, k] of step.moves) now[i] = k; return now.slice(); });
}

function whom() { return state.picked >= 0 ? state.picked : focus(); }
function focus() {
  if (steps[state.at].focus >= 0) return steps[state.at].focus;
  const moved = [...steps.slice(0, state.at + 1)].reverse().find((step) => step.why.length);
  return moved ? moved.why[moved.why.length - 1].member : -1;
}
