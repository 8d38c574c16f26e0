/** The embedded engine: an inverted index in the memory of this process, ranked by BM25+. See ADR 58. */
import { setImmediate } from 'node:timers/promises';
import type { SearchAnswer, SearchDocument, SearchEngine, SearchRequest } from '../engine.ts';
import type { PublishedSynonym } from '../publishedSynonyms.ts';
import { Lexicon } from './memory/lexicon.ts';
import { type PackedPostings, Postings } from './memory/postings.ts';
import { FEW, Ranking } from './memory/ranking.ts';
import { type KeptRecords, Records } from './memory/records.ts';
import { Terms } from './memory/terms.ts';
import { marksOf, questionOf } from './question.ts';
import { SynonymRules } from './synonymRules.ts';
import { analyzed, PARTS } from './weights.ts';

/** Documents that are put before others get a turn. */
const CHUNK = 50;
/** Of the numbers of documents, the part that may be of those that are gone before all is packed anew. */
const MOST_GONE = 0.2;

/** An index as it is stored. */
export interface EngineSnapshot extends PackedPostings {
  readonly records: KeptRecords;
  readonly terms: { readonly names: readonly string[]; readonly forms: readonly (string | null)[] };
}

export class EmbeddedEngine implements SearchEngine {
  readonly name = 'embedded';
  #records = new Records();
  #terms = new Terms();
  #postings = new Postings();
  #lexicon = new Lexicon(this.#terms, this.#postings, this.#records.isThere);
  readonly #ranking = new Ranking();
  #synonyms = new SynonymRules([]);

  async put(documents: readonly SearchDocument[]): Promise<void> {
    for (const [place, document] of documents.entries()) {
      if (place > 0 && place % CHUNK === 0) await setImmediate();
      this.#put(document);
    }
    this.#packIfScattered();
  }

  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#records.remove(id);
    this.#packIfScattered();
  }

  async versions(): Promise<ReadonlyMap<string, string>> {
    return this.#records.versions();
  }

  useSynonyms(synonyms: readonly PublishedSynonym[]): void {
    this.#synonyms = new SynonymRules(synonyms);
  }

  async search({ query, facets, offset, limit, ...conditions }: SearchRequest): Promise<SearchAnswer> {
    const question = questionOf(query, this.#synonyms, this.#lexicon);
    const pinned = question.pinned.flatMap((id) => this.#records.numberOf(id) ?? []);
    const isWanted = this.#records.condition(conditions);
    const isOther = pinned.length === 0 ? isWanted : (number: number) => isWanted(number) && !pinned.includes(number);
    this.#ranking.start({ terms: this.#terms, postings: this.#postings, records: this.#records });
    this.#ranking.add(question.near);
    const good = this.#ranking.good(isOther);
    const far = good.length < FEW ? question.far() : [];
    this.#ranking.add(far);
    const found = good.length < FEW ? this.#ranking.all(isOther) : good;
    const first = pinned.filter(isWanted);
    const ordered = [...first, ...this.#ranking.best(found, offset + limit)];
    return {
      hits: ordered.slice(offset, offset + limit).map((number) => this.#records.hit(number)),
      total: first.length + found.length,
      facets: this.#records.counts([...first, ...found], facets),
      correctedQuery: question.corrected,
      marks: marksOf([...question.near, ...far]),
      degraded: false,
    };
  }

  /** All of the index, packed. */
  snapshot(): EngineSnapshot {
    const { starts, packed } = this.#pack();
    const terms = { names: this.#terms.names, forms: this.#lexicon.forms.map((form) => form ?? null) };
    return { records: this.#records.toJSON(), terms, starts, packed };
  }

  /** Takes a snapshot in the place of all that is held. */
  restore({ records, terms, starts, packed }: EngineSnapshot): void {
    this.#records = Records.from(records);
    this.#terms = new Terms(terms.names);
    this.#postings = new Postings();
    this.#postings.unpack({ starts, packed });
    this.#lexicon = new Lexicon(this.#terms, this.#postings, this.#records.isThere, terms.forms);
  }

  #put(document: SearchDocument): void {
    this.#records.remove(document.id);
    const number = this.#records.add(document);
    const { weights, forms } = analyzed(document);
    weights.forEach((ofPart, part) => {
      for (const [term, weight] of ofPart) {
        this.#postings.add(PARTS.length * this.#terms.add(term) + part, number, weight);
      }
    });
    for (const [form, key] of forms) this.#lexicon.note(key, form);
  }

  #packIfScattered(): void {
    const { gone, end } = this.#records;
    if (this.#postings.isScattered || gone > 100 + MOST_GONE * end) this.#pack();
  }

  #pack() {
    const packed = this.#postings.pack(PARTS.length * this.#terms.names.length, this.#records.isThere);
    this.#records.reuse();
    return packed;
  }
}
