import type { z } from 'zod';
import { joined, type Message, type Rule, ruleBy, type Value } from './message.ts';
import { say } from './messages.ts';

type RawIssue = z.core.$ZodRawIssue;

/** Says what is wrong where a zod schema has no message of its own: to be given to `safeParse`. */
export const schemaMessages: Rule = ruleBy<RawIssue>((issue): Message => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? say('must be given') : typeMessage(issue.expected);
    case 'invalid_value':
      return valueMessage(issue.values.map(String));
    case 'too_big':
      return tooBig(issue);
    case 'too_small':
      return tooSmall(issue);
    case 'not_multiple_of':
      return say('must be a multiple of {divisor}', { divisor: issue.divisor });
    case 'unrecognized_keys':
      return say('must not have unknown fields: {fields}', {
        fields: joined(issue.keys.map((key) => JSON.stringify(key))),
      });
    case 'invalid_format':
      return say('must have the form of {format}', { format: issue.format });
    case 'invalid_union':
      return say('must be of one of the forms that are allowed here');
    default:
      return say('must be valid');
  }
});

function typeMessage(expected: string): Message {
  switch (expected) {
    case 'string':
      return say('must be a text');
    case 'number':
      return say('must be a number');
    case 'int':
      return say('must be a whole number');
    case 'boolean':
      return say('must be true or false');
    case 'array':
      return say('must be a list');
    case 'object':
    case 'record':
      return say('must be an object');
    default:
      return say('must be of the type {type}', { type: expected });
  }
}

function valueMessage(values: readonly string[]): Message {
  const [value] = values;
  return values.length === 1 && value !== undefined
    ? say('must be {value}', { value })
    : say('must be one of {values}', { values: joined(values) });
}

/** A limit as it can be said; those beyond safe integers are told digit by digit. */
const limit = (value: number | bigint): Value => (typeof value === 'bigint' ? String(value) : value);

function tooBig({ origin, maximum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooBig>): Message {
  const max = limit(maximum);
  if (origin === 'string') return say('must have at most {max} characters', { max });
  if (origin === 'array') return say('must have at most {max} items', { max });
  return inclusive === false ? say('must be less than {max}', { max }) : say('must be at most {max}', { max });
}

function tooSmall({ origin, minimum, inclusive }: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>): Message {
  const min = limit(minimum);
  if (origin === 'string') return say('must have at least {min} characters', { min });
  if (origin === 'array') return say('must have at least {min} items', { min });
  return inclusive === false ? say('must be greater than {min}', { min }) : say('must be at least {min}', { min });
}
