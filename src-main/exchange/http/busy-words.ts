/** What exchanges write when they were not able to decide, in the languages that they write it in. */
const words =
  /try again|try later|\bbusy\b|overload|time[d -]?\s?out|temporarily unavailable|system (?:error|abnormal|exception)|internal (?:server )?error|\u7e41\u5fd9|\u91cd\u8bd5|\u8d85\u65f6|\u7cfb\u7edf\u5f02\u5e38/i

/**
 * Whether an answer's words leave open what became of the request. Asked for codes that no table lists: whoever takes a
 * failure for a refusal forgets an order that stands, whoever takes a refusal for a failure only asks once more. Pure.
 */
export function soundsBusy(text: string): boolean {
  return words.test(text)
}
