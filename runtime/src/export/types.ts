/** The body of an error response. */
export interface ErrorBody<Code extends number = number> {
  /** Names the error. A newer server may send codes that are not in `ErrorCode`. */
  code: Code;
  /** What happened, for people. Some servers leave it out. */
  message?: string;
  /** A UUID that names this occurrence: quote it to support. */
  errorId: string;
  /** When it happened (RFC 3339). */
  timestamp: string;
}

/** What is known of an error. */
export interface ErrorEntry {
  /** The HTTP status. */
  readonly status: number;
  /** The name of the enum. */
  readonly catalog: string;
  /** The name in the enum. */
  readonly name: string;
  /** The message, or its template, if it is known. */
  readonly message?: string;
  /** An example of the message. */
  readonly example?: string;
  /** The names and the values, or the values' templates, of response headers. */
  readonly headers?: readonly (readonly [name: string, value: string])[];
  /** Markdown. */
  readonly docs: string;
  /** What to expect instead; not there if the error is not deprecated. */
  readonly deprecated?: string;
  /** Other errors that share the code. */
  readonly also?: readonly ErrorEntry[];
}
