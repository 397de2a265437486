/** The kind of jobs that deliver records; a job's key is the sink's id. */
export const SINKS_JOB = 'sinks'
