/** What some figures say together. Figures have two decimals at most, so they are summed as whole hundredths, exactly. */

export interface Statistics {
  /** How many have a figure, and how many have none. */
  readonly known: number;
  readonly unknown: number;
  /** Null where no figure is known, as all that follows. */
  readonly sum: number | null;
  readonly mean: number | null;
  readonly minimum: number | null;
  /** Quantiles are interpolated between the two figures that they fall between (type 7 of Hyndman and Fan). */
  readonly firstQuartile: number | null;
  readonly median: number | null;
  readonly thirdQuartile: number | null;
  readonly maximum: number | null;
}

/** Sums, means and quantiles are rounded to two decimals. */
export function statisticsOf(figures: readonly (number | null)[]): Statistics {
  const hundredths = new Float64Array(figures.length);
  let size = 0;
  let sum = 0;
  for (const figure of figures) {
    if (figure === null) continue;
    const rounded = Math.round(figure * 100);
    hundredths[size++] = rounded;
    sum += rounded;
  }
  const sorted = hundredths.subarray(0, size).sort();
  const known = (hundredths: number): number | null => (size === 0 ? null : Math.round(hundredths) / 100 + 0);
  return {
    known: size,
    unknown: figures.length - size,
    sum: known(sum),
    mean: known(sum / size),
    minimum: known(quantile(sorted, 0)),
    firstQuartile: known(quantile(sorted, 0.25)),
    median: known(quantile(sorted, 0.5)),
    thirdQuartile: known(quantile(sorted, 0.75)),
    maximum: known(quantile(sorted, 1)),
  };
}

function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (place - Math.floor(place)) * (above - below);
}
