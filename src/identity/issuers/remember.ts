/** Asks once and remembers the answer for a while; failures are forgotten at once. */
export function remember<Value>(ask: () => Promise<Value>, maxAgeMs: number): () => Promise<Value> {
  let known: { answer: Promise<Value>; at: number } | undefined;
  return () => {
    if (known && Date.now() - known.at < maxAgeMs) return known.answer;
    const current = { answer: ask(), at: Date.now() };
    known = current;
    current.answer.catch(() => {
      if (known === current) known = undefined;
    });
    return current.answer;
  };
}

/** How long an issuer's description of itself is used before it is asked for anew, in milliseconds. */
export const METADATA_LIFETIME = 3_600_000;
