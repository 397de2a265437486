let ahead = 0

/**
 * The server's present time. A browser whose clock is an hour off would else say "in 59 min" of what has just happened,
 * and ask for an hour of which nothing is recorded yet.
 */
export const serverNow = (): number => Date.now() + ahead

/**
 * Learns how far the server's clock is ahead of this browser's.
 * @param sentAt when the request was sent, by the browser's clock
 */
export function noteServerTime(headers: Headers, sentAt: number): void {
  // What a cache answers has the date of long ago.
  if (headers.get('cache-control') !== 'no-store') return
  const date = Date.parse(headers.get('date') ?? '')
  if (Number.isNaN(date)) return
  // The answer was made between sending and receiving, and its date leaves out up to a second.
  const [least, most] = [date - Date.now(), date + 1000 - sentAt]
  if (ahead < least || ahead > most) ahead = most
}
