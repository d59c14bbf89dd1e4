// A client of the SMS API: what its author may rely on, and what the compiler refuses.

import {
  ERRORS,
  bareStatus,
  isErrorBody,
  isErrorCode,
  type ErrorBody,
  type ErrorCode,
} from "../../target/documents/sms/errors.js";

/** What a client shows for a response's JSON. */
export function explain(json: unknown): string {
  if (!isErrorBody(json)) {
    return "not an error body";
  }
  const quote = `${json.timestamp} ${json.errorId}`;
  const status = bareStatus(json.code);
  if (status !== undefined) {
    return `the framework answered ${status}, ${quote}`;
  }
  if (!isErrorCode(json.code)) {
    return `unknown code ${json.code}, ${quote}`;
  }
  const { status: known, name, message, docs } = ERRORS[json.code];
  return `${known} ${name}: ${json.message ?? message}. ${docs} ${quote}`;
}

/** A match on codes. */
export function isTemporary(code: ErrorCode): boolean {
  switch (code) {
    case 1400:
    case 2000:
      return true;
    // @ts-expect-error: no error has this code
    case 1:
      return true;
    default:
      return false;
  }
}

/** The body of one error. */
export const notFound: ErrorBody<1300> = {
  code: 1300,
  errorId: "57c9a4b2-ece5-ea11-826a-00155d264ac1",
  timestamp: "2020-08-24T09:32:17.05Z",
};

// @ts-expect-error: 1301 is not in the catalog
export const unknown: ErrorCode = 1301;

// @ts-expect-error: an arbitrary number may not be in the table
export const lookup = (code: number): string => ERRORS[code].name;

// @ts-expect-error: the table is not to be changed
export const change = (): unknown => (ERRORS[1300] = ERRORS[1400]);

// @ts-expect-error: the errorId is missing
export const incomplete: ErrorBody = { code: 1300, timestamp: "2020-08-24T09:32:17.05Z" };
