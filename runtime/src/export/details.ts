/** Whether a body is that of this error, and has its details. */
export function hasDetails<Code extends keyof ErrorDetails>(
  body: ErrorBody,
  code: Code,
): body is ErrorBody<Code> & { details: ErrorDetails[Code] } {
  return body.code === code && body.details !== undefined;
}
