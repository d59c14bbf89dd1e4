/** Whether a value, such as parsed JSON, is the body of an error response, of whatever code. */
export function isErrorBody(value: unknown): value is ErrorBody {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const body = value as { [field in keyof ErrorBody]?: unknown };
  return (
    typeof body.code === "number" &&
    Number.isInteger(body.code) &&
    body.code >= 0 &&
    body.code <= 0xffffffff &&
    (body.message === undefined || typeof body.message === "string") &&
    typeof body.errorId === "string" &&
    typeof body.timestamp === "string"
  );
}

/** Whether a code is in `ERRORS`. */
export function isErrorCode(code: number): code is ErrorCode {
  return Object.prototype.hasOwnProperty.call(ERRORS, code);
}

/**
 * The HTTP status that a code stands for, where no error of the catalog made the response: 404 for an
 * unknown path, for example. `undefined` for any other code.
 */
export function bareStatus(code: number): number | undefined {
  const { firstCode, lastCode } = BARE_STATUSES;
  const isBare = firstCode <= code && code <= lastCode && !isErrorCode(code);
  return isBare ? code - firstCode + 400 : undefined;
}
