/** What `platform.jobs` announces on the server that stored lines which triggers read. */
export const LINES_FED = 'log-feed'
