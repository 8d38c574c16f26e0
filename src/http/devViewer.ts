import { DomainError } from '../kernel/errors.ts';
import { joined } from '../kernel/message.ts';
import { ROLES, type Role, type Viewer } from '../kernel/viewer.ts';
import { say } from './messages.ts';

/** Header that says who asks, for development before there is a sign-in: `alice EDITOR,APPROVER`. */
const HEADER = 'x-dev-viewer';

/**
 * The viewer that the header claims to be; null without it. Used when `DEV_VIEWER` is on, which production refuses.
 * @throws DomainError INVALID_INPUT for a header that is not a name and roles.
 */
export function devViewer(request: Request): Viewer | null {
  const header = request.headers.get(HEADER);
  if (!header) return null;
  const [, name, list = ''] = header.match(/^([a-z][a-z0-9-]{0,30}) ([A-Z,]+)$/) ?? [];
  const roles = list.split(',');
  if (name && roles.every(isRole)) return { actor: `dev:${name}`, roles: new Set(roles) };
  throw new DomainError(
    'INVALID_INPUT',
    say('{header} must be a name and roles of {roles}: alice EDITOR,APPROVER.', {
      header: HEADER,
      roles: joined(ROLES),
    }),
  );
}

function isRole(name: string): name is Role {
  return (ROLES as readonly string[]).includes(name);
}
