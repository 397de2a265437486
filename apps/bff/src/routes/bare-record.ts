/**
 * An object for names from outside: without a prototype, so that `__proto__` is a name like any other. Made by a
 * constructor and not by Object.create(null), whose objects V8 keeps as hash tables: six times slower to copy and to
 * read.
 */
export const BareRecord = function () {} as unknown as new () => Record<string, string>
BareRecord.prototype = Object.create(null)
