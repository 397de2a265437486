/** A time as `<input type="datetime-local">` takes it, in the browser's time zone. */
export const localOf = (time: number) =>
  new Date(time - new Date(time).getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
