/** The port by which mail leaves. */

/** A file that goes with a mail. */
export interface MailAttachment {
  readonly name: string;
  readonly mediaType: string;
  readonly content: string;
}

/** A mail as it is handed to a mailer. */
export interface Mail {
  /** Its identity, `name@domain`: the same mail has the same one however often it is handed over. */
  readonly messageId: string;
  /** What it belongs to, in the same form: programs show such mails together. */
  readonly thread: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly language: string;
  readonly attachments: readonly MailAttachment[];
}

/** A way by which mail leaves. */
export interface Mailer {
  /** What it is and where, for the operator; no credentials. */
  readonly location: string;
  /**
   * Hands a mail over.
   * @throws MailFailure saying whether it may be handed over again.
   */
  send(mail: Mail): Promise<void>;
}

/**
 * How a mail failed: for ever, for now, or nobody knows whether it did, because the connection broke while the answer was
 * awaited.
 */
export type FailureKind = 'PERMANENT' | 'TEMPORARY' | 'UNKNOWN';

/** A mail was not handed over, or nobody knows whether it was. */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  readonly kind: FailureKind;
  /** A code such as `550` or `ECONNREFUSED`. What servers say is not kept: they repeat addresses. */
  readonly code: string;

  constructor(kind: FailureKind, code: string) {
    super(`The mail was not handed over (${kind}, ${code})`);
    this.kind = kind;
    this.code = code;
  }
}
