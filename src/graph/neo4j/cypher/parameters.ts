/** The parameters of a statement under way. No value ever stands in the text itself. */
import { integer, integers } from '../integers.ts';

export interface Parameters {
  /** Keeps a value, and gives how the text refers to it. */
  readonly add: (value: unknown) => string;
  /** The same for numbers that Neo4j must take as INTEGER. */
  readonly addInteger: (value: number) => string;
  readonly addIntegers: (values: readonly number[]) => string;
  readonly values: Readonly<Record<string, unknown>>;
}

export function parameters(): Parameters {
  const values: Record<string, unknown> = {};
  let count = 0;
  // Sizes of pages come again and again: each is sent once.
  const whole = new Map<number, string>();
  const add = (value: unknown): string => {
    const name = `x${count++}`;
    values[name] = value;
    return `$${name}`;
  };
  return {
    add,
    addInteger: (value) => {
      const known = whole.get(value) ?? add(integer(value));
      whole.set(value, known);
      return known;
    },
    addIntegers: (numbers) => add(integers(numbers)),
    values,
  };
}
