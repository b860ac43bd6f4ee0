/** How a command that changes something is stopped: a first SIGINT or SIGTERM asks it to end, a second one ends the process. */

export interface Stopping {
  readonly signal: AbortSignal;
  /** The exit code that tells of the signal. */
  readonly code: () => number;
  readonly forget: () => void;
}

export function stopping(): Stopping {
  const controller = new AbortController();
  let code = 130;
  const stop = (signal: NodeJS.Signals): void => {
    code = signal === 'SIGINT' ? 130 : 143;
    if (controller.signal.aborted) process.exit(code);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    code: () => code,
    forget: () => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
