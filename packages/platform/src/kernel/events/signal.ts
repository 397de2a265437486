/** What `platform.jobs` announces when events were published. */
export const EVENTS_PUBLISHED = 'events'
