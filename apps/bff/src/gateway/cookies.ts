/**
 * Cookies ignore ports, so a browser sends the console's session to functions and would let them overwrite it. Names
 * with this prefix belong to the console: they never reach a function and a function never sets one.
 */
const RESERVED = /^(__(secure|host|http|host-http)-)?alcove/i

export function isReservedCookie(name: string): boolean {
  return RESERVED.test(name.trim())
}

/** The pairs of a Cookie header that the function may see. */
export function cookiesForFunction(header: string): string[] {
  return header
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => isForFunction(nameOf(pair)))
}

/** Whether a function may set this: attributes follow the first semicolon. */
export function maySetCookie(setCookie: string): boolean {
  return isForFunction(nameOf(setCookie.split(';', 1)[0]!))
}

/**
 * Browsers keep `value` and `=value` as a cookie without a name, and send both back as `value`: with `=` in it, it looks
 * like any other (draft-ietf-httpbis-rfc6265bis, 5.7). A cookie without a name is therefore nobody's.
 */
function isForFunction(name: string): boolean {
  return name !== '' && !isReservedCookie(name)
}

/** Empty when there is none. */
function nameOf(pair: string): string {
  const equals = pair.indexOf('=')
  return equals < 0 ? '' : pair.slice(0, equals).trim()
}
