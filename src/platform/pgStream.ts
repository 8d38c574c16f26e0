import type pg from 'pg';

/** The stream of a connection. Read anew each time, for the one with TLS takes the place of the first; the driver's types leave it out. */
export function streamOf(client: pg.ClientBase): pg.Connection['stream'] {
  return (client as unknown as { readonly connection: pg.Connection }).connection.stream;
}

/**
 * Makes what keeps all that is written to a connection from now on, to be called before each writing, so that it leaves by one call of the
 * system.
 * @param later calls the release when it is to leave
 */
export function holding(client: pg.ClientBase, later: (release: () => void) => unknown): () => void {
  let isHeld = false;
  return () => {
    if (isHeld) return;
    const stream = streamOf(client);
    isHeld = true;
    stream.cork();
    later(() => {
      isHeld = false;
      stream.uncork();
    });
  };
}
