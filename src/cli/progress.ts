/** How far something is: a bar on a terminal, a few plain lines elsewhere. */

/** Told how much is done, of all there is. */
export type Progress = (done: number, total: number) => void;

const BAR_LENGTH = 30;
/** Elsewhere than on a terminal, a line for each of so many parts. */
const LINES = 5;

export function progress(
  out: { readonly isTTY?: boolean; readonly write: (text: string) => unknown },
  noun: string,
): Progress {
  let told = 0;
  return (done, total) => {
    const part = total === 0 ? 1 : done / total;
    if (out.isTTY === true) {
      const full = Math.round(part * BAR_LENGTH);
      const bar = '█'.repeat(full) + '░'.repeat(BAR_LENGTH - full);
      out.write(`\r${bar} ${Math.floor(part * 100)} % of ${total} ${noun}${done >= total ? '\n' : ''}`);
    } else if (Math.floor(part * LINES) > told) {
      told = Math.floor(part * LINES);
      out.write(`parcours: ${done} of ${total} ${noun}\n`);
    }
  };
}
