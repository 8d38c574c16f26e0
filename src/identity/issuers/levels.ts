/** Levels of assurance in what issuers say. */
import { LEVELS_OF_ASSURANCE, type LevelOfAssurance } from '../../kernel/viewer.ts';
import { SignInRefused } from './refusal.ts';

/** Names of the levels in eIDAS (Commission Implementing Regulation (EU) 2015/1501, SAML and OpenID profiles). */
export const EIDAS_LEVELS: Readonly<Record<LevelOfAssurance, string>> = {
  LOW: 'http://eidas.europa.eu/LoA/low',
  SUBSTANTIAL: 'http://eidas.europa.eu/LoA/substantial',
  HIGH: 'http://eidas.europa.eu/LoA/high',
};

/** Which level each value of the issuer's claim stands for. */
export type LevelNames = ReadonlyMap<string, LevelOfAssurance>;

/** The names of eIDAS. */
export const EIDAS_NAMES: LevelNames = new Map(LEVELS_OF_ASSURANCE.map((level) => [EIDAS_LEVELS[level], level]));

/** How the issuer tells levels. */
export interface LevelRules {
  /** Name of the claim. */
  readonly claim: string;
  readonly names: LevelNames;
  /** Lowest level that anybody may sign in with. */
  readonly minimum: LevelOfAssurance;
}

/** Whether a level is at least as high as the one required. */
export function satisfies(level: LevelOfAssurance | null | undefined, required: LevelOfAssurance): boolean {
  return level != null && LEVELS_OF_ASSURANCE.indexOf(level) >= LEVELS_OF_ASSURANCE.indexOf(required);
}

/** The higher of two levels. */
export function higherOf(one: LevelOfAssurance, other: LevelOfAssurance | null): LevelOfAssurance {
  return satisfies(other, one) && other ? other : one;
}

/**
 * The level that the claims tell.
 * @throws SignInRefused when there is none, when it is none that is known, or when it is lower than required
 */
export function levelIn(
  claims: Readonly<Record<string, unknown>>,
  { claim, names, minimum }: LevelRules,
  wanted: LevelOfAssurance | null,
): LevelOfAssurance {
  const value = claims[claim];
  const level = typeof value === 'string' ? names.get(value) : undefined;
  if (!level) throw new SignInRefused('TOKEN_REFUSED', 'level of assurance missing or unknown');
  if (!satisfies(level, higherOf(minimum, wanted))) throw new SignInRefused('LEVEL_TOO_LOW', 'level too low');
  return level;
}

/** The issuer's name of a level, to ask for it. */
export function nameOf(names: LevelNames, level: LevelOfAssurance): string {
  return [...names].find(([, one]) => one === level)?.[0] ?? EIDAS_LEVELS[level];
}
