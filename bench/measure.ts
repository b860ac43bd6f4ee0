/** Rounds in turn, so that a machine whose speed drifts slows all subjects alike; ratios of medians, with their range. */

export interface Subject {
  readonly name: string;
  /** Runs for about so many milliseconds; the cost of one run, in whatever unit is compared. */
  readonly round: (milliseconds: number) => Promise<number> | number;
}

export interface Figure {
  readonly name: string;
  readonly median: number;
  /** To the first subject, round by round: median, lowest, highest. */
  readonly ratio: readonly [number, number, number];
}

export async function compare(subjects: readonly Subject[], rounds: number, milliseconds: number): Promise<Figure[]> {
  for (const subject of subjects) await subject.round(milliseconds);
  const costs = subjects.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (const [i, subject] of subjects.entries()) costs[i]?.push(await subject.round(milliseconds));
  }
  const [base = []] = costs;
  return subjects.map(({ name }, i) => {
    const own = costs[i] ?? [];
    const ratios = own.map((cost, round) => cost / (base[round] ?? Number.NaN)).sort((a, b) => a - b);
    return { name, median: median(own), ratio: [median(ratios), ratios[0] ?? Number.NaN, ratios.at(-1) ?? Number.NaN] };
  });
}

export function table(title: string, unit: string, figures: readonly Figure[]): string {
  const rows = figures.map(
    ({ name, median, ratio: [middle, low, high] }) =>
      `| ${name.padEnd(48)} | ${median.toFixed(3).padStart(9)} | ${middle.toFixed(2).padStart(6)} | ${low.toFixed(2)}–${high.toFixed(2)} |`,
  );
  return [`\n${title}`, `| subject | ${unit} | ratio | range |`, '|---|---|---|---|', ...rows, ''].join('\n');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Milliseconds of one call, over as many as fit. */
export async function timed(milliseconds: number, call: () => unknown): Promise<number> {
  const start = performance.now();
  let calls = 0;
  while (performance.now() - start < milliseconds) {
    await call();
    calls += 1;
  }
  return (performance.now() - start) / calls;
}
