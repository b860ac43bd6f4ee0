/** One workload on all servers: answers compared first, then rounds in turn, so that a drifting machine slows all alike. */
import { isDeepStrictEqual } from 'node:util';
import type { Content } from '../../src/graph/graph.ts';
import { askOnce, type Measured, type Round } from './load.ts';
import { forked, type Started, SUBJECTS, told } from './servers.ts';
import { comparable, type Turn, type Workload } from './workloads.ts';

const ROUNDS = 5;
const ROUND_MILLISECONDS = 1_500;
/** Engines on both sides compile while they run: cold, everything is two or three times slower. */
const WARM_MILLISECONDS = 6_000;
const CONNECTIONS = [8, 1] as const;

/** `servers`: one a subject, in the order of `SUBJECTS`; the first is the peer. */
export async function compareOn(workload: Workload, content: Content, servers: readonly Started[]): Promise<void> {
  const turns = await turnsOf(workload, content, servers);
  const bodies = SUBJECTS.map((_, subject) => turns.map((turn) => bodyOf(workload, turn, subject)));
  const { characters, items } = await checkEquality(workload, bodies, servers);
  const size = `${turns.length} questions in turn, ${Math.round(items)} objects and ${(characters / 1_000).toFixed(1)} kB of ours an answer`;
  console.log(`**${workload.name}** ${workload.says} (${size})\n`);
  const load = forked(process.argv[1] ?? '', ['--load']);
  try {
    for (const connections of CONNECTIONS) {
      const rounds = await roundsInTurn((subject, milliseconds) => {
        const { port } = servers[subject] as Started;
        load.send({ port, bodies: bodies[subject] ?? [], connections, milliseconds } satisfies Round);
        return told(load) as Promise<Measured>;
      });
      console.log(table(connections, rounds));
    }
  } finally {
    load.kill();
  }
}

/** Our pages start after a cursor, which only a server of ours can tell. */
async function turnsOf(workload: Workload, content: Content, [, live]: readonly Started[]): Promise<readonly Turn[]> {
  const cursors = new Map<number, string>();
  const cursor = (offset: number): string | null => (offset === 0 ? null : (cursors.get(offset) ?? null));
  for (const { theirs } of workload.turns({ content, cursor })) {
    const first = theirs['offset'];
    if (typeof first !== 'number' || first === 0) continue;
    const query = 'query ($first: Int) { metiers(first: $first) { pageInfo { endCursor } } }';
    const answer = await askOnce(live?.port ?? 0, JSON.stringify({ query, variables: { first } }));
    const { data } = JSON.parse(answer) as { data: { metiers: { pageInfo: { endCursor: string } } } };
    cursors.set(first, data.metiers.pageInfo.endCursor);
  }
  return workload.turns({ content, cursor });
}

function bodyOf({ ours, theirs }: Workload, turn: Turn, subject: number): string {
  return JSON.stringify(
    subject === 0 ? { query: theirs, variables: turn.theirs } : { query: ours, variables: turn.ours },
  );
}

/** Throws where any answer differs. What an answer holds, on average. */
async function checkEquality(
  { name, ordered }: Workload,
  bodies: readonly (readonly string[])[],
  servers: readonly Started[],
): Promise<{ readonly characters: number; readonly items: number }> {
  const [theirs = []] = bodies;
  let [characters, items] = [0, 0];
  for (const turn of theirs.keys()) {
    const texts = await Promise.all(servers.map(({ port }, subject) => askOnce(port, bodies[subject]?.[turn] ?? '')));
    const [expected, ...others] = texts.map((text) => comparable(JSON.parse(text), ordered));
    for (const [i, other] of others.entries()) {
      if (isDeepStrictEqual(other, expected)) continue;
      throw new Error(`${name}, question ${turn}: ${SUBJECTS[i + 1]} answers otherwise than ${SUBJECTS[0]}`);
    }
    characters += texts[1]?.length ?? 0;
    items += texts[1]?.split('"id"').length ?? 0;
  }
  return { characters: characters / theirs.length, items: items / theirs.length - 1 };
}

async function roundsInTurn(
  measure: (subject: number, milliseconds: number) => Promise<Measured>,
): Promise<readonly (readonly Measured[])[]> {
  const rounds: Measured[][] = SUBJECTS.map(() => []);
  for (const subject of rounds.keys()) await measure(subject, WARM_MILLISECONDS);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [subject, measured] of rounds.entries()) measured.push(await measure(subject, ROUND_MILLISECONDS));
  }
  return rounds;
}

function table(connections: number, rounds: readonly (readonly Measured[])[]): string {
  const [peer = []] = rounds;
  const rows = SUBJECTS.map((name, subject) => {
    const own = rounds[subject] ?? [];
    const rates = spanOf(own.map(({ rate }) => rate)).map((rate) => rate.toFixed(rate < 100 ? 1 : 0));
    const ratios = spanOf(own.map(({ rate }, i) => rate / (peer[i]?.rate ?? Number.NaN))).map((one) => one.toFixed(2));
    const [latency = 0] = spanOf(own.map(({ latency }) => latency));
    return `| ${name} | ${rates[0]} (${rates[1]}–${rates[2]}) | ${latency.toFixed(2)} | ${ratios[0]} (${ratios[1]}–${ratios[2]}) |`;
  });
  const noun = connections === 1 ? '1 connection' : `${connections} connections`;
  return [`| ${noun} | requests/s | median ms | ratio |`, '|---|---|---|---|', ...rows, ''].join('\n');
}

/** Median, lowest, highest. */
function spanOf(values: readonly number[]): [number, number, number] {
  const sorted = [...values].sort((a, b) => a - b);
  return [sorted[sorted.length >> 1] ?? Number.NaN, sorted[0] ?? Number.NaN, sorted.at(-1) ?? Number.NaN];
}
