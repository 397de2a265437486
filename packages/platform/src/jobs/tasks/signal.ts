/** What `platform.jobs` announces when tasks were accepted, and when a running one is to be cancelled. */
export const TASKS_QUEUED = 'tasks'
