const { hrtime } = process

/** Monotonic milliseconds, which all threads of the process share. */
export const processMs = () => Number(hrtime.bigint()) / 1e6
