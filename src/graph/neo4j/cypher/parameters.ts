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
  const add = (value: unknown): string => {
    const name = `p${count++}`;
    values[name] = value;
    return `$${name}`;
  };
  return {
    add,
    addInteger: (value) => add(integer(value)),
    addIntegers: (numbers) => add(integers(numbers)),
    values,
  };
}
