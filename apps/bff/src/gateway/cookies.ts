/**
 * Cookies ignore ports, so a browser sends the console's session to functions and would let them overwrite it. Names
 * with this prefix belong to the console: they never reach a function and a function never sets one.
 */
const RESERVED = /^(__secure-|__host-)?alcove/i

export function isReservedCookie(name: string): boolean {
  return RESERVED.test(name.trim())
}

/** The pairs of a Cookie header that are the function's business. */
export function cookiesForFunction(header: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '' && !isReservedCookie(pair.split('=')[0]!))
}

export function setsReservedCookie(setCookie: string): boolean {
  return isReservedCookie(setCookie.split(/[=;]/)[0]!)
}
