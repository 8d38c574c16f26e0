/** Scalars beyond those of the GraphQL specification. */
import { GraphQLError, type ValueNode, valueFromASTUntyped } from 'graphql';
import type { z } from 'zod';
import { DomainError } from '../kernel/errors.ts';
import { day, email } from '../kernel/fields.ts';
import { parseInstant } from '../kernel/instant.ts';
import { LOCALE_PATTERN } from '../kernel/locale.ts';
import type { Message } from '../kernel/message.ts';
import { builder } from './builder.ts';
import { say } from './messages.ts';

builder.scalarType('DateTime', {
  description:
    'An instant, ISO 8601 with seconds and an offset, such as 2026-11-23T09:30:00+01:00. Answers are in UTC.',
  serialize: (instant) => instant.toISOString(),
  ...read((value) => {
    const instant = typeof value === 'string' ? parseInstant(value) : null;
    if (instant) return instant;
    throw invalid(say('a DateTime'), say('an instant with an offset such as 2026-11-23T09:30:00+01:00'));
  }),
});

builder.scalarType('Date', {
  description: 'A calendar day, ISO 8601, such as 2026-11-23.',
  serialize: (value) => value,
  ...read((value) => parsed(day, value, say('a Date'), say('a day such as 2026-11-23'))),
});

builder.scalarType('URL', {
  description: 'An absolute https address (WHATWG URL).',
  serialize: (value) => value,
  ...read((value) => {
    if (typeof value === 'string' && URL.canParse(value)) return value;
    throw invalid(say('a URL'), say('an absolute address such as https://portal.gov.cz/'));
  }),
});

builder.scalarType('Locale', {
  description:
    'A language tag (BCP 47) such as cs, en or uk. A language without texts falls back to one that has them.',
  serialize: (value) => value,
  ...read((value) => {
    if (typeof value === 'string' && LOCALE_PATTERN.test(value)) return value;
    throw invalid(say('a Locale'), say('a language tag such as cs, en or uk'));
  }),
});

builder.scalarType('EmailAddress', {
  description: 'An e-mail address.',
  serialize: (value) => value,
  ...read((value) => parsed(email, value, say('an EmailAddress'), say('an e-mail address such as name@example.org'))),
});

builder.scalarType('HTML', {
  description: 'Sanitised HTML: safe to put into a page as it is.',
  serialize: (value) => value,
  ...read(() => {
    throw invalid(say('HTML'), say('left out: HTML is only ever an answer'));
  }),
});

builder.scalarType('Markdown', {
  description: 'Text in Markdown: CommonMark with the tables of GitHub Flavored Markdown, without images and raw HTML.',
  serialize: (value) => value,
  ...read((value) => {
    if (typeof value === 'string') return value;
    throw invalid(say('Markdown'), say('a text'));
  }),
});

/** How a value is read: from a variable, or out of the document, where what is wrong has its place. */
function read<Value>(parseValue: (value: unknown) => Value) {
  return {
    parseValue,
    parseLiteral: (node: ValueNode, variables?: Record<string, unknown> | null): Value => {
      try {
        return parseValue(valueFromASTUntyped(node, variables));
      } catch (error) {
        if (!(error instanceof GraphQLError)) throw error;
        throw new GraphQLError(error.message, { nodes: node, originalError: error.originalError });
      }
    },
  };
}

function parsed(schema: z.ZodType<string>, value: unknown, subject: Message, expected: Message): string {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw invalid(subject, expected);
}

// A GraphQLError, so that the executor does not put words of its own before it.
function invalid(subject: Message, expected: Message): GraphQLError {
  const said = say('This is not {subject}: it must be {expected}.', { subject, expected });
  const originalError = new DomainError('INVALID_INPUT', said);
  return new GraphQLError(originalError.message, { originalError });
}
