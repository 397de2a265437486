/** What `platform.jobs` announces when tasks were accepted, and when one that runs shall be cancelled. */
export const TASKS_QUEUED = 'tasks'
