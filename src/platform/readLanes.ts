/**
 * Connections on which many reads are under way at once, sent one behind the other without waiting for answers (PostgreSQL documentation,
 * 34.5 Pipeline Mode): reads that come together leave by one call of the system and are answered by one, where a pool takes a connection
 * and two calls for each (ADR 106).
 */
import pg from 'pg';
import { isOutage } from './outage.ts';
import { holding, streamOf } from './pgStream.ts';
import { serverCodeOf } from './serverCode.ts';

/** Connections at the most. */
export const READ_LANES = 4;
/** Reads under way on one of them at the most. */
const DEPTH = 16;
/** Milliseconds after which a lane that has answered nothing gets no further reads: what is first on it is slow. */
const PATIENCE = 100;
/** Milliseconds from a connection that could not be made to the next attempt. */
const RETRY_AFTER = 1_000;

/** Asks a statement that changes nothing, so that it may be asked again. */
export type Read = <Row extends pg.QueryResultRow>(query: pg.QueryConfig) => Promise<pg.QueryResult<Row>>;

/** The lanes of a service. */
export interface ReadLanes {
  readonly read: Read;
  /** Ends the connections once what is under way has been answered. */
  close(): Promise<void>;
}

/** How lanes are made, and what stands in for them. */
export interface ReadLanesOptions {
  readonly connection: pg.ClientConfig;
  /** Run on every new connection before anything else. */
  readonly setup: string;
  /** The way of reads that no lane has a place for, or that one has dropped through no fault of theirs. */
  readonly otherwise: Read;
  readonly onBroken: (error: Error) => void;
}

/** Makes lanes, which are opened as reads come together; a lone reader has one. */
export function createReadLanes({ connection, setup, otherwise, onBroken }: ReadLanesOptions): ReadLanes {
  const lanes = new Set<Lane>();
  let opening: Promise<void> | undefined;
  let isClosed = false;
  let openAfter = 0;

  const open = async () => {
    const client = new pg.Client({ ...connection, pipeline: true });
    const lane = new Lane(client);
    client.on('error', (error) => {
      lanes.delete(lane);
      onBroken(error);
    });
    try {
      await client.connect();
      await client.query(setup);
      lanes.add(lane);
    } catch {
      // Whatever hinders it hinders the pool too, where somebody is told of it.
      openAfter = performance.now() + RETRY_AFTER;
      await client.end();
    } finally {
      opening = undefined;
    }
  };

  return {
    async read<Row extends pg.QueryResultRow>(query: pg.QueryConfig) {
      const now = performance.now();
      const lane = emptiest(lanes, now);
      if (!lane?.isIdle && lanes.size < READ_LANES && now >= openAfter && !isClosed) opening ??= open();
      if (!lane) return otherwise<Row>(query);
      try {
        return await lane.read<Row>(query, now);
      } catch (error) {
        if (isOfTheStatement(error)) throw error;
        return otherwise<Row>(query);
      }
    },
    async close() {
      isClosed = true;
      await opening;
      await Promise.all(Array.from(lanes, (lane) => lane.close()));
      lanes.clear();
    },
  };
}

/** The one with a place that has the least to do. */
function emptiest(lanes: Iterable<Lane>, now: number): Lane | undefined {
  let best: Lane | undefined;
  for (const lane of lanes) {
    if (lane.hasPlace(now) && (!best || lane.underWay < best.underWay)) best = lane;
  }
  return best;
}

/** PostgreSQL's code when a statement is unknown by the name under which an earlier one failed to prepare it. */
const UNKNOWN_STATEMENT = '26000';
/** PostgreSQL's code when the limit of time has ended a statement. */
const CANCELED = '57014';

/** Whether the statement itself is refused; otherwise the connection ended, or what was sent before failed. */
function isOfTheStatement(error: unknown): boolean {
  return !isOutage(error) && serverCodeOf(error) !== UNKNOWN_STATEMENT;
}

/** One connection with its reads. */
class Lane {
  readonly #client: pg.Client;
  #underWay = 0;
  /** When it last answered, or got its first read. */
  #movedAt = 0;
  /** Until all requests that have arrived with a read are read, so that their reads leave together. */
  readonly #holdForOthers: () => void;

  constructor(client: pg.Client) {
    this.#client = client;
    this.#holdForOthers = holding(client, setImmediate);
  }

  get underWay(): number {
    return this.#underWay;
  }

  get isIdle(): boolean {
    return this.#underWay === 0;
  }

  hasPlace(now: number): boolean {
    return this.isIdle || (this.#underWay < DEPTH && now - this.#movedAt < PATIENCE);
  }

  async read<Row extends pg.QueryResultRow>(query: pg.QueryConfig, now: number): Promise<pg.QueryResult<Row>> {
    if (this.isIdle) this.#movedAt = now;
    this.#underWay += 1;
    try {
      this.#holdForOthers();
      return await this.#client.query<Row>(query);
    } catch (error) {
      // Those behind it have waited as long; they are not to wait for each other's limits of time too.
      if (serverCodeOf(error) === CANCELED) streamOf(this.#client).destroy();
      throw error;
    } finally {
      this.#underWay -= 1;
      this.#movedAt = performance.now();
    }
  }

  async close(): Promise<void> {
    await this.#client.end();
  }
}
