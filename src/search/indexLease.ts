/** Leave to write to the index that instances share: one of them has it at a time, for the time of its work. */
import type { Database } from '../platform/database.ts';

/** Milliseconds after which another instance may take over from one that has died, and between signs of life. */
const LEASE = 15_000;
const SIGN_OF_LIFE = 5_000;

/** Another instance has taken the index over, because this one did not give a sign of life. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';

  constructor() {
    super('Another instance keeps the search index now.');
  }
}

export class IndexLease {
  readonly #database: Database;
  readonly #index: string;
  readonly #holder: string;
  #isHeld = false;

  /** @param holder names this process */
  constructor(database: Database, index: string, holder: string) {
    this.#database = database;
    this.#index = index;
    this.#holder = holder;
  }

  /**
   * Does the work, unless another instance is at it.
   * @returns whether it was done
   */
  async whileHeld(work: () => Promise<void>): Promise<boolean> {
    if (!(await this.#take())) return false;
    this.#isHeld = true;
    const signs = setInterval(() => void this.#giveSign(), SIGN_OF_LIFE);
    try {
      await work();
      return true;
    } finally {
      clearInterval(signs);
      this.#isHeld = false;
      const where = { name: this.#index, holder: this.#holder };
      await this.#database.searchPosition.updateMany({ where, data: { heldUntil: null } });
    }
  }

  /** @throws LeaseLost when another instance has taken over */
  mustBeHeld(): void {
    if (!this.#isHeld) throw new LeaseLost();
  }

  async #take(): Promise<boolean> {
    const taken = await this.#database.$executeRaw`
      INSERT INTO "SearchPosition" AS "p" ("name", "horizon", "seen", "holder", "heldUntil")
      VALUES (${this.#index}, 0, '{}', ${this.#holder}::uuid, now() + ${LEASE} * interval '1 millisecond')
          ON CONFLICT ("name") DO UPDATE SET "holder" = EXCLUDED."holder", "heldUntil" = EXCLUDED."heldUntil"
       WHERE "p"."heldUntil" IS NULL OR "p"."heldUntil" < now()`;
    return taken > 0;
  }

  async #giveSign(): Promise<void> {
    try {
      const kept = await this.#database.$executeRaw`
        UPDATE "SearchPosition" SET "heldUntil" = now() + ${LEASE} * interval '1 millisecond'
         WHERE "name" = ${this.#index} AND "holder" = ${this.#holder}::uuid`;
      if (kept === 0) this.#isHeld = false;
    } catch {
      // The database does not answer: the next sign may reach it in time.
    }
  }
}
