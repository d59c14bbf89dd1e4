// A client of an API whose errors have details.

import {
  ERRORS,
  hasDetails,
  isErrorBody,
  type ErrorBody,
  type ErrorDetails,
} from "../../target/documents/orders/errors.js";
import {
  OrdersError,
  SmsError,
  nameSmsError,
  type SmsErrorName,
} from "../../target/documents/sms/client.js";

/** What a form shows beside each of its fields. */
export function messages(json: unknown): Record<string, string> {
  const messages: Record<string, string> = {};
  if (isErrorBody(json) && hasDetails(json, 1422)) {
    for (const { field, message, params } of json.details) {
      messages[field] = params === undefined ? message : `${message} ${JSON.stringify(params)}`;
    }
  }
  return messages;
}

/** How much of the quota is left. */
export function left({ details }: ErrorBody<1429>): number {
  return details === undefined ? 0 : details.limit - details.used;
}

/** When the quota begins anew. */
export const resets: ErrorDetails[1429]["resets"] = "every-day";

// @ts-expect-error: a quota resets at no other time
export const never: ErrorDetails[1429]["resets"] = "never";

// @ts-expect-error: the error has no details
export type None = ErrorDetails[1404];

// @ts-expect-error: the error has no details
export const none = (body: ErrorBody): boolean => hasDetails(body, 1404);

export const name: string = ERRORS[1404].name;

/** What a client without any of our types knows. */
export function nameOf(code: number): SmsErrorName | undefined {
  return nameSmsError(code);
}

export const gone: 404 = OrdersError.NotFound.status;

// @ts-expect-error: no error has this name
export const unheard: unknown = SmsError.Unheard;
