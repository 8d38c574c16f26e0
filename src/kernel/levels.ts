/** Levels of assurance as an ordered scale: what one is enough for, and where a citizen gets a higher one. */
import { DomainError } from './errors.ts';
import { say } from './messages.ts';
import { LEVELS_OF_ASSURANCE, type LevelOfAssurance, type Viewer } from './viewer.ts';

/** Whether a level is at least the required one; no level is none. */
export function reaches(level: LevelOfAssurance | null | undefined, required: LevelOfAssurance): boolean {
  return LEVELS_OF_ASSURANCE.indexOf(level as LevelOfAssurance) >= LEVELS_OF_ASSURANCE.indexOf(required);
}

/** Path of a citizen's sign-in at the level; a front end adds `&returnTo=` and a path of the service to come back to. */
export function stepUpUrl(level: LevelOfAssurance): string {
  return `/auth/citizens/start?level=${level}`;
}

/** The viewer has to sign in again at a higher level; says which one, and where. */
export class StepUpRequired extends DomainError {
  readonly offer: { readonly requiredLevel: LevelOfAssurance; readonly stepUpUrl: string };

  constructor(required: LevelOfAssurance) {
    super(
      'STEP_UP_REQUIRED',
      say('This needs the level of assurance {required}: sign in again at stepUpUrl.', { required }),
    );
    this.offer = { requiredLevel: required, stepUpUrl: stepUpUrl(required) };
  }
}

/** @throws StepUpRequired when the viewer has not signed in at that level or a higher one. */
export function assertLevel({ level }: Viewer, required: LevelOfAssurance): void {
  if (!reaches(level, required)) throw new StepUpRequired(required);
}
