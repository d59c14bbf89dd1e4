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
