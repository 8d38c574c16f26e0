import type pg from 'pg';

/** The stream of a connection. Read anew each time, for the one with TLS takes the place of the first; the driver's types leave it out. */
export function streamOf(client: pg.ClientBase): pg.Connection['stream'] {
  return (client as unknown as { readonly connection: pg.Connection }).connection.stream;
}
