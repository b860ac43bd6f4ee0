/** How far something is: a bar on a terminal, a few plain lines elsewhere. */

export interface Progress {
  /** Told how much is done, of all there is. */
  readonly tell: (done: number, total: number) => void;
  /** Ends the line of a bar that is not full, so that others may write. */
  readonly end: () => void;
}

export interface Output {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

const BAR_LENGTH = 30;
/** Elsewhere than on a terminal, a line for each of so many parts. */
const LINES = 5;

export function openProgress(out: Output, noun: string): Progress {
  return out.isTTY === true ? bar(out, noun) : lines(out, noun);
}

function bar(out: Output, noun: string): Progress {
  let open = false;
  return {
    tell: (done, total) => {
      const part = total === 0 ? 1 : done / total;
      const full = Math.floor(part * BAR_LENGTH);
      open = done < total;
      const drawn = '█'.repeat(full) + '░'.repeat(BAR_LENGTH - full);
      out.write(`\r${drawn} ${Math.floor(part * 100)} % of ${total} ${noun}${open ? '' : '\n'}`);
    },
    end: () => {
      if (open) out.write('\n');
      open = false;
    },
  };
}

function lines(out: Output, noun: string): Progress {
  let told = 0;
  return {
    tell: (done, total) => {
      const part = total === 0 ? LINES : Math.floor((done / total) * LINES);
      if (part <= told) return;
      told = part;
      out.write(`parcours: ${done} of ${total} ${noun}\n`);
    },
    end: () => {},
  };
}
