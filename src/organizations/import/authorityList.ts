/** The list of public authorities in a JSON file, item by item: memory holds one of them, however long the file is. */
import { JSONParser, TokenType } from '@streamparser/json';

/** Name of the list in the register's file. */
export const LIST = 'položky';

/** The file is no JSON, or has no list where it is to be. */
export class WrongJson extends Error {
  /** What the parser says; null for JSON of another shape. */
  readonly problem: string | null;

  constructor(problem: string | null) {
    super(problem ?? `there is no list ${LIST}`);
    this.problem = problem;
  }
}

/** More text than `max` characters came without an item being complete. */
export class ItemTooLong extends Error {}

/**
 * Items of the list, in order.
 * @param max characters of an item, and of what stands before the list, at the most
 * @throws WrongJson, ItemTooLong
 */
export async function* itemsIn(texts: AsyncIterable<string>, max: number): AsyncGenerator<unknown> {
  const parser = new JSONParser({ paths: [`$.${LIST}.*`], keepStack: false });
  let items: unknown[] = [];
  let waiting = 0;
  const shape = watchShape();
  parser.onToken = ({ token, value }) => shape.see(token, value);
  parser.onValue = ({ value, parent }) => {
    if (Array.isArray(parent)) items.push(value);
  };
  const parse = (work: () => void) => {
    try {
      work();
    } catch (error) {
      throw error instanceof WrongJson ? error : new WrongJson((error as Error).message);
    }
  };
  for await (const text of texts) {
    parse(() => parser.write(text));
    waiting = items.length > 0 ? 0 : waiting + text.length;
    if (waiting > max) throw new ItemTooLong();
    yield* items;
    items = [];
  }
  if (shape.isOpen) throw new WrongJson('the file ends before the list does');
  if (!shape.hasList) throw new WrongJson(null);
}

/** Sees whether the whole is an object with the list, from its tokens. */
function watchShape() {
  let depth = 0;
  let lastText: unknown;
  const shape = {
    hasList: false,
    /** Whether the object is not complete. */
    get isOpen() {
      return depth > 0;
    },
    see(token: TokenType, value: unknown): void {
      if (depth === 0 && token !== TokenType.LEFT_BRACE) throw new WrongJson(null);
      if (depth === 1 && token === TokenType.LEFT_BRACKET && lastText === LIST) shape.hasList = true;
      if (token === TokenType.STRING) lastText = value;
      if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) depth += 1;
      if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth -= 1;
    },
  };
  return shape;
}
