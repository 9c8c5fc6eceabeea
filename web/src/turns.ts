/** Work in pieces: each has a task of its own, so that keys and frames come between them. */

const waiting: (() => void)[] = [];
const { port1, port2 } = new MessageChannel();

port1.onmessage = () => {
  waiting.shift()?.();
  if (waiting.length > 0) port2.postMessage(undefined);
};

/** Resolves in a task in which nobody else has a turn. */
export function turn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) port2.postMessage(undefined);
  });
}
