/** Refuses documents that ask for too much, before anything of them is validated or executed. */
import { type DocumentNode, GraphQLError, type ParseOptions, parse, type Source, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { DomainError } from '../../kernel/errors.ts';
import type { Message } from '../../kernel/message.ts';
import { say } from '../messages.ts';
import type { Limits } from './limits.ts';
import { exceededBy, FragmentCycle, type Shape, type ShapeLimit, shapesOf } from './shape.ts';

/** Bytes of a character at the most, in UTF-8, for each unit of UTF-16. */
const MOST_BYTES = 3;

/**
 * A yoga plugin that holds documents to the limits. What it finds is kept beside the parsed document by yoga's own caches:
 * a document that comes again costs nothing.
 */
export function useDocumentLimits(limits: Limits): Plugin {
  const parseLimited = parserOf(limits);
  const validateLimited = validatorOf(limits);
  return {
    // Before yoga's cache of documents, which would keep what is too large.
    onParams({ params: { query } }) {
      // Whoever sends something else is told so by yoga.
      if (typeof query === 'string' && isLonger(query, limits.documentBytes)) {
        throw tooComplex(say('The document must have at most {max} bytes.', { max: limits.documentBytes }));
      }
    },
    onParse({ setParseFn }) {
      setParseFn(parseLimited);
    },
    onValidate({ setValidationFn }) {
      setValidationFn(validateLimited);
    },
  };
}

function isLonger(text: string, bytes: number): boolean {
  return text.length * MOST_BYTES > bytes && Buffer.byteLength(text) > bytes;
}

/** The error of an operation that asks for too much. */
export function tooComplex(said: Message): DomainError {
  return new DomainError('QUERY_TOO_COMPLEX', said);
}

function parserOf({ tokens }: Limits) {
  return (source: string | Source, options?: ParseOptions): DocumentNode => {
    try {
      return parse(source, { ...options, maxTokens: tokens });
    } catch (error) {
      if (!(error as Error).message.includes(`Document contains more that ${tokens} tokens`)) throw error;
      throw tooComplex(say('The document must have at most {max} tokens.', { max: tokens }));
    }
  };
}

function validatorOf(limits: Limits) {
  const options = { maxErrors: limits.validationErrors, hideSuggestions: true };
  return (...[schema, document, rules]: Parameters<typeof validate>) => {
    const originalError = excessOf(document, limits);
    if (originalError) return [new GraphQLError(originalError.message, { originalError })];
    return validate(schema, document, rules, options);
  };
}

/** What the document has too much of; null for nothing. */
function excessOf(document: DocumentNode, limits: Limits): DomainError | null {
  for (const shape of shapesIn(document)) {
    const exceeded = exceededBy(shape, limits);
    if (exceeded) return tooComplex(EXCESS[exceeded](limits[exceeded], shape[exceeded]));
  }
  return null;
}

function shapesIn(document: DocumentNode): Shape[] {
  try {
    return shapesOf(document);
  } catch (error) {
    if (error instanceof FragmentCycle) return [];
    throw error;
  }
}

const EXCESS: Readonly<Record<ShapeLimit, (max: number, found: number) => Message>> = {
  depth: (max, found) => say('Fields may be nested {max} deep at the most, not {found}.', { max, found }),
  aliases: (max, found) => say('An operation may have {max} aliases at the most, not {found}.', { max, found }),
  rootFields: (max, found) => say('An operation may have {max} root fields at the most, not {found}.', { max, found }),
  directives: (max, found) => say('An operation may have {max} directives at the most, not {found}.', { max, found }),
  fields: (max, found) =>
    say('An operation may have {max} fields at the most, with its fragments written out, not {found}.', { max, found }),
};
